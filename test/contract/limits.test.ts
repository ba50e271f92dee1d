import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../server/contract/index.ts";
import { Followed } from "../support/inbox.ts";
import { asRefusal, httpClient, Listener, password, refusalOf, say } from "../support/people.ts";
import { bearer } from "../support/raw-http.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { roomOf, scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;
const wsUrl = `${url.replace("http", "ws")}/trpc`;
const { api } = ada;
const { auth } = httpClient(url);
const { id: roomId } = await roomOf(ada, grace);
const { id: messageId } = await say(ada, roomId, "hello");

const send = (more: { body?: string; clientId?: string; data?: JsonObject }) =>
  api.message.send.mutate({ roomId, clientId: crypto.randomUUID(), body: "hello", ...more });
const register = (more: { username?: string; password?: string; displayName?: string; email?: string }) =>
  auth.register.mutate({ username: uniqueName("limit"), password, ...more });
const nested = (depth: number): JsonObject => ({ inner: depth === 1 ? 1 : nested(depth - 1) });
const longPassword = randomBytes(512).toString("hex");
const ids = (count: number) => Array.from({ length: count }, (_, index) => `nobody-${index}`);
const emailOf = (length: number) =>
  `${uniqueName("a")}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.`.padEnd(length, "e");
const astral = (count: number) => "🌍".repeat(count);
/** A name of exactly that length that nobody has. */
const named = (length: number) => crypto.randomUUID().replaceAll("-", "").slice(0, length);

/** What is accepted at the limit, what is refused one beyond it, and the field that is named. */
interface Bound {
  what: string;
  field: string;
  within(): Promise<unknown>;
  beyond(): Promise<unknown>;
}

function bound<T>(what: string, field: string, ask: (value: T) => Promise<unknown>, within: T, beyond: T): Bound {
  return { what, field, within: () => ask(within), beyond: () => ask(beyond) };
}

const username = (value: string) => register({ username: value });
const displayName = (value: string) => api.user.update.mutate({ displayName: value });
const statusText = (value: string) => api.user.update.mutate({ statusText: value });
const email = (value: string) => register({ email: value });
const registerWith = (value: string) => register({ password: value });
const loginWith = (value: string) => auth.login.mutate({ login: ada.me.username, password: value });
const loginFrom = (device: string) => auth.login.mutate({ login: ada.me.username, password, device });
const roomName = (name: string) => api.room.update.mutate({ roomId, name });
const topic = (value: string) => api.room.update.mutate({ roomId, topic: value });
const body = (value: string) => send({ body: value });
const edited = (value: string) => api.message.edit.mutate({ messageId, body: value });
const data = (value: object) => send({ data: value as JsonObject });
const clientId = (value: string) => send({ clientId: value });
const emoji = (value: string) => api.message.react.mutate({ messageId, emoji: value });
const page = (limit: number) => api.message.list.query({ roomId, limit });
const opened = (limit: number) => api.room.open.query({ roomId, limit });
const listed = (limit: number) => api.user.list.query({ limit });
const query = (value: string) => api.message.search.query({ query: value });
const readMark = (seq: number) => api.message.markRead.mutate({ roomId, seq });
/** Nobody of them exists: so many may be asked for all the same. */
const members = (memberIds: string[]) =>
  api.room.create.mutate({ type: "private", name: "Crowd", memberIds }).catch(unlessNotFound);
const others = (userIds: string[]) => api.room.direct.mutate({ userIds }).catch(unlessNotFound);

const bounds: Bound[] = [
  bound("a username of 3 characters, not 2", "username", username, named(3), "ab"),
  bound("a username of 32 characters, not 33", "username", username, named(32), "a".repeat(33)),
  bound("a username of _ . -, not of other signs", "username", username, `_.-${named(20)}`, "adä"),
  bound("a display name of 64 characters, not 65", "displayName", displayName, astral(64), astral(65)),
  bound("a display name of 1 character, not 0", "displayName", displayName, "A", ""),
  bound("a status of 140 characters, not 141", "statusText", statusText, astral(140), astral(141)),
  bound("an address of 254 characters, not 255", "email", email, emailOf(254), emailOf(255)),
  bound("an address with a dot in its domain", "email", email, `${uniqueName("a")}@b.example`, "a@b"),
  bound("a password of 1 KiB, not more", "password", registerWith, longPassword, `${longPassword}x`),
  bound("a password of 1 KiB at login, not more", "password", loginWith, password, "x".repeat(1025)),
  bound("a device of 120 characters, not 121", "device", loginFrom, astral(120), astral(121)),
  bound("a room name of 80 characters, not 81", "name", roomName, astral(80), astral(81)),
  bound("a room name of something, not of white space", "name", roomName, "E", " \t"),
  bound("a topic of 500 characters, not 501", "topic", topic, astral(500), astral(501)),
  bound("100 members, not 101", "memberIds", members, ids(100), ids(101)),
  bound("100 people of a direct room, not 101", "userIds", others, ids(100), ids(101)),
  bound("a body of 4,000 characters, not 4,001", "body", body, astral(4000), astral(4001)),
  bound("a body of 1 character, not 0", "body", body, ".", ""),
  bound("a body with something to see, not only white space", "body", body, " . ", " \n\t\u3000\u200b "),
  bound("an edited body of 4,000 characters, not 4,001", "body", edited, "x".repeat(4000), "x".repeat(4001)),
  bound("data of 8 KiB, not more", "data", data, { a: "x".repeat(8192 - 8) }, { a: "x".repeat(8192 - 7) }),
  bound("data of depth 8, not 9", "data", data, { list: [nested(6)] }, { list: [nested(7)] }),
  bound("data that is an object, not an array", "data", data, {}, []),
  bound("a clientId of 64 characters, not 65", "clientId", clientId, named(32).repeat(2), "x".repeat(65)),
  bound("a clientId of 1 character, not 0", "clientId", clientId, "~", ""),
  bound("a clientId of printable ASCII, not of more", "clientId", clientId, " !~", "ä"),
  bound("one emoji, not two", "emoji", emoji, "👩‍👩‍👧‍👦", "👍👍"),
  bound("an emoji, not a letter", "emoji", emoji, "👍🏽", "a"),
  bound("a page of 200, not 201", "limit", page, 200, 201),
  bound("a page of 1, not 0", "limit", listed, 1, 0),
  bound("a whole page, not half a one", "limit", listed, 2, 1.5),
  bound("a room opened with 200 messages, not 201", "limit", opened, 200, 201),
  bound("a query of 200 characters, not 201", "query", query, astral(200), astral(201)),
  bound("a read mark that is a seq", "seq", readMark, 0, -1),
];

describe("Limits", () => {
  test.each(bounds)("$what", async ({ field, within, beyond }) => {
    await within();
    const { reason, code, fields } = await refusalOf(beyond());
    expect({ reason, code, fields: Object.keys(fields ?? {}) }).toEqual({
      reason: "invalid_input",
      code: "BAD_REQUEST",
      fields: [field],
    });
  });

  test("a password of 8 characters, not 7", async () => {
    await register({ password: "kT9#vQz2" });
    expect(await refusalOf(register({ password: "kT9#vQz" }))).toMatchObject({ reason: "weak_password" });
  });

  test.each(["admin", "Natter", "everyone", "HERE", "deleted"])(
    "a reserved username is nobody's: %s",
    async (username) => {
      expect(await refusalOf(register({ username }))).toMatchObject({
        reason: "invalid_input",
        fields: { username: "reserved" },
      });
    },
  );

  test("a message carries 20 different emoji, not 21, and any number of people on each", async () => {
    const { id } = await say(ada, roomId, "so many");
    const emoji = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f400 + index));
    const [last = "", ...first] = emoji.toReversed();
    for (const one of first) await api.message.react.mutate({ messageId: id, emoji: one });
    expect(await refusalOf(api.message.react.mutate({ messageId: id, emoji: last }))).toMatchObject({
      reason: "invalid_input",
      fields: { emoji: expect.any(String) },
    });
    await grace.api.message.react.mutate({ messageId: id, emoji: first[0] ?? "" });
    await api.message.unreact.mutate({ messageId: id, emoji: first[1] ?? "" });
    await api.message.react.mutate({ messageId: id, emoji: last });
    expect((await api.message.get.query({ messageId: id })).reactions).toHaveLength(20);
  });

  test("a page has 50 items unless something else is asked for", async () => {
    const { id } = await roomOf(ada);
    await Promise.all(Array.from({ length: 51 }, (_, index) => say(ada, id, `message ${index}`)));
    expect((await api.message.list.query({ roomId: id })).items).toHaveLength(50);
    expect((await api.room.open.query({ roomId: id })).messages.items).toHaveLength(50);
  });

  test("200 people's presence is watched, not 201's; maxReplay is a number of events", async () => {
    using watched = new Followed((on) => api.presence.onChange.subscribe({ userIds: ids(200) }, on));
    expect(await watched.first()).toEqual({ kind: "snapshot", users: [] });
    using tooMany = new Followed((on) => api.presence.onChange.subscribe({ userIds: ids(201) }, on));
    await tooMany.over();
    expect(asRefusal(tooMany.error)).toMatchObject({
      reason: "invalid_input",
      fields: { userIds: expect.any(String) },
    });
    for (const maxReplay of [-1, 0.5, Infinity]) {
      using refused = new Listener(api, { maxReplay });
      await refused.over();
      expect(asRefusal(refused.error)).toMatchObject({ reason: "invalid_input" });
    }
  });

  test("a frame carries 256 calls; each one beyond is answered too_large, and the socket goes on", async () => {
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(Array.from({ length: 260 }, (_, index) => call(index, "query", "system.info")));
    await socket.until(260);
    const refused = socket.frames
      .filter((frame) => frame.includes('"too_large"'))
      .map((frame) => (JSON.parse(frame) as { id: number }).id);
    expect(refused).toEqual([256, 257, 258, 259]);
    await socket.settled();
  });

  test("a frame of 256 KiB is read, a larger one closes the socket with 1009", async () => {
    const padded = (bytes: number) => {
      const frame = JSON.stringify(call(1, "query", "system.info"));
      return frame + " ".repeat(bytes - frame.length);
    };
    await using socket = await RawSocket.open(wsUrl);
    socket.send(padded(256 * 1024));
    expect(await socket.next()).toMatchObject({ id: 1, result: {} });
    socket.send(padded(256 * 1024 + 1));
    expect(await socket.closed).toBe(1009);
  });

  test("a socket has 200 subscriptions; one beyond is busy, until one has been stopped", async () => {
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(Array.from({ length: 201 }, (_, index) => call(index, "subscription", "typing.onChange", { roomId })));
    await socket.until(201);
    const refused = socket.frames.filter((frame) => frame.includes('"busy"'));
    expect(refused.map((frame) => JSON.parse(frame) as unknown)).toMatchObject([
      { id: 200, error: { json: { data: { reason: "busy", code: "TOO_MANY_REQUESTS", httpStatus: 429 } } } },
    ]);
    socket.send({ id: 7, method: "subscription.stop" });
    await socket.until(202);
    expect(JSON.parse(socket.frames[201] ?? "")).toEqual({ id: 7, result: { type: "stopped" } });
    socket.send(call(201, "subscription", "typing.onChange", { roomId }));
    await socket.until(203);
    expect(socket.frames[202]).toContain('"started"');
  });

  test("a body over HTTP has 256 KiB, and a batch 256 calls", async () => {
    const headers = { ...bearer(ada.session.accessToken), "content-type": "application/json" };
    const large = await fetch(`${url}/trpc/message.send`, {
      method: "POST",
      headers,
      body: `"${"x".repeat(256 * 1024)}"`,
    });
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({
      error: { json: { data: { reason: "too_large", code: "PAYLOAD_TOO_LARGE" } } },
    });
    const batch = (count: number) =>
      fetch(`${url}/trpc/${Array(count).fill("system.info").join()}?batch=1`, { headers });
    expect((await batch(256)).status).toBe(200);
    expect((await batch(257)).status).toBe(400);
  });

  test("PING is answered with PONG, at any time", async () => {
    await using socket = await RawSocket.open(`${wsUrl}?connectionParams=1`);
    socket.send("PING");
    expect(await socket.until(1)).toEqual(["PONG"]);
    const pong = new Promise<string>((resolve) => socket.ws.once("pong", (data) => resolve(String(data))));
    socket.ws.ping("are you there?");
    expect(await pong).toBe("are you there?");
  });
});

async function unlessNotFound(error: unknown): Promise<void> {
  if (asRefusal(error).reason !== "not_found") throw error;
}
