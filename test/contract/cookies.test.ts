import { describe, expect, test } from "vitest";
import { httpClient, password, refusalOf, socketClient } from "../support/people.ts";
import { bearer, get, post, type RawAnswer } from "../support/raw-http.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada } = await scene("ada");
const { url } = server;
const isSecure = url.startsWith("https");

/** What the browser sends back: `name=value`. */
function cookieOf({ headers }: RawAnswer): { cookie: string; attributes: string[] } {
  const [pair = "", ...attributes] = (headers.get("set-cookie") ?? "").split("; ");
  return { cookie: pair, attributes };
}

async function signInWithCookie(): Promise<{ answer: RawAnswer; cookie: string; accessToken: string }> {
  const answer = await post(url, "auth.login", { login: ada.me.username, password, cookie: true });
  const { session } = answer.json as { session: { accessToken: string } };
  return { answer, cookie: cookieOf(answer).cookie, accessToken: session.accessToken };
}

describe("Signing in", () => {
  test("a browser gets the refresh token in a cookie that no script and no other site can use", async () => {
    const { answer } = await signInWithCookie();
    expect(answer.json).toMatchObject({ session: { accessToken: expect.any(String), refreshToken: null } });
    const { attributes } = cookieOf(answer);
    const wanted = ["HttpOnly", "SameSite=Strict", "Path=/trpc", ...(isSecure ? ["Secure"] : [])];
    expect(attributes).toEqual(expect.arrayContaining([...wanted, expect.stringMatching(/^(Expires|Max-Age)=/)]));
    expect(attributes).toHaveLength(wanted.length + 1);
  });

  test("registering can give a cookie too", async () => {
    const answer = await post(url, "auth.register", { username: uniqueName("ada"), password, cookie: true });
    expect(answer.json).toMatchObject({ session: { refreshToken: null } });
    expect(cookieOf(answer).cookie).toMatch(/=.+/);
  });

  test("the cookie refreshes, and is rotated by it", async () => {
    const { cookie } = await signInWithCookie();
    const refreshed = await post(url, "auth.refresh", undefined, { cookie });
    expect(refreshed).toMatchObject({ status: 200, json: { refreshToken: null, accessToken: expect.any(String) } });
    const { cookie: next } = cookieOf(refreshed);
    expect(next).not.toBe(cookie);
    expect(await post(url, "auth.refresh", { cookie: true }, { cookie: next })).toMatchObject({ status: 200 });
  });

  test("a refresh token can be moved into a cookie, and out of it none ever comes", async () => {
    const { json } = await post(url, "auth.login", { login: ada.me.username, password });
    const { refreshToken } = (json as { session: { refreshToken: string } }).session;
    const moved = await post(url, "auth.refresh", { refreshToken, cookie: true });
    expect(moved.json).toMatchObject({ refreshToken: null });
    const { cookie } = cookieOf(moved);
    expect((await post(url, "auth.refresh", { cookie: false }, { cookie })).json).toMatchObject({ refreshToken: null });
  });

  test("the cookie logs out, and is cleared", async () => {
    const { cookie, accessToken } = await signInWithCookie();
    const answer = await post(url, "auth.logout", undefined, { cookie });
    expect(answer.status).toBe(200);
    expect(cookieOf(answer)).toMatchObject({
      cookie: expect.stringMatching(/=$/),
      attributes: expect.arrayContaining(["Path=/trpc"]),
    });
    expect(answer.headers.get("set-cookie")).toMatch(/Max-Age=0|1970/);
    expect(await get(url, "user.me", undefined, bearer(accessToken))).toMatchObject({
      error: { reason: "session_ended" },
    });
    expect(await post(url, "auth.refresh", undefined, { cookie })).toMatchObject({
      error: { reason: "session_ended" },
    });
  });

  test("a logout with a cookie that has ended says so, without a cookie that nobody is signed in", async () => {
    const { cookie } = await signInWithCookie();
    await post(url, "auth.logout", undefined, { cookie });
    expect(await post(url, "auth.logout", undefined, { cookie })).toMatchObject({ status: 401 });
    expect(await post(url, "auth.logout")).toMatchObject({ status: 401, error: { reason: "not_signed_in" } });
  });

  test("the cookie authenticates nothing else, over HTTP and over a WebSocket", async () => {
    const { cookie } = await signInWithCookie();
    const refused = { error: { reason: "not_signed_in" } };
    expect(await get(url, "user.me", undefined, { cookie })).toMatchObject(refused);
    expect(await get(url, "auth.sessions", undefined, { cookie })).toMatchObject(refused);
    expect(await post(url, "auth.logoutEverywhere", undefined, { cookie })).toMatchObject(refused);
    expect(await post(url, "room.create", { type: "public", name: "Hers" }, { cookie })).toMatchObject(refused);
    await using socket = await RawSocket.open(`${url.replace("http", "ws")}/trpc`, { headers: { cookie } });
    socket.send(call(1, "query", "user.me"), call(2, "mutation", "auth.refresh"), call(3, "mutation", "auth.logout"));
    const answers = [await socket.next(), await socket.next(), await socket.next()];
    expect(answers.map(({ error }) => error?.json.data.reason)).toEqual([
      "not_signed_in",
      "not_signed_in",
      "not_signed_in",
    ]);
  });

  test("a WebSocket cannot give a cookie: refused, and nothing has been stored", async () => {
    const { api, socket } = socketClient(url);
    const refused = { reason: "invalid_input", fields: { cookie: expect.any(String) } };
    const username = uniqueName("ada");
    expect(await refusalOf(api.auth.register.mutate({ username, password, cookie: true }))).toMatchObject(refused);
    const { user, session } = await api.auth.register.mutate({ username, password });
    expect(user.username).toBe(username);
    expect(await refusalOf(api.auth.login.mutate({ login: username, password, cookie: true }))).toMatchObject(refused);
    const { items } = await httpClient(url, session.accessToken).auth.sessions.query();
    expect(items).toHaveLength(1);
    const refreshToken = session.refreshToken ?? "";
    expect(await refusalOf(api.auth.refresh.mutate({ refreshToken, cookie: true }))).toMatchObject(refused);
    await socket.close();
  });
});
