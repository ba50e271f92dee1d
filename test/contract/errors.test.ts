import { afterAll, describe, expect, test } from "vitest";
import { reasons, type ErrorData, type Reason } from "../../server/contract/index.ts";
import { appRouter } from "../../server/router.ts";
import { httpClient, password, refusalOf, say } from "../support/people.ts";
import { bearer, get, post } from "../support/raw-http.ts";
import { call, RawSocket, type Frame } from "../support/raw-socket.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");
const { url } = server;
const wsUrl = `${url.replace("http", "ws")}/trpc`;
const headers = bearer(ada.session.accessToken);

const room = await roomOf(ada, grace);
const open = await ada.api.room.create.mutate({ type: "public", name: "Open" });
await ada.api.room.ban.mutate({ roomId: open.id, userId: mallory.me.id });
await ada.api.message.send.mutate({ roomId: room.id, clientId: "used", body: "hello" });
const ended = await newcomer(server, "ada");
await httpClient(url, ended.session.accessToken).auth.logoutEverywhere.mutate();
await ended.socket.close();

const nobody = {};
const asMallory = bearer(mallory.session.accessToken);
const { username } = ada.me;

/** How each reason can be provoked with one call. Others have tests of their own: they need more than a call. */
const provoked: { [R in Reason]?: [path: string, input: unknown, as: Record<string, string>] } = {
  invalid_input: ["room.create", { type: "secret", name: "" }, headers],
  weak_password: ["auth.register", { username: "somebody-else", password: "password" }, nobody],
  not_signed_in: ["room.join", { roomId: open.id }, nobody],
  bad_credentials: ["auth.login", { login: username, password: "not her password" }, nobody],
  session_ended: ["room.join", { roomId: open.id }, bearer(ended.session.accessToken)],
  not_allowed: ["room.archive", { roomId: open.id }, asMallory],
  banned: ["room.join", { roomId: open.id }, asMallory],
  not_found: ["room.join", { roomId: room.id }, asMallory],
  unknown_procedure: ["room.destroy", { roomId: room.id }, headers],
  username_taken: ["auth.register", { username: username.toUpperCase(), password }, nobody],
  client_id_reused: ["message.send", { roomId: room.id, clientId: "used", body: "something else" }, headers],
  last_owner: ["room.leave", { roomId: room.id }, headers],
};

describe("Errors", () => {
  test.each(Object.entries(provoked))(
    "%s comes with its code, its status and its text, over HTTP and over a WebSocket",
    async (name, [path, input, as]) => {
      const reason = name as Reason;
      const overHttp = await post(url, path, input, as);
      const { fields, ...told } = overHttp.error ?? {};
      const { code, message } = reasons[reason];
      expect(told).toEqual({ reason, code, message, httpStatus: overHttp.status });
      expect(Object.keys(fields ?? {})).toEqual(reason === "invalid_input" ? ["type", "name"] : []);
      if (reason === "session_ended") return;
      const token = as["authorization"]?.slice("Bearer ".length) ?? null;
      await using socket = await RawSocket.openAs(wsUrl, token);
      socket.send(call(1, "mutation", path, input));
      const { error } = await socket.next();
      expect({ ...error?.json.data, message: error?.json.message }).toEqual(overHttp.error);
    },
  );

  test("what is wrong with an input is said field by field, down to the path", async () => {
    const input = { roomId: 1, clientId: "ä", body: null, data: "text", more: true };
    const { error } = await post(url, "message.send", input, headers);
    expect(Object.keys(error?.fields ?? {}).toSorted()).toEqual(["body", "clientId", "data", "roomId"]);
    const { error: inList } = await post(
      url,
      "room.create",
      { type: "public", name: "N", memberIds: ["ok", 1] },
      headers,
    );
    expect(Object.keys(inList?.fields ?? {})).toEqual(["memberIds.1"]);
    const { error: whole } = await post(url, "room.create", "text", headers);
    expect(Object.keys(whole?.fields ?? {})).toEqual(["input"]);
  });

  test("a procedure is known by its name and its type", async () => {
    const unknown = { status: 404, error: { reason: "unknown_procedure" } };
    for (const path of [
      "nowhere",
      "room",
      "room.",
      "message.send.more",
      "__proto__",
      "constructor",
      "toString",
      "room.__proto__",
    ]) {
      expect(await get(url, path, undefined, headers)).toMatchObject(unknown);
    }
    expect(await get(url, "room.create", { type: "public", name: "By GET" }, headers)).toMatchObject(unknown);
    expect(await post(url, "user.me", undefined, headers)).toMatchObject(unknown);
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(
      call(1, "query", "message.send", {}),
      call(2, "mutation", "user.me"),
      call(3, "query", "sync.onEvent"),
      call(4, "subscription", "user.me"),
    );
    for (let answers = 0; answers < 4; answers += 1) {
      expect((await socket.next()).error?.json.data.reason).toBe("unknown_procedure");
    }
  });

  test("whatever a procedure is given, it is answered: never with a fault of the server's", async () => {
    const garbage = [
      undefined,
      null,
      0,
      "",
      "text",
      [],
      [1],
      {},
      { roomId: {} },
      { json: { json: 1 } },
      { length: -1 },
      true,
      1e308,
      { id: null, limit: "1", cursor: {} },
    ];
    await using socket = await RawSocket.openAs(wsUrl, mallory.session.accessToken);
    const paths = Object.entries(flat(appRouter._def.procedures)).filter(
      ([path]) => !/^auth\.(logout|register)/.test(path),
    );
    let id = 0;
    for (const [path, procedure] of paths) {
      for (const input of garbage) socket.send(call((id += 1), procedure._def.type, path, input));
    }
    const answered = new Map<number, Frame>();
    while (answered.size < id) {
      const frame = await socket.next();
      if (typeof frame.id === "number") answered.set(frame.id, frame);
    }
    const failed = [...answered.values()].flatMap(({ error }) => error?.json.data.reason ?? []);
    expect(failed.length).toBeGreaterThan(id / 2);
    expect([...new Set(failed)].toSorted()).toEqual(["invalid_input", "not_signed_in"]);
    expectNoInsides(socket.frames.join("\n"));
  });

  test.each([
    ["not JSON", "{"],
    ["no text at all", ""],
    ["null", "null"],
    ["a number", "1"],
    ["an empty call", "{}"],
    ["an id that is an object", '{"id":{},"method":"query","params":{"path":"system.info"}}'],
    ["an id that is true", '{"id":true,"method":"query","params":{"path":"system.info"}}'],
    ["no params", '{"id":1,"method":"query"}'],
    ["params that are a list", '{"id":1,"method":"query","params":["system.info"]}'],
    ["a path that is a list", '{"id":1,"method":"query","params":{"path":["system","info"]}}'],
    ["an unknown method", '{"id":1,"method":"delete","params":{"path":"system.info"}}'],
    ["a list in a list", '[[{"id":1,"method":"query","params":{"path":"system.info"}}]]'],
    [
      "deep nesting",
      `{"id":1,"method":"query","params":{"path":"user.list","input":{"json":${"[".repeat(50_000)}${"]".repeat(50_000)}}}}`,
    ],
    [
      "a lone surrogate",
      '{"id":1,"method":"query","params":{"path":"user.list","input":{"json":{"query":"\\ud800"}}}}',
    ],
  ])("a frame that is wrong is invalid_input, and the socket goes on: %s", async (_, frame) => {
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(frame);
    const { error } = await socket.next();
    expect(error?.json.data).toMatchObject({ reason: "invalid_input", code: "BAD_REQUEST", httpStatus: 400 });
    expectNoInsides(socket.frames.join());
    socket.send(call(2, "query", "user.me"));
    expect((await socket.next()).result?.data?.json).toMatchObject({ id: ada.me.id });
  });

  test.each(["{", "1", '"text"', "[]", "null", '{"json":', '{"json":{"a":1}', "\u0000", "é".repeat(100)])(
    "a body that is wrong is invalid_input: %j",
    async (body) => {
      const response = await fetch(`${url}/trpc/room.create`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body,
      });
      const text = await response.text();
      expect(response.status).toBe(400);
      expect((JSON.parse(text) as { error: { json: { data: ErrorData } } }).error.json.data.reason).toBe(
        "invalid_input",
      );
      expectNoInsides(text);
    },
  );

  test.each(["{", '{"0":', "1", "%ff"])("an input in a URL that is wrong is invalid_input: %s", async (input) => {
    for (const query of [`input=${input}`, `batch=1&input=${input}`]) {
      const response = await fetch(`${url}/trpc/message.get?${query}`, { headers });
      expect(response.status).toBe(400);
      const text = await response.text();
      expect(text).toContain('"invalid_input"');
      expectNoInsides(text);
    }
  });

  test("what is hidden and what does not exist are answered alike, to the letter", async () => {
    const [hidden, absent] = await Promise.all(
      [room.id, "nowhere"].map((roomId) =>
        fetch(`${url}/trpc/room.open?input=${encodeURIComponent(JSON.stringify({ json: { roomId } }))}`, {
          headers: asMallory,
        }),
      ),
    );
    expect([hidden?.status, await hidden?.text()]).toEqual([absent?.status, await absent?.text()]);
  });

  test("an error with a reason means that nothing was stored", async () => {
    const { lastEventId } = await ada.api.room.list.query();
    const { api } = ada;
    await refusalOf(say(ada, room.id, ""));
    await refusalOf(api.message.send.mutate({ roomId: room.id, clientId: "used", body: "other" }));
    await refusalOf(api.room.create.mutate({ type: "private", name: "Ghosts", memberIds: ["nobody"] }));
    await refusalOf(api.room.setRole.mutate({ roomId: room.id, userId: ada.me.id, role: "member" }));
    await refusalOf(mallory.api.room.join.mutate({ roomId: open.id }));
    expect((await ada.api.room.list.query()).lastEventId).toBe(lastEventId);
  });
});

afterAll(async () => {
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

/** Its type says that they are nested; they are listed by their whole paths. */
function flat(procedures: object): Record<string, { _def: { type: string } }> {
  return procedures as Record<string, { _def: { type: string } }>;
}

/** No stack, no path, no SQL, no name of a library. */
function expectNoInsides(text: string): void {
  expect(text).not.toMatch(
    /"stack"|\bat .*:\d+:\d+|node_modules|\.ts:|\/server\/|SELECT |insert into|SqliteError|ZodError|TRPCError/i,
  );
}
