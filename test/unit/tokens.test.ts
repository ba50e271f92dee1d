import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { errors, jwtVerify, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { NatterError } from "../../server/errors.ts";
import { createTokens } from "../../server/security/tokens.ts";

const secret = randomBytes(32);
const tokens = createTokens(secret);
const now = new Date("2026-11-21T10:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const claims = { userId: "ada", sessionId: "adas-laptop" };

/** Why a token is refused; null: it is not. */
async function refusal(token: string, at = now): Promise<string | null> {
  try {
    await tokens.verifyAccess(token, at);
    return null;
  } catch (error) {
    return error instanceof NatterError ? error.reason : "another error";
  }
}

describe("an access token", () => {
  test("says whose session it belongs to, for 15 minutes", async () => {
    const { token, expiresAt } = await tokens.signAccess(claims, now);
    expect(expiresAt).toEqual(later(15 * 60));
    expect(await tokens.verifyAccess(token, now)).toEqual(claims);
    expect(await refusal(token, later(15 * 60 + 29))).toBeNull();
    expect(await refusal(token, later(15 * 60 + 30))).toBe("token_expired");
  });

  test("outlives a clock that is set back", async () => {
    const { token } = await tokens.signAccess(claims, now);
    expect(await refusal(token, later(-600))).toBeNull();
  });

  test("of another server is worth nothing, not even the news that it has expired", async () => {
    const { token } = await createTokens(randomBytes(32)).signAccess(claims, now);
    expect(await refusal(token)).toBe("not_signed_in");
    expect(await refusal(token, later(3600))).toBe("not_signed_in");
  });

  test("that was changed is worth nothing", async () => {
    const { token } = await tokens.signAccess(claims, now);
    const [header, payload, signature] = token.split(".");
    const other = Buffer.from(JSON.stringify({ ...payloadOf(token), sub: "grace" })).toString("base64url");
    expect(await refusal(`${header}.${other}.${signature}`)).toBe("not_signed_in");
    expect(await refusal(`${header}.${payload}.`)).toBe("not_signed_in");
  });

  test.each(["", "...", "a.b.c", "x".repeat(100_000), "\0"])("is not just any text: %j", async (text) => {
    expect(await refusal(text)).toBe("not_signed_in");
  });

  describe("signed with the very key", () => {
    const key = new Uint8Array(hkdfSync("sha256", secret, "", "natter access token", 32));
    const seconds = Math.floor(now.getTime() / 1000);
    const payload = { iss: "natter", aud: "natter", sub: "ada", sid: "adas-laptop", iat: seconds, exp: seconds + 900 };
    const sign = (differences: Record<string, unknown> = {}, typ: string | null = "at+jwt") =>
      new SignJWT({ ...payload, ...differences })
        .setProtectedHeader({ alg: "HS256", ...(typ === null ? {} : { typ }) })
        .sign(key);

    test("is taken as it should be", async () => {
      expect(await refusal(await sign())).toBeNull();
    });

    test.each(["HS384", "HS512"])("is refused under %s", async (alg) => {
      const text = [{ alg, typ: "at+jwt" }, payload]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      // By hand: jose signs with no key that is shorter than the algorithm asks for.
      const signature = createHmac(alg.replace("HS", "sha"), key).update(text).digest("base64url");
      expect(await refusal(`${text}.${signature}`)).toBe("not_signed_in");
    });

    test.each(["JWT", "rt+jwt", null])("is refused with the type %s", async (typ) => {
      expect(await refusal(await sign({}, typ))).toBe("not_signed_in");
    });

    const wrongs: [what: string, differences: Record<string, unknown>][] = [
      ["another issuer", { iss: "mallory" }],
      ["another audience", { aud: "another" }],
      ["no expiry", { exp: undefined }],
      ["no time of issue", { iat: undefined }],
      ["no person", { sub: undefined }],
      ["no session", { sid: undefined }],
      ["a session that is no text", { sid: 7 }],
      ["an hour to go", { exp: seconds + 3600 }],
      ["a time to begin", { nbf: seconds + 60 }],
    ];
    test.each(wrongs)("is refused with %s", async (_, differences) => {
      expect(await refusal(await sign(differences))).toBe("not_signed_in");
    });

    test("is judged as jose judges it, whatever its claims and however it is bent", async () => {
      const claim = fc.oneof(
        fc.constantFrom("natter", "ada", null, true),
        fc.integer(),
        fc.double({ noDefaultInfinity: true, noNaN: true }),
        fc.string(),
      );
      const seldom = (value: fc.Arbitrary<unknown>) => fc.option(value, { freq: 12, nil: undefined });
      const differences = fc.record(
        {
          iss: seldom(claim),
          aud: seldom(claim),
          sub: seldom(claim),
          sid: seldom(claim),
          iat: seldom(claim),
          exp: fc.integer({ min: seconds - 100, max: seconds + 1000 }),
        },
        { requiredKeys: [] },
      );
      const bend = fc.option(fc.tuple(fc.nat(400), fc.constantFrom("A", "z", "-", ".", "=", " ", "")), { freq: 3 });
      await fc.assert(
        fc.asyncProperty(differences, bend, async (different, bent) => {
          const whole = await sign(different);
          const token = bent === null ? whole : whole.slice(0, bent[0]) + bent[1] + whole.slice(bent[0] + 1);
          const ours = await refusal(token);
          const theirs = await joseRefuses(token);
          // jose takes a text with padding or spaces in it too; a token as it was signed it judges as we do.
          if (token === whole) expect(ours === null).toBe(theirs === null);
          else if (ours === null) expect(theirs).toBeNull();
        }),
        { numRuns: 300 },
      );
    });

    /** jose's own word, and ours where it leaves the decision to its caller. */
    async function joseRefuses(token: string): Promise<string | null> {
      try {
        const { payload: taken } = await jwtVerify<{ sid?: unknown }>(token, key, {
          algorithms: ["HS256"],
          typ: "at+jwt",
          issuer: "natter",
          audience: "natter",
          requiredClaims: ["iat", "exp", "sub", "sid"],
          clockTolerance: 30,
          currentDate: now,
        });
        const { iat = 0, exp = 0, sub, sid } = taken;
        const isOurs = typeof sub === "string" && typeof sid === "string" && exp - iat <= 900;
        return isOurs ? null : "not_signed_in";
      } catch (error) {
        return error instanceof errors.JWTExpired ? "token_expired" : "not_signed_in";
      }
    }

    test("is refused without a signature", async () => {
      expect(await refusal(new UnsecuredJWT(payload).encode())).toBe("not_signed_in");
    });
  });

  test("is not signed with the secret itself", async () => {
    const token = await new SignJWT({ sub: "ada", sid: "adas-laptop" })
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
      .setIssuer("natter")
      .setAudience("natter")
      .setIssuedAt(now)
      .setExpirationTime(later(900))
      .sign(secret);
    expect(await refusal(token)).toBe("not_signed_in");
  });
});

describe("a refresh token", () => {
  test("is 256 random bits for a session, of which only a hash is kept", () => {
    const { token, hash } = tokens.newRefresh("adas-laptop");
    expect(token).toMatch(/^adas-laptop\.[A-Za-z0-9_-]{43}$/);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens.newRefresh("adas-laptop").token).not.toBe(token);
    expect(tokens.readRefresh(token)).toMatchObject({ sessionId: "adas-laptop", hash });
  });

  test("leads to the same next one for everybody who has it, and so on", () => {
    const first = tokens.newRefresh("adas-laptop");
    const second = tokens.readRefresh(first.token)?.next;
    expect(tokens.readRefresh(first.token)?.next).toEqual(second);
    expect(createTokens(secret).readRefresh(first.token)?.next).toEqual(second);
    const read = tokens.readRefresh(second?.token ?? "");
    expect(read).toMatchObject({ sessionId: "adas-laptop", hash: second?.hash });
    expect(new Set([first.token, second?.token, read?.next.token]).size).toBe(3);
  });

  test("leads nowhere without the secret", () => {
    const { token } = tokens.newRefresh("adas-laptop");
    const elsewhere = createTokens(randomBytes(32)).readRefresh(token);
    expect(elsewhere?.next.token).not.toBe(tokens.readRefresh(token)?.next.token);
  });

  const bits = "A".repeat(43);
  test.each([
    "",
    ".",
    bits,
    `.${bits}`,
    `id.${bits}A`,
    `id.${bits.slice(1)}`,
    `id.${bits.slice(1)}!`,
    `${"x".repeat(65)}.${bits}`,
    `i\0d.${bits}`,
    `id.${bits}\n`,
  ])("is not just any text: %j", (text) => {
    expect(tokens.readRefresh(text)).toBeNull();
  });
});

describe("the signing secret", () => {
  const text = (value: string) => Buffer.from(value);
  test.each([
    ["empty", text("")],
    ["one byte", text("x")],
    ["31 bytes", randomBytes(31)],
    ["one byte repeated", Buffer.alloc(32, 7)],
    ["zeros", Buffer.alloc(64)],
    ["a piece repeated", text("k9-Qz7+mWp2_xLr4".repeat(2))],
    ["the alphabet", text("abcdefghijklmnopqrstuvwxyz0123456789")],
    ["counted bytes", Buffer.from(Array.from({ length: 32 }, (_, index) => index))],
    ["an example", text("changeme-changeme-to-something-random")],
    ["another example", text("my-super-SECRET-signing-key-for-natter")],
  ])("is refused when it is %s", (_, bytes) => {
    expect(() => createTokens(bytes)).toThrow(/NATTER_SECRET.*openssl rand/);
  });

  test("is never repeated in the refusal", () => {
    expect(() => createTokens(text("changeme-0xf00d-0123456789-qwertzuiop"))).not.toThrow(/0xf00d/);
  });

  test.each(["hex", "base64", "base64url", "latin1"] as const)("may be random bytes in %s", (encoding) => {
    for (let round = 0; round < 50; round++) {
      expect(() => createTokens(text(randomBytes(32).toString(encoding)))).not.toThrow();
    }
  });
});

function payloadOf(token: string): object {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
