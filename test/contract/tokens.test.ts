import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTokens } from "../../server/security/tokens.ts";
import { httpClient, password, refusalOf, signUp, type Person } from "../support/people.ts";
import { bearer, get } from "../support/raw-http.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

const secret = randomBytes(32).toString("base64url");
const env = { NATTER_SECRET: secret };
const tokens = createTokens(Buffer.from(secret));
const minute = 60_000;
/** Clocks may differ by so much. */
const tolerance = 30_000;

/** A server whose secret is known, so that tokens can be made that have run out. */
describe.runIf(mayStartServers)("Signing in", () => {
  let server: TestServer;
  let ada: Person;

  beforeAll(async () => {
    server = await startServer({ env });
    ada = await signUp(server.url, "ada");
  });

  afterAll(async () => {
    await ada[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** An access token of ada's that ran out `ago` milliseconds ago. */
  async function expired(ago: number): Promise<string> {
    const claims = { userId: ada.me.id, sessionId: ada.session.id };
    return (await tokens.signAccess(claims, new Date(Date.now() - 15 * minute - ago))).token;
  }

  test("an access token that has run out is told so: refresh it", async () => {
    const token = await expired(tolerance + 1000);
    expect(await get(server.url, "user.me", undefined, bearer(token))).toMatchObject({
      status: 401,
      error: { reason: "token_expired", code: "UNAUTHORIZED", message: "The access token has expired. Refresh it." },
    });
    await using socket = await RawSocket.openAs(server.wsUrl, token);
    expect(await socket.next()).toMatchObject({ id: null, error: { json: { data: { reason: "token_expired" } } } });
    expect(await socket.closed).toBe(4402);
  });

  test("a socket lives as long as its session, not its access token", async () => {
    const token = await expired(tolerance - 2000);
    await using socket = await RawSocket.openAs(server.wsUrl, token);
    const ask = async (id: number) => {
      socket.send(call(id, "query", "user.me"));
      expect(await socket.next()).toMatchObject({ id, result: { data: { json: { username: "ada" } } } });
    };
    await ask(1);
    await expect
      .poll(async () => (await get(server.url, "user.me", undefined, bearer(token))).status, { timeout: 5000 })
      .toBe(401);
    await ask(2);
  });

  test("a token of another server's, or of nobody's session, is worth nothing", async () => {
    const claims = { userId: ada.me.id, sessionId: ada.session.id };
    const elsewhere = await createTokens(randomBytes(32)).signAccess(claims, new Date());
    expect(await get(server.url, "user.me", undefined, bearer(elsewhere.token))).toMatchObject({
      error: { reason: "not_signed_in" },
    });
    const noSession = await tokens.signAccess({ ...claims, sessionId: "none" }, new Date());
    expect(await get(server.url, "user.me", undefined, bearer(noSession.token))).toMatchObject({
      error: { reason: "session_ended" },
    });
    const foreign = await tokens.signAccess({ userId: "grace", sessionId: ada.session.id }, new Date());
    expect(await get(server.url, "user.me", undefined, bearer(foreign.token))).toMatchObject({
      error: { reason: "not_signed_in" },
    });
  });

  test("where registration is closed nobody new comes in; whoever has an account does, and stays signed in", async () => {
    await server.stop();
    await using closed = await startServer({ data: server.data, env: { ...env, NATTER_REGISTRATION: "closed" } });
    const { auth } = httpClient(closed.url);
    expect(await refusalOf(auth.register.mutate({ username: "mallory", password }))).toEqual({
      reason: "registration_closed",
      code: "FORBIDDEN",
      httpStatus: 403,
      message: "This server does not take new accounts. Ask whoever runs it.",
    });
    expect((await auth.login.mutate({ login: "ada", password })).user).toEqual(ada.me);
    expect(await httpClient(closed.url, ada.session.accessToken).user.me.query()).toEqual(ada.me);
    await auth.refresh.mutate({ refreshToken: ada.session.refreshToken ?? "" });
  });
});
