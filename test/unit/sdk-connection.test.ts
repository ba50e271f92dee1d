import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createClient } from "../../client-sdk/client.ts";
import { startProxy } from "../support/proxy.ts";
import { startSmallServer } from "./sdk-server.ts";
import { clientOfAda, failure, hasty, nervous, record, until } from "./sdk-support.ts";

const send = { roomId: "room", body: "hello" };

describe("a server that comes and goes", () => {
  test("a call made while the server is away is answered when it comes", async () => {
    const first = await startSmallServer();
    await using client = await clientOfAda(first.url);
    await first.stop();
    const answer = client.api.user.me.query();
    await until(client.connection, ({ name }) => name === "waiting");
    await using _second = await startSmallServer({ port: first.port, script: first.script });
    expect(await answer).toMatchObject({ username: "ada" });
  });

  test("calls in flight when the connection breaks are answered on the next one", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    await client.api.user.me.query();
    const lost = proxy.cutBeforeReply();
    const answer = client.api.user.me.query();
    await lost;
    expect(await answer).toMatchObject({ username: "ada" });
  });

  test("a dead network is noticed without a word from anybody", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url, {}, nervous);
    await client.api.user.me.query();
    proxy.stall();
    await until(client.connection, ({ name }) => name === "waiting" || name === "connecting");
    proxy.cut();
    proxy.resume();
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
  });

  test("a quiet connection that is alive is left alone", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url, {}, nervous);
    await client.api.user.me.query();
    const states = record(client.connection);
    // The query has no answer, so only heartbeats pass.
    await failure(client.api.user.list.query({}, { context: { deadlineMs: 400 } }));
    expect(states).toEqual([]);
  });
});

describe("a close code leads to the right next step", () => {
  test("4401: the session has ended, calls say so, and signing in leads on", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    const pending = failure(client.api.user.list.query({}));
    await until(client.connection, ({ name }) => name === "open");
    server.closeAll(4401);
    expect(await pending).toMatchObject({ reason: "session_ended" });
    expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason: "session_ended" });
    expect(client.connection.getSnapshot()).toEqual({ name: "signed-out" });
    expect(await failure(client.api.user.me.query())).toMatchObject({ reason: "session_ended", outcome: "refused" });
    await client.signIn({ login: "ada", password: "irrelevant" });
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
  });

  test("4402: the token is renewed and the calls go on", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    await client.api.user.me.query();
    const states = record(client.connection);
    server.closeAll(4402);
    await until(client.connection, ({ name }) => name === "refreshing");
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
    expect(states.map(({ name }) => name)).toEqual(["refreshing", "connecting", "open", "open"]);
    expect(server.script.connectedWith).toEqual(["access-1", "access-2"]);
  });

  test("a token that expired unnoticed is renewed once, and the call that found out is answered", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.good.delete("access-1");
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
    expect(server.script.refreshes).toBe(1);
  });

  test.each([
    [1012, { name: "waiting", attempt: 1, waitMs: 0, patient: true }],
    [4008, { name: "waiting", attempt: 1, waitMs: 0, patient: false }],
  ])("%i: the calls in flight go out again", async (code, next) => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    await client.api.user.me.query();
    const states = record(client.connection);
    server.closeAll(code);
    await until(client.connection, ({ name }) => name === "waiting");
    expect(states).toEqual([next]);
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
  });

  test("4429: it leaves the server alone for seconds", async () => {
    await using server = await startSmallServer();
    server.script.closeNewWith = 4429;
    await using client = await clientOfAda(server.url);
    client.connect();
    const state = await until(client.connection, ({ name }) => name === "waiting");
    expect(state).toEqual({ name: "waiting", attempt: 1, waitMs: 5000, patient: true });
    expect(server.script.connectedWith).toHaveLength(1);
  });

  test("a server that takes connections and closes them is asked less and less often", async () => {
    await using server = await startSmallServer();
    server.script.closeNewWith = 1011;
    await using client = await clientOfAda(server.url);
    client.connect();
    const state = await until(client.connection, (now) => now.name === "waiting" && now.attempt === 6);
    expect(state).toMatchObject({ attempt: 6 });
    expect(server.script.connectedWith).toHaveLength(6);
  });
});

describe("a connection that the server refuses", () => {
  test("whatever token it is shown, is tried less and less often", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.takesTokens = false;
    client.connect();
    await until(client.connection, (state) => state.name === "waiting" && state.attempt === 5);
    expect(server.script.connectedWith).toHaveLength(5);
  });

  test.each(["draining", "internal", "storage_down"] as const)(
    "for %s: the calls go out on the next one",
    async (reason) => {
      await using server = await startSmallServer();
      await using client = await clientOfAda(server.url);
      server.script.refuseConnections.push(reason);
      const sent = client.send(send);
      expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
      expect(await sent).toMatchObject({ seq: 1 });
      expect(server.script.connectedWith).toHaveLength(2);
    },
  );

  test("for rate_limited: it leaves the server alone for seconds, and the calls wait", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.refuseConnections.push("rate_limited");
    const sent = failure(client.send(send));
    const state = await until(client.connection, ({ name }) => name === "waiting");
    expect(state).toMatchObject({ waitMs: 5000, patient: true });
    await client.close();
    expect(await sent).toMatchObject({ reason: "closed", outcome: "refused" });
  });

  test("for client_too_old: it never comes back, and every call says so", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.refuseConnections.push("client_too_old");
    expect(await failure(client.send(send))).toMatchObject({ reason: "client_too_old" });
    expect(await failure(client.send(send))).toMatchObject({ reason: "client_too_old" });
    expect(client.connection.getSnapshot()).toEqual({ name: "too-old" });
    expect(server.script.connectedWith).toHaveLength(1);
  });
});

describe("an address that is not a Natter server's", () => {
  test("is named as the likely reason", async () => {
    const other = createServer((_, response) => void response.end("<h1>Welcome</h1>")).listen(0, "127.0.0.1");
    await once(other, "listening");
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await using client = createClient({ url }, hasty);
    const error = await failure(client.signIn({ login: "ada", password: "irrelevant" }));
    expect(error).toMatchObject({ reason: "bad_reply", message: expect.stringContaining("url") });
    other.close();
  });
});

describe("closing", () => {
  test("ends calls and streams, and leaves nothing open", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    const client = await clientOfAda(proxy.url);
    await client.api.user.me.query();
    const pending = failure(client.api.user.list.query({}));
    const stream = new Promise((resolve) => client.api.sync.onEvent.subscribe({}, { onError: resolve }));
    await client.close();
    expect(await pending).toMatchObject({ reason: "closed" });
    expect(await stream).toMatchObject({ reason: "closed" });
    expect(await failure(client.send(send))).toMatchObject({ reason: "closed", outcome: "refused" });
    expect(client.connection.getSnapshot()).toEqual({ name: "closed" });
  });

  test("resolves when its socket is closed", async () => {
    const sockets: WebSocket[] = [];
    class Watched extends WebSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    }
    await using server = await startSmallServer();
    const client = await clientOfAda(server.url, { WebSocket: Watched });
    await client.api.user.me.query();
    await client.close();
    expect(sockets.map(({ readyState }) => readyState)).toEqual([WebSocket.CLOSED]);
  });

  test("closing a client that was never used is harmless", async () => {
    const client = createClient({ url: "http://127.0.0.1:1" }, hasty);
    await client.close();
    await client.close();
  });
});

describe("in a browser", () => {
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "document");
    Reflect.deleteProperty(globalThis, "addEventListener");
  });

  test("coming back online ends the wait", async () => {
    const page = new EventTarget();
    Object.assign(globalThis, { document: new EventTarget(), addEventListener: page.addEventListener.bind(page) });
    const server = await startSmallServer();
    await using client = await clientOfAda(server.url, {}, { ...hasty, random: () => 0.999 });
    await server.stop();
    client.connect();
    await until(client.connection, (state) => state.name === "waiting" && state.waitMs > 450);
    await using _back = await startSmallServer({ port: server.port, script: server.script });
    page.dispatchEvent(new Event("online"));
    expect(client.connection.getSnapshot().name).toBe("connecting");
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
  });
});
