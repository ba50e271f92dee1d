import { describe, expect, test } from "vitest";
import type { Session } from "../../server/contract/index.ts";
import { httpClient, password, refusalOf, signIn, socketClient } from "../support/people.ts";
import { bearer, get, post } from "../support/raw-http.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { newcomer, scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;
const wsUrl = `${url.replace("http", "ws")}/trpc`;
const nobody = httpClient(url);

const aSession = {
  id: expect.any(String),
  accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  accessExpiresAt: expect.any(Date),
  refreshToken: expect.any(String),
  refreshExpiresAt: expect.any(Date),
};

describe("Signing in", () => {
  test("registering makes an account and signs in", async () => {
    const username = uniqueName("Ada");
    const email = `${username}@example.com`;
    const { user, session } = await nobody.auth.register.mutate({ username, password, displayName: " Ada L. ", email });
    expect(user).toEqual({
      id: expect.any(String),
      username,
      displayName: "Ada L.",
      kind: "person",
      avatarUrl: null,
      statusText: null,
      createdAt: expect.any(Date),
      email,
      role: "user",
    });
    expect(session).toEqual(aSession);
    expect(minutesFromNow(session.accessExpiresAt)).toBeCloseTo(15, 0);
    expect(minutesFromNow(session.refreshExpiresAt) / 60 / 24).toBeCloseTo(30, 1);
    expect(await httpClient(url, session.accessToken).user.me.query()).toEqual(user);
  });

  test("without a display name and an address the username is shown, and there is no address", async () => {
    expect(ada.me).toMatchObject({ displayName: ada.me.username, email: null });
  });

  test("ada signs in by username or email, whatever their case", async () => {
    const username = uniqueName("Lovelace");
    const { user } = await nobody.auth.register.mutate({ username, password, email: `${username}@Example.com` });
    for (const login of [username, username.toUpperCase(), `${username}@example.COM`]) {
      const signedIn = await nobody.auth.login.mutate({ login, password });
      expect(signedIn).toEqual({ user, session: aSession });
    }
  });

  test("a name or an address that is taken is told, whatever its case", async () => {
    const username = uniqueName("taken");
    const email = `${username}@example.com`;
    await nobody.auth.register.mutate({ username, password, email });
    const sameName = { username: username.toUpperCase(), password };
    const sameEmail = { username: uniqueName("other"), password, email: email.toUpperCase() };
    expect(await refusalOf(nobody.auth.register.mutate(sameName))).toMatchObject({
      reason: "username_taken",
      code: "CONFLICT",
    });
    expect(await refusalOf(nobody.auth.register.mutate(sameEmail))).toMatchObject({
      reason: "email_taken",
      code: "CONFLICT",
    });
  });

  test.each(["short", "password123", "qwertyuiop", "aaaaaaaaaaaa", "1234567890", "USERNAME1"])(
    "a weak password is refused: %s",
    async (weak) => {
      const username = uniqueName("weak");
      const refused = await refusalOf(
        nobody.auth.register.mutate({ username, password: weak.replace("USERNAME", username) }),
      );
      expect(refused).toMatchObject({ reason: "weak_password", code: "BAD_REQUEST", httpStatus: 400 });
    },
  );

  test("a password is the same in whatever form a keyboard spells it", async () => {
    const username = uniqueName("grüße").replaceAll(/[^a-z0-9-]/g, "");
    const composed = "Grüße aus Zürich";
    await nobody.auth.register.mutate({ username, password: composed });
    await nobody.auth.login.mutate({ login: username, password: composed.normalize("NFD") });
  });

  test("a wrong password and an unknown name are answered alike, to the letter and in their time", async () => {
    const wrong = { login: ada.me.username, password: "not her password at all" };
    const unknown = { login: uniqueName("nobody"), password: "not her password at all" };
    const fastest = { wrong: Infinity, unknown: Infinity };
    for (let round = 0; round < 5; round += 1) {
      for (const [name, input] of [
        ["wrong", wrong],
        ["unknown", unknown],
      ] as const) {
        const before = performance.now();
        const { status, error } = await post(url, "auth.login", input);
        fastest[name] = Math.min(fastest[name], performance.now() - before);
        expect({ status, error }).toEqual({
          status: 401,
          error: {
            reason: "bad_credentials",
            code: "UNAUTHORIZED",
            httpStatus: 401,
            message: "The name or the password is wrong.",
          },
        });
      }
    }
    expect(fastest.unknown / fastest.wrong).toBeGreaterThan(0.4);
    expect(fastest.unknown / fastest.wrong).toBeLessThan(2.5);
  });

  test("ada sees her sessions, the newest first, and which one is hers", async () => {
    await using person = await newcomer(server, "ada");
    const { session } = await nobody.auth.login.mutate({ login: person.me.username, password, device: " Ada's loom " });
    const { items } = await httpClient(url, session.accessToken).auth.sessions.query();
    expect(items).toEqual([
      {
        id: session.id,
        device: "Ada's loom",
        createdAt: expect.any(Date),
        lastSeenAt: expect.any(Date),
        current: true,
      },
      {
        id: person.session.id,
        device: expect.any(String),
        createdAt: expect.any(Date),
        lastSeenAt: expect.any(Date),
        current: false,
      },
    ]);
    const others = await ada.api.auth.sessions.query();
    expect(others.items.map(({ id }) => id)).toEqual([ada.session.id]);
  });

  test("refreshing rotates the token, and the access token that comes with it is good", async () => {
    await using person = await newcomer(server, "ada");
    const session = await refresh(person.session);
    expect(session).toEqual({ ...aSession, id: person.session.id });
    expect(session.refreshToken).not.toBe(person.session.refreshToken);
    expect((await httpClient(url, session.accessToken).user.me.query()).id).toBe(person.me.id);
  });

  test("a refresh whose answer was lost is repeated with the same outcome, also by several tabs at once", async () => {
    await using person = await newcomer(server, "ada");
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(person.session)));
    answers.push(await refresh(person.session));
    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    await refresh(answers[0] ?? person.session);
  });

  test("any other reuse of an old refresh token ends the session and closes its socket", async () => {
    await using person = await newcomer(server, "ada");
    await using socket = await RawSocket.openAs(wsUrl, person.session.accessToken);
    await socket.settled();
    const second = await refresh(person.session);
    const third = await refresh(second);
    expect(await refusalOf(refresh(person.session))).toMatchObject({ reason: "session_ended", code: "UNAUTHORIZED" });
    expect(await socket.closed).toBe(4401);
    for (const session of [second, third]) {
      expect(await refusalOf(refresh(session))).toMatchObject({ reason: "session_ended" });
      expect(await refusalOf(httpClient(url, session.accessToken).user.me.query())).toMatchObject({
        reason: "session_ended",
      });
    }
  });

  test.each(["nonsense", "a.b", `${crypto.randomUUID()}.${"A".repeat(43)}`])(
    "a forged refresh token is worth nothing: %s",
    async (refreshToken) => {
      expect(await refusalOf(nobody.auth.refresh.mutate({ refreshToken }))).toMatchObject({ reason: "session_ended" });
    },
  );

  test("logging out ends this session and no other", async () => {
    await using person = await newcomer(server, "ada");
    await using other = await signIn(url, person.me.username);
    await using socket = await RawSocket.openAs(wsUrl, person.session.accessToken);
    await socket.settled();
    await httpClient(url, person.session.accessToken).auth.logout.mutate();
    expect(await socket.closed).toBe(4401);
    expect(await refusalOf(httpClient(url, person.session.accessToken).user.me.query())).toMatchObject({
      reason: "session_ended",
    });
    expect(await refusalOf(refresh(person.session))).toMatchObject({ reason: "session_ended" });
    expect((await other.api.user.me.query()).id).toBe(person.me.id);
  });

  test("a logout over the very socket is answered before it closes", async () => {
    await using person = await newcomer(server, "ada");
    await using socket = await RawSocket.openAs(wsUrl, person.session.accessToken);
    socket.send(call(1, "mutation", "auth.logout"));
    expect(await socket.closed).toBe(4401);
    expect(await socket.next()).toEqual({ id: 1, result: { type: "data", data: expect.anything() } });
  });

  test("logging out everywhere ends all sessions", async () => {
    await using person = await newcomer(server, "ada");
    await using other = await signIn(url, person.me.username);
    const sockets = [person, other].map(({ session }) => RawSocket.openAs(wsUrl, session.accessToken));
    for (const socket of sockets) await (await socket).settled();
    await person.api.auth.logoutEverywhere.mutate();
    for (const socket of sockets) expect(await (await socket).closed).toBe(4401);
    await other.socket.close();
  });

  test("revoking a session ends that one; repeated it is harmless", async () => {
    await using person = await newcomer(server, "ada");
    await using other = await signIn(url, person.me.username);
    await using socket = await RawSocket.openAs(wsUrl, other.session.accessToken);
    await socket.settled();
    const { sessionId } = { sessionId: other.session.id };
    await person.api.auth.revokeSession.mutate({ sessionId });
    await person.api.auth.revokeSession.mutate({ sessionId });
    expect(await socket.closed).toBe(4401);
    expect((await person.api.auth.sessions.query()).items.map(({ id }) => id)).toEqual([person.session.id]);
  });

  test("a new password ends all other sessions at once, and this one stays", async () => {
    await using person = await newcomer(server, "ada");
    await using other = await signIn(url, person.me.username);
    await using elsewhere = await RawSocket.openAs(wsUrl, other.session.accessToken);
    await using here = await RawSocket.openAs(wsUrl, person.session.accessToken);
    for (const socket of [elsewhere, here]) await socket.settled();
    const newPassword = "an even better horse battery";
    await person.api.auth.changePassword.mutate({ currentPassword: password, newPassword });
    expect(await elsewhere.closed).toBe(4401);
    await here.settled();
    await refresh(person.session);
    expect(await refusalOf(refresh(other.session))).toMatchObject({ reason: "session_ended" });
    const login = person.me.username;
    expect(await refusalOf(nobody.auth.login.mutate({ login, password }))).toMatchObject({ reason: "bad_credentials" });
    await nobody.auth.login.mutate({ login, password: newPassword });
  });

  test("a password is changed only by who knows it, and not for a weak one", async () => {
    const { changePassword } = grace.api.auth;
    const wrong = { currentPassword: "not her password at all", newPassword: "another good long one" };
    expect(await refusalOf(changePassword.mutate(wrong))).toMatchObject({ reason: "bad_credentials" });
    const weak = { currentPassword: password, newPassword: "password1" };
    expect(await refusalOf(changePassword.mutate(weak))).toMatchObject({ reason: "weak_password" });
    await nobody.auth.login.mutate({ login: grace.me.username, password });
  });

  test.each([
    ["nonsense", "nonsense"],
    ["a changed signature", `${ada.session.accessToken.slice(0, -4)}AAAA`],
    ["no signature", `${ada.session.accessToken.split(".").slice(0, 2).join(".")}.`],
    ["no algorithm", unsigned(ada.session.accessToken)],
    ["a refresh token", ada.session.refreshToken ?? ""],
    ["a very long one", "x".repeat(8000)],
  ])("a forged access token is worth nothing: %s", async (_, token) => {
    expect(await get(url, "user.me", undefined, bearer(token))).toMatchObject({
      status: 401,
      error: { reason: "not_signed_in" },
    });
    await using socket = await RawSocket.openAs(wsUrl, token);
    expect(await socket.next()).toMatchObject({ id: null, error: { json: { data: { reason: "not_signed_in" } } } });
    expect(await socket.closed).toBe(4401);
  });

  test("without credentials a socket answers public procedures only", async () => {
    const { api, socket } = socketClient(url);
    expect(await api.system.info.query()).toMatchObject({ name: "natter" });
    expect(await refusalOf(api.user.me.query())).toEqual({
      reason: "not_signed_in",
      code: "UNAUTHORIZED",
      httpStatus: 401,
      message: "Sign in first.",
    });
    await socket.close();
  });
});

function refresh({ refreshToken }: Session): Promise<Session> {
  return nobody.auth.refresh.mutate({ refreshToken: refreshToken ?? "" });
}

/** The same claims under `alg: none`. */
function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
  return `${header}.${token.split(".")[1]}.`;
}

function minutesFromNow(date: Date): number {
  return (date.getTime() - Date.now()) / 60_000;
}
