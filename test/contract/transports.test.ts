import { describe, expect, test } from "vitest";
import type { Event } from "../../server/contract/index.ts";
import { connectAs, httpClient, Listener, say, socketClient, sseClient } from "../support/people.ts";
import { startProxy } from "../support/proxy.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { roomOf, scene } from "../support/scene.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;
const wsUrl = `${url.replace("http", "ws")}/trpc`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asAda = bearer(ada.session.accessToken);
const portOf = (address: string) => Number(new URL(address).port);
const input = (value: unknown) => encodeURIComponent(JSON.stringify(value));

describe("Transports", () => {
  test("system.info is the same for everyone, over a WebSocket and over HTTP", async () => {
    const nobody = socketClient(url);
    const info = await nobody.api.system.info.query();
    expect(info).toEqual({ name: "natter", version: expect.stringMatching(/^\d+\.\d+\.\d+/), protocol: 1 });
    expect(await httpClient(url).system.info.query()).toEqual(info);
    expect(await ada.api.system.info.query()).toEqual(info);
    await nobody.socket.close();
  });

  test("a WebSocket frame carries a call, or an array of them, and each is answered by its id", async () => {
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(call(1, "query", "user.me"));
    const me = await socket.next();
    expect(me).toEqual({ id: 1, result: { type: "data", data: { json: expect.anything(), meta: expect.anything() } } });
    expect(me.result?.data?.json).toMatchObject({ username: ada.me.username });
    socket.send([call("a", "query", "user.me"), call("b", "query", "room.list"), call("c", "query", "nowhere")]);
    const answers = [await socket.next(), await socket.next(), await socket.next()];
    expect(answers.map(({ id }) => id).toSorted()).toEqual(["a", "b", "c"]);
    const failed = answers.find(({ id }) => id === "c");
    expect(failed).toEqual({
      id: "c",
      error: {
        json: {
          message: "There is no such procedure.",
          code: -32004,
          data: { reason: "unknown_procedure", code: "NOT_FOUND", httpStatus: 404 },
        },
      },
    });
  });

  test("a client that says that it speaks an older protocol than the server does is told so; one that says nothing is not", async () => {
    const speaking = async (protocol: string) => {
      const socket = await RawSocket.open(`${wsUrl}?connectionParams=1`);
      socket.send({ method: "connectionParams", data: { token: ada.session.accessToken, protocol } });
      socket.send(call(1, "query", "user.me"));
      return socket;
    };
    for (const protocol of ["0", "-1", "old"]) {
      await using socket = await speaking(protocol);
      expect((await socket.next()).error?.json).toMatchObject({ data: { reason: "client_too_old" } });
      expect(await socket.closed).toBe(4426);
      const answer = await fetch(`${url}/trpc/user.me`, { headers: { ...asAda, "natter-protocol": protocol } });
      expect(await answer.json()).toMatchObject({ error: { json: { data: { reason: "client_too_old" } } } });
    }
    await using present = await speaking("1");
    expect((await present.next()).result?.data?.json).toMatchObject({ username: ada.me.username });
    const answer = await fetch(`${url}/trpc/user.me`, { headers: { ...asAda, "natter-protocol": "1" } });
    expect(answer.status).toBe(200);
  });

  test("with curl and a bearer token: POST for mutations, GET for queries, one or several", async () => {
    const sent = await fetch(`${url}/trpc/room.create`, {
      method: "POST",
      headers: { ...asAda, "content-type": "application/json" },
      body: JSON.stringify({ json: { type: "private", name: "Curled" } }),
    });
    expect(sent.status).toBe(200);
    const created = (await sent.json()) as { result: { data: { json: { id: string } } } };
    const roomId = created.result.data.json.id;
    const list = await fetch(`${url}/trpc/message.list?input=${input({ json: { roomId } })}`, { headers: asAda });
    expect(await list.json()).toEqual({
      result: { data: { json: { items: [], nextCursor: null, previousCursor: null } } },
    });
    const batch = await fetch(
      `${url}/trpc/user.me,system.info,room.open?batch=1&input=${input({ 2: { json: { roomId } } })}`,
      {
        headers: asAda,
      },
    );
    expect(await batch.json()).toMatchObject([
      { result: { data: { json: { id: ada.me.id } } } },
      { result: { data: { json: { name: "natter" } } } },
      { result: { data: { json: { room: { id: roomId, name: "Curled" } } } } },
    ]);
  });

  test("with curl: a subscription as server-sent events, resumed by Last-Event-ID", async () => {
    const room = await roomOf(ada);
    const { lastEventId } = await ada.api.room.open.query({ roomId: room.id });
    const message = await say(ada, room.id, "hello");
    const resumed = { ...asAda, "last-event-id": lastEventId };
    const items = await firstEvents(
      `${url}/trpc/room.onEvent?input=${input({ json: { roomId: room.id } })}`,
      resumed,
      3,
    );
    expect(items).toEqual([
      { id: lastEventId, json: { kind: "ready", lastEventId } },
      // State that may have changed since comes first, and with the position before the events.
      { id: lastEventId, json: { kind: "read.moved", roomId: room.id, userId: ada.me.id, readSeq: message.seq } },
      { id: expect.any(String), json: expect.objectContaining({ kind: "message.sent", seq: message.seq }) },
    ]);
  });

  test("with curl: a refused subscription brings its error as an event, and ends", async () => {
    const response = await fetch(`${url}/trpc/sync.onEvent`);
    const [, data = ""] = /^event: serialized-error\ndata: (.*)$/m.exec(await response.text()) ?? [];
    expect(JSON.parse(data)).toMatchObject({ json: { message: "Sign in first.", data: { reason: "not_signed_in" } } });
  });

  test("a WebSocket and server-sent events bring the same events with the same ids", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await grace.api.room.open.query({ roomId: room.id });
    const overSse = sseClient(url, grace.session.accessToken);
    using first = await new Listener(grace.api, { lastEventId }).ready();
    using second = await new Listener(overSse, { lastEventId }).ready();
    using third = await new Listener(overSse, { lastEventId, roomId: room.id }).ready();
    const message = await say(ada, room.id, "hello");
    await ada.api.message.edit.mutate({ messageId: message.id, body: "hello, grace" });
    await overSse.message.react.mutate({ messageId: message.id, emoji: "👍" });
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: message.seq + 1 });
    await ada.api.message.delete.mutate({ messageId: message.id });
    const listeners = [first, second, third];
    for (const listener of listeners)
      await listener.until((events) => events.some(({ kind }) => kind === "message.deleted"));
    expect(first.events.map(({ kind }) => kind)).toEqual([
      "ready",
      "message.sent",
      "message.edited",
      "reaction.added",
      "read.moved",
      "message.deleted",
    ]);
    expect(second.seen).toEqual(first.seen);
    expect(third.seen).toEqual(first.seen);
  });

  test("what HTTP writes a WebSocket reads, and the other way round", async () => {
    const room = await roomOf(ada, grace);
    const overHttp = httpClient(url, grace.session.accessToken);
    const message = await overHttp.message.send.mutate({ roomId: room.id, clientId: "c", body: "over HTTP" });
    expect(await ada.api.message.get.query({ messageId: message.id })).toEqual(message);
    const edited = await ada.api.room.update.mutate({ roomId: room.id, topic: "Looms" });
    expect((await overHttp.room.open.query({ roomId: room.id })).room).toEqual(edited);
  });

  test.each(["a WebSocket", "server-sent events"])(
    "a stock client over %s misses and doubles nothing when it is cut",
    async (transport) => {
      await using proxy = await startProxy(portOf(url));
      const room = await roomOf(ada, grace);
      const { accessToken } = grace.session;
      const cut = transport === "a WebSocket" ? connectAs(proxy.url, grace.me, grace.session) : null;
      using hears = await new Listener(cut?.api ?? sseClient(proxy.url, accessToken)).ready();
      const bodies = Array.from({ length: 60 }, (_, index) => `message ${index}`);
      for (const [index, body] of bodies.entries()) {
        await say(ada, room.id, body);
        if (index % 20 === 10) proxy.cut();
      }
      await hears.reaches(room.id, room.headSeq + bodies.length);
      expect(hears.ofKind("message.sent").map(({ message }) => message.body)).toEqual(bodies);
      expect(hears.error).toBeNull();
      await cut?.[Symbol.asyncDispose]();
    },
  );

  test("no token is taken from a URL", async () => {
    const token = ada.session.accessToken;
    const params = input({ token });
    for (const query of [`connectionParams=${params}`, `token=${token}`, `access_token=${token}`]) {
      const response = await fetch(`${url}/trpc/user.me?${query}`);
      expect(response.status).toBe(401);
      await using socket = await RawSocket.open(`${wsUrl}?${query}`);
      socket.send(call(1, "query", "user.me"));
      expect((await socket.next()).error?.json.data.reason).toBe("not_signed_in");
    }
  });

  test("liveness and readiness say nothing else", async () => {
    for (const [path, text] of [
      ["/healthz", "ok"],
      ["/readyz", "ready"],
    ] as const) {
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(200);
      expect((await response.text()).trim()).toBe(text);
      expect(response.headers.get("server") ?? response.headers.get("x-powered-by")).toBeNull();
    }
  });

  test("a page of a foreign origin is refused, one without an origin is not a page", async () => {
    const refused = await fetch(`${url}/trpc/system.info`, { headers: { origin: "https://mallory.example" } });
    expect(refused.status).toBe(403);
    await expect(RawSocket.open(wsUrl, { headers: { origin: "https://mallory.example" } })).rejects.toThrow("403");
    expect((await fetch(`${url}/trpc/system.info`)).status).toBe(200);
    expect((await fetch(`${url}/trpc/system.info`, { headers: { origin: url } })).status).toBe(200);
  });
});

/** What a reader of the stream who knows nothing of tRPC sees: the id and the data of its first events. */
async function firstEvents(address: string, headers: Record<string, string>, count: number) {
  const controller = new AbortController();
  const response = await fetch(address, { headers, signal: controller.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const items: { id: string; json: Event }[] = [];
  let text = "";
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      const [, id] = /^id: (.*)$/m.exec(block) ?? [];
      if (id !== undefined && data !== undefined) items.push({ id, json: (JSON.parse(data) as { json: Event }).json });
    }
    if (items.length >= count) break;
  }
  controller.abort();
  return items;
}
