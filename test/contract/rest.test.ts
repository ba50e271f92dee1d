import { describe, expect, test } from "vitest";
import { engineRoom, problem, register, rest, type RestPerson } from "../support/rest.ts";
import { scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server } = await scene();
const { url } = server;
interface Identified {
  id: string;
}
interface Said extends Identified {
  seq: number;
  body: string;
  clientId: string;
}

const { ada, grace, mallory, roomId } = await engineRoom(url);

const say = (who: RestPerson, body: string, headers: Record<string, string> = {}) =>
  rest<Said>(url, `POST /rooms/${roomId}/messages`, { token: who.token, json: { body }, headers });

describe("a conversation over REST", () => {
  test("ada and grace talk, react, correct themselves and find it again", async () => {
    const word = `engine${crypto.randomUUID().slice(0, 8)}`;
    const { body: message } = await say(ada, `The ${word} turns`);
    expect((await rest<Said>(url, `GET /messages/${message.id}`, { token: grace.token })).body).toEqual(message);
    const thumb = `/messages/${message.id}/reactions/${encodeURIComponent("👍")}`;
    await rest(url, `PUT ${thumb}`, { token: grace.token });
    const json = { body: `The ${word} turns again` };
    const edited = await rest(url, `PATCH /messages/${message.id}`, { token: ada.token, json });
    expect(edited.body).toMatchObject({ ...json, reactions: [{ emoji: "👍", count: 1, userIds: [grace.id] }] });
    await rest(url, `DELETE ${thumb}`, { token: grace.token });
    await rest(url, `PUT /rooms/${roomId}/read`, { token: grace.token, json: { seq: message.seq } });
    const found = await rest(url, `GET /search?query=${word}`, { token: grace.token });
    expect(found.body).toMatchObject({ items: [{ id: message.id, reactions: [] }] });
    const deleted = await rest(url, `DELETE /messages/${message.id}`, { token: ada.token });
    expect(deleted.body).toMatchObject({ id: message.id, body: "" });
  });

  test("pages lead on by their cursors, and numbers in a URL are numbers", async () => {
    for (const body of ["one", "two", "three"]) await say(ada, body);
    const page = `GET /rooms/${roomId}/messages?limit=2`;
    const first = await rest<{ items: Said[]; nextCursor: string }>(url, page, { token: grace.token });
    expect(first.body.items.map(({ body }) => body)).toEqual(["two", "three"]);
    const next = `${page}&cursor=${encodeURIComponent(first.body.nextCursor)}`;
    const second = await rest<{ items: Said[] }>(url, next, { token: grace.token });
    expect(second.body.items.at(-1)?.body).toBe("one");
  });

  test("rooms are shown, listed, renamed, joined and left", async () => {
    const json = { type: "public", name: "Looms" };
    const { body: room } = await rest<Identified>(url, "POST /rooms", { token: ada.token, json });
    await rest(url, `POST /rooms/${room.id}/join`, { token: grace.token });
    await rest(url, `PUT /rooms/${room.id}/members/${mallory.id}`, { token: ada.token });
    const promoted = { token: ada.token, json: { role: "moderator" } };
    await rest(url, `PATCH /rooms/${room.id}/members/${grace.id}`, promoted);
    await rest(url, `PUT /rooms/${room.id}/bans/${mallory.id}`, { token: grace.token });
    expect(await problem(url, `POST /rooms/${room.id}/join`, { token: mallory.token })).toMatchObject({
      reason: "banned",
    });
    await rest(url, `DELETE /rooms/${room.id}/bans/${mallory.id}`, { token: grace.token });
    await rest(url, `PATCH /rooms/${room.id}`, { token: grace.token, json: { topic: "Threads" } });
    const opened = await rest(url, `GET /rooms/${room.id}`, { token: ada.token });
    expect(opened.body).toMatchObject({ room: { topic: "Threads", memberCount: 2 } });
    await rest(url, `GET /rooms/${room.id}/members?query=`, { token: ada.token });
    await rest(url, `POST /rooms/${room.id}/leave`, { token: grace.token });
    await rest(url, `POST /rooms/${room.id}/archive`, { token: ada.token });
    await rest(url, "GET /rooms", { token: ada.token });
    await rest(url, "GET /rooms/public?limit=5", { token: mallory.token });
    const direct = { token: ada.token, json: { userIds: [grace.id] } };
    const [once, again] = [
      await rest(url, "POST /rooms/direct", direct),
      await rest(url, "POST /rooms/direct", direct),
    ];
    expect(again.body).toEqual(once.body);
  });

  test("people show themselves, block and unblock", async () => {
    const status = { token: grace.token, json: { statusText: "In the engine room" } };
    expect((await rest(url, "PATCH /me", status)).body).toMatchObject({ id: grace.id, ...status.json });
    await rest(url, "GET /me", { token: grace.token });
    await rest(url, `GET /users/${ada.id}`, { token: grace.token });
    await rest(url, "GET /users?limit=3", { token: grace.token });
    await rest(url, `PUT /me/blocked/${mallory.id}`, { token: grace.token });
    expect((await rest(url, "GET /me/blocked", { token: grace.token })).body).toMatchObject({
      items: [{ id: mallory.id }],
    });
    await rest(url, `DELETE /me/blocked/${mallory.id}`, { token: grace.token });
  });

  test("a bot talks with its own token, until it gets another", async () => {
    const json = { username: uniqueName("dice") };
    const { body } = await rest<{ user: Identified; token: string }>(url, "POST /bots", { token: ada.token, json });
    await rest(url, `PUT /rooms/${roomId}/members/${body.user.id}`, { token: ada.token });
    await rest(url, `POST /rooms/${roomId}/messages`, { token: body.token, json: { body: "6" } });
    await rest(url, "GET /bots", { token: ada.token });
    await rest(url, `POST /bots/${body.user.id}/token`, { token: ada.token });
    expect(await problem(url, "GET /me", { token: body.token })).toMatchObject({ reason: "session_ended" });
    await rest(url, `DELETE /bots/${body.user.id}`, { token: ada.token });
  });

  test("sessions are refreshed, listed and ended, and no cookie is ever set", async () => {
    const name = uniqueName("ada");
    const { refresh } = await register(url, name);
    const json = { refreshToken: refresh, cookie: true };
    const renewed = await rest<{ id: string; accessToken: string }>(url, "POST /auth/refresh", { json });
    expect(renewed.headers.get("set-cookie")).toBeNull();
    expect(renewed.body).toMatchObject({ refreshToken: expect.any(String) });
    const { accessToken: token, id } = renewed.body;
    const login = { login: name, password: "correct horse battery staple" };
    await rest(url, "POST /auth/login", { json: login });
    expect((await rest<{ items: unknown[] }>(url, "GET /auth/sessions", { token })).body.items).toHaveLength(2);
    const change = { currentPassword: login.password, newPassword: "a longer and better one" };
    await rest(url, "PUT /auth/password", { token, json: change });
    expect((await rest<{ items: unknown[] }>(url, "GET /auth/sessions", { token })).body.items).toHaveLength(1);
    await rest(url, `DELETE /auth/sessions/${id}`, { token });
    expect(await problem(url, "POST /auth/logout", { token })).toMatchObject({ reason: "session_ended" });
    await rest(url, "GET /info");
  });
});

describe("a send over REST", () => {
  test("with the same Idempotency-Key it is stored once, and with other content refused", async () => {
    const key = { "idempotency-key": crypto.randomUUID() };
    const first = await say(ada, "once", key);
    expect(first.body.clientId).toBe(key["idempotency-key"]);
    expect((await say(ada, "once", key)).body).toEqual(first.body);
    const other = { token: ada.token, json: { body: "other" }, headers: key };
    expect(await problem(url, `POST /rooms/${roomId}/messages`, other)).toMatchObject({
      status: 409,
      reason: "client_id_reused",
    });
  });

  test("a clientId in the body goes before the header", async () => {
    const json = { body: "mine", clientId: crypto.randomUUID() };
    const headers = { "idempotency-key": "another" };
    const sent = await rest<Said>(url, `POST /rooms/${roomId}/messages`, { token: ada.token, json, headers });
    expect(sent.body.clientId).toBe(json.clientId);
  });

  test("without either each is a message of its own", async () => {
    const [first, second] = [await say(ada, "again"), await say(ada, "again")];
    expect(second.body.id).not.toBe(first.body.id);
  });

  test("a room is made once too", async () => {
    const call = {
      token: ada.token,
      json: { type: "private", name: "Once" },
      headers: { "idempotency-key": crypto.randomUUID() },
    };
    const [first, second] = [await rest(url, "POST /rooms", call), await rest(url, "POST /rooms", call)];
    expect(second.body).toEqual(first.body);
  });

  test("a key that is none is told by the header's name", async () => {
    const call = { token: ada.token, json: { body: "hi" }, headers: { "idempotency-key": "k".repeat(65) } };
    expect(await problem(url, `POST /rooms/${roomId}/messages`, call)).toMatchObject({
      reason: "invalid_input",
      fields: { "Idempotency-Key": expect.any(String) },
    });
  });
});

describe("a problem over REST", () => {
  test.each([
    ["an unknown path", "GET /nowhere", 404, "unknown_procedure"],
    ["a path that is not well-formed", "GET /users/%ff", 404, "unknown_procedure"],
    ["somebody who is nobody", "GET /users/nobody", 404, "not_found"],
    ["a method that is none of the path's", "DELETE /rooms", 405, "unknown_procedure"],
    ["a number that is none", "GET /users?limit=many", 400, "invalid_input"],
    ["one parameter twice", "GET /users?limit=1&limit=2", 400, "invalid_input"],
    ["a cursor of nobody's", "GET /users?cursor=mine", 400, "invalid_input"],
    ["a lastEventId of nobody's", "GET /events?lastEventId=mine", 400, "invalid_input"],
    ["no body where one must be", "POST /rooms", 400, "invalid_input"],
  ])("tells of %s", async (_, call, status, reason) => {
    const told = await problem(url, call, { token: ada.token });
    expect(told).toMatchObject({ status, reason, type: `/api#reason-${reason}` });
  });

  test.each([
    ["text", '"text"'],
    ["a list", "[]"],
    ["half of it", '{"type":'],
    ["a forbidden key", '{"type":"public","name":"x","__proto__":{"a":1}}'],
    ["depth without end", `{"a":${"[".repeat(50)}${"]".repeat(50)}}`],
    ["too many values", `{"a":[${"1,".repeat(25_000)}1]}`],
  ])("tells of a body that is %s", async (_, body) => {
    const headers = { authorization: `Bearer ${ada.token}`, "content-type": "application/json" };
    const response = await fetch(`${url}/api/v1/rooms`, { method: "POST", headers, body });
    expect([response.status, await response.json()]).toMatchObject([400, { reason: "invalid_input" }]);
  });

  test("tells of a body that is a form, and of one that is too large", async () => {
    const headers = { authorization: `Bearer ${ada.token}` };
    const form = await fetch(`${url}/api/v1/rooms`, { method: "POST", headers, body: new URLSearchParams({ a: "1" }) });
    expect([form.status, await form.json()]).toMatchObject([
      415,
      { fields: { body: expect.stringContaining("JSON") } },
    ]);
    const large = { token: ada.token, json: { name: "x".repeat(3_000_000) } };
    expect(await problem(url, "POST /rooms", large)).toMatchObject({ status: 413, reason: "too_large" });
  });

  test("asks for a token where one is missing or wrong", async () => {
    const { headers, status } = await rest(url, "GET /me");
    expect([status, headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await problem(url, "GET /me", { token: "none" })).toMatchObject({ reason: "not_signed_in" });
  });

  test("of what is hidden and of what does not exist is the same, to the letter", async () => {
    const [hidden, absent] = await Promise.all(
      [roomId, "nowhere"].map((id) => problem(url, `GET /rooms/${id}`, { token: mallory.token })),
    );
    expect(hidden).toEqual(absent);
    expect(hidden).toMatchObject({ reason: "not_found" });
  });
});

describe("methods over REST", () => {
  test("OPTIONS says which there are, and so does the refusal of any other", async () => {
    const options = await fetch(`${url}/api/v1/rooms`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
    const { headers } = await rest(url, "DELETE /rooms");
    expect(headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS");
  });

  test("HEAD is GET without a body", async () => {
    const headers = { authorization: `Bearer ${ada.token}` };
    const response = await fetch(`${url}/api/v1/me`, { method: "HEAD", headers });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("a page of another origin gets nothing", async () => {
    const response = await fetch(`${url}/api/v1/info`, { headers: { origin: "https://mallory.example" } });
    expect([response.status, await response.json()]).toMatchObject([403, { reason: "not_allowed" }]);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});
