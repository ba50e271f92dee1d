import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
  type webcrypto,
} from "node:crypto";
import { SignJWT } from "jose";
import { limits, type SessionId } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import type { AccessClaims, SecretToken, Tokens } from "../services.ts";
import { assertSecret } from "./secret.ts";

const accessSeconds = 15 * 60;
const toleranceSeconds = 30;
/** Ours have about 300 characters. Beyond this nothing is decoded. */
const maxTokenLength = 1024;

/** Tells a bot's token from an access token, and is what scanners for leaked secrets look for. */
const botPrefix = "ntr_";

/** Everything about an access token that is not its bearer (RFC 8725: one algorithm, explicit type, issuer, audience). */
const accessKind = { alg: "HS256", typ: "at+jwt", iss: "natter", aud: "natter" } as const;

/** Access and refresh tokens under one secret, and bots' tokens. Throws where the secret is too short or an example. */
export function createTokens(secret: Uint8Array): Tokens {
  assertSecret(secret);
  // Two keys from one secret: what one of them signs never passes for the work of the other.
  const accessKey = derivedKey(secret, "natter access token");
  const signingKey = accessKey.toCryptoKey(hmacSha256, false, ["sign"]);
  const refreshKey = derivedKey(secret, "natter refresh token");
  return {
    signAccess: (claims, now) => signAccess(signingKey, claims, now),
    verifyAccess: async (token, now) => verifyAccess(accessKey, token, now),
    newRefresh: (sessionId) => refreshToken(sessionId, randomBytes(32)),
    readRefresh: (token) => readRefresh(refreshKey, token),
    newBot: (sessionId) => hashed(`${botPrefix}${sessionId}.${randomBytes(32).toString("base64url")}`),
    readBot: (token) => readBot(token),
  };
}

async function signAccess(key: webcrypto.CryptoKey, { userId, sessionId }: AccessClaims, now: Date) {
  const issued = Math.floor(now.getTime() / 1000);
  const expires = issued + accessSeconds;
  const { alg, typ, iss, aud } = accessKind;
  const token = await new SignJWT({ iss, aud, sub: userId, sid: sessionId, iat: issued, exp: expires })
    .setProtectedHeader({ alg, typ })
    .sign(key);
  return { token, expiresAt: new Date(expires * 1000) };
}

/**
 * By hand, where jose's takes ten times as long: it goes to another thread for each. What `signAccess` makes has one
 * header, so only that is taken, and it is compared and not read; nothing is parsed before the signature has been found
 * to be right. A test holds this to jose's verdict.
 */
function verifyAccess(key: KeyObject, token: string, now: Date): AccessClaims {
  if (token.length > maxTokenLength) throw new NatterError("not_signed_in");
  const claims = isSigned(key, token) ? readClaims(token) : null;
  if (claims === null) throw new NatterError("not_signed_in");
  if (claims.exp + toleranceSeconds <= Math.floor(now.getTime() / 1000)) throw new NatterError("token_expired");
  return { userId: claims.sub, sessionId: claims.sid };
}

function isSigned(key: KeyObject, token: string): boolean {
  const [, signed, signature] = accessShape.exec(token) ?? [];
  if (signed === undefined || signature === undefined) return false;
  const expected = createHmac("sha256", key).update(signed).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "base64url"));
}

/** Null where the claims are not those of `signAccess`. */
function readClaims(token: string) {
  const [, payload = ""] = token.split(".");
  const claims = parseObject(Buffer.from(payload, "base64url"));
  if (claims === null) return null;
  const { iss, aud, sub, sid, iat, exp, nbf } = claims;
  if (iss !== accessKind.iss || aud !== accessKind.aud || nbf !== undefined) return null;
  if (typeof sub !== "string" || typeof sid !== "string") return null;
  // jose would take a token without `exp` for one that never ends.
  if (typeof iat !== "number" || typeof exp !== "number" || exp - iat > accessSeconds) return null;
  return { sub, sid, exp };
}

function parseObject(json: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json.toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** The next token is derived from the presented one: a retry, or a second tab, is given the same (promises.md, S7). */
function readRefresh(key: KeyObject, token: string): ReturnType<Tokens["readRefresh"]> {
  const parts = secretShape.exec(token);
  if (parts === null) return null;
  const [, sessionId = ""] = parts;
  const next = createHmac("sha256", key).update(token).digest();
  return { sessionId, hash: hashOf(token), next: refreshToken(sessionId, next) };
}

function refreshToken(sessionId: SessionId, bits: Buffer): SecretToken {
  return hashed(`${sessionId}.${bits.toString("base64url")}`);
}

/** The secret is random, not signed: a bot's token outlives a change of the server's secret, and ends in the store. */
function readBot(token: string): ReturnType<Tokens["readBot"]> {
  if (!token.startsWith(botPrefix) || token.length > maxTokenLength) return null;
  const [, sessionId] = secretShape.exec(token.slice(botPrefix.length)) ?? [];
  return sessionId === undefined ? null : { sessionId, hash: hashOf(token) };
}

function hashed(token: string): SecretToken {
  return { token, hash: hashOf(token) };
}

/** The token is random: a plain hash of it tells nothing, and a lookup by it needs no constant-time comparison. */
function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function derivedKey(secret: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", purpose, 32)));
}

/** A key prepared for this is used as it is; any other kind jose would import again for every token. */
const hmacSha256 = { name: "HMAC", hash: "SHA-256" } as const;

/** What is signed, which begins with the one header, and the signature: 32 bytes in base64url. */
const accessShape = new RegExp(
  `^(${Buffer.from(JSON.stringify({ alg: accessKind.alg, typ: accessKind.typ })).toString("base64url")}\\.[A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]{43})$`,
);

/** A session's id, a dot, and 32 bytes in base64url. */
const secretShape = new RegExp(`^([\\x21-\\x7e]{1,${limits.id}})\\.([A-Za-z0-9_-]{43})$`);
