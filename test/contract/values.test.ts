import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { asRefusal, Listener, refusalOf, say, sseClient } from "../support/people.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { roomOf, scene } from "../support/scene.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;
const wsUrl = `${url.replace("http", "ws")}/trpc`;
const headers = { authorization: `Bearer ${ada.session.accessToken}`, "content-type": "application/json" };
const room = await roomOf(ada, grace);

/** Sends an input as it stands, superjson's envelope included. */
async function raw(
  path: string,
  input: unknown,
): Promise<{ status: number; json: unknown; error: Refused | undefined }> {
  const response = await fetch(`${url}/trpc/${path}`, { method: "POST", headers, body: JSON.stringify(input) });
  const body = (await response.json()) as { result?: { data: unknown }; error?: { json: { data: Refused } } };
  return { status: response.status, json: body.result?.data, error: body.error?.json.data };
}

interface Refused {
  reason: string;
  fields?: Record<string, string>;
}

describe("Values", () => {
  test("a client without superjson reads dates as ISO 8601, and is told where they are", async () => {
    const { json } = await raw("message.send", { json: { roomId: room.id, clientId: "iso", body: "hello" } });
    const { json: message, meta } = json as { json: { createdAt: string; editedAt: null }; meta: unknown };
    expect(message.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(meta).toMatchObject({ values: { createdAt: ["Date"] } });
    expect(message.editedAt).toBeNull();
  });

  test("what is outward is JSON and dates, nothing else", async () => {
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(
      call(1, "query", "room.open", { roomId: room.id }),
      call(2, "query", "user.list"),
      call(3, "query", "auth.sessions"),
    );
    for (let answers = 0; answers < 3; answers += 1) {
      const data = (await socket.next()).result?.data as { meta?: { values?: Record<string, unknown> } };
      const types = JSON.stringify(Object.values(data.meta?.values ?? {}));
      expect(types.replaceAll(/\["Date"\]/g, "")).toMatch(/^[[\],]*$/);
    }
  });

  test("undefined is taken for what was not given", async () => {
    const given = superjson.serialize({ roomId: room.id, clientId: "undefined", body: "hello", replyToId: undefined });
    expect(given.meta).toMatchObject({ values: { replyToId: ["undefined"] } });
    const { status } = await raw("message.send", given);
    expect(status).toBe(200);
  });

  test.each([
    ["a Date", new Date(0)],
    ["a Set", new Set([1])],
    ["a Map", new Map([[1, 2]])],
    ["a bigint", 1n],
    ["a RegExp", /a/],
    ["an Error", new Error("a")],
    ["NaN", Number.NaN],
    ["minus zero", -0],
    ["a URL", new URL("https://a.example")],
  ])("%s inward is invalid_input", async (_, value) => {
    const given = superjson.serialize({ roomId: room.id, clientId: "type", body: "hello", data: { value } });
    const { status, error } = await raw("message.send", given);
    expect(status).toBe(400);
    expect(error).toMatchObject({ reason: "invalid_input", fields: { meta: expect.any(String) } });
  });

  test.each([
    ["keys that reach a prototype", '{"json":{"a":{"__proto__":{}}}}'],
    ["a constructor", '{"json":{"constructor":1}}'],
    ["what is nested too deeply", `{"json":${"[".repeat(40)}${"]".repeat(40)}}`],
    ["no envelope", '["json"]'],
    ["a path of undefined that leads nowhere", '{"json":{},"meta":{"values":{"a.b":["undefined"]}}}'],
    ["references", '{"json":{"a":1,"b":1},"meta":{"values":{},"referentialEqualities":{"a":["b"]}}}'],
  ])("%s: refused as invalid_input, or not looked at", async (_, body) => {
    const response = await fetch(`${url}/trpc/message.send`, { method: "POST", headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { json: { data: { reason: "invalid_input", fields: expect.anything() } } },
    });
  });

  test("an id that does not exist is not found, whatever it looks like", async () => {
    for (const id of ["x", "x".repeat(64), "01a1fce7-e171-7427-ac77-e3a58df2c151", "'; drop table", "né", "../.."]) {
      expect(await refusalOf(ada.api.user.get.query({ userId: id }))).toMatchObject({ reason: "not_found" });
      expect(await refusalOf(ada.api.message.get.query({ messageId: id }))).toMatchObject({ reason: "not_found" });
      expect(await refusalOf(ada.api.room.open.query({ roomId: id }))).toMatchObject({ reason: "not_found" });
    }
  });

  test.each(["", "x".repeat(65), "a\0b", "\ud800"])("what cannot be an id is invalid_input: %j", async (id) => {
    const refusals = await Promise.all([
      refusalOf(ada.api.user.get.query({ userId: id })),
      refusalOf(ada.api.room.join.mutate({ roomId: id })),
      refusalOf(ada.api.auth.revokeSession.mutate({ sessionId: id })),
    ]);
    expect(refusals.map(({ reason }) => reason)).toEqual(["invalid_input", "invalid_input", "invalid_input"]);
    expect(refusals.map(({ fields }) => Object.keys(fields ?? {}))).toEqual([["userId"], ["roomId"], ["sessionId"]]);
  });

  test("a cursor that this server has not given, or gave for another list, is invalid_input", async () => {
    for (const body of ["one", "two", "three"]) await say(ada, room.id, body);
    const roomId = room.id;
    const { nextCursor } = await ada.api.message.list.query({ roomId, limit: 1 });
    const others = [
      (cursor: string) => ada.api.room.members.query({ roomId, cursor }),
      (cursor: string) => ada.api.room.browse.query({ cursor }),
      (cursor: string) => ada.api.user.list.query({ cursor }),
      (cursor: string) => ada.api.message.search.query({ query: "one", cursor }),
    ];
    const lists = [(cursor: string) => ada.api.message.list.query({ roomId, cursor }), ...others];
    const refused = { reason: "invalid_input", fields: { cursor: expect.any(String) } };
    const forged = Buffer.from('["older",{"a":1}]').toString("base64url");
    for (const cursor of ["", "nonsense", "null", "AAAA", `${nextCursor}x=`, forged, "x".repeat(10_000)]) {
      for (const list of lists) expect(await refusalOf(list(cursor))).toMatchObject(refused);
    }
    for (const list of others) expect(await refusalOf(list(String(nextCursor)))).toMatchObject(refused);
  });

  test.each([
    "",
    "nonsense",
    ".",
    "epoch.",
    "epoch.-1",
    "epoch.1.5",
    "epoch.01",
    "epoch.99999999999999999999",
    "x".repeat(1000),
  ])("a malformed lastEventId is invalid_input on every durable stream: %j", async (lastEventId) => {
    const wrong = { reason: "invalid_input", fields: { lastEventId: expect.any(String) } };
    for (const api of [ada.api, sseClient(url, ada.session.accessToken)]) {
      for (const from of [{ lastEventId }, { lastEventId, roomId: room.id }]) {
        using refused = new Listener(api, from);
        await refused.over();
        expect(asRefusal(refused.error)).toMatchObject(wrong);
        expect(refused.events).toEqual([]);
      }
    }
  });

  test("text that is not well-formed, or has a NUL in it, is invalid_input wherever text is taken", async () => {
    for (const text of ["lone \ud800 surrogate", "nul \0 byte"]) {
      const { api } = ada;
      const calls: [field: string, call: () => Promise<unknown>][] = [
        ["body", () => api.message.send.mutate({ roomId: room.id, clientId: crypto.randomUUID(), body: text })],
        ["data", () => api.message.send.mutate({ roomId: room.id, clientId: "d", body: "b", data: { text } })],
        ["data", () => api.message.send.mutate({ roomId: room.id, clientId: "d", body: "b", data: { [text]: 1 } })],
        ["name", () => api.room.create.mutate({ type: "private", name: text })],
        ["topic", () => api.room.update.mutate({ roomId: room.id, topic: text })],
        ["displayName", () => api.user.update.mutate({ displayName: text })],
        ["statusText", () => api.user.update.mutate({ statusText: text })],
        ["query", () => api.message.search.query({ query: text })],
        ["query", () => api.user.list.query({ query: text })],
        ["login", () => api.auth.login.mutate({ login: text, password: "some long password" })],
        ["password", () => api.auth.login.mutate({ login: "ada", password: text })],
        ["username", () => api.auth.register.mutate({ username: text, password: "some long password" })],
      ];
      for (const [field, refused] of calls) {
        const { reason, fields } = await refusalOf(refused());
        expect([field, reason, Object.keys(fields ?? {})]).toEqual([field, "invalid_input", [field]]);
      }
    }
  });

  test("text comes back as it was sent, in any script, and as a whole", async () => {
    const body = '  Grüße 👩‍👩‍👧‍👦 \u202e אבג 分析机 \n\ttabs, \u2028 lines and <b>tags</b> & "quotes" \\ ';
    const data = { "a.b\\c": [1, -1.5e300, true, null, { "": "" }], key: body };
    const sent = await ada.api.message.send.mutate({ roomId: room.id, clientId: "verbatim", body, data });
    expect({ body: sent.body, data: sent.data }).toEqual({ body, data });
    expect(await grace.api.message.get.query({ messageId: sent.id })).toEqual(sent);
  });
});
