import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { createClient } from "../../client-sdk/client.ts";
import { within } from "../../client-sdk/deadline.ts";
import { startProxy } from "../support/proxy.ts";
import { startSmallServer } from "./sdk-server.ts";
import { clientOfAda, failure, hasty, until } from "./sdk-support.ts";

const message = (body: string) => ({ roomId: "room", body });

describe("a send", () => {
  test("whose answer was lost is sent again with the same clientId, and stored once", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    await client.api.user.me.query();
    const lost = proxy.cutBeforeReply("hello");
    const sent = client.send(message("hello"));
    await lost;
    expect(await sent).toMatchObject({ seq: 1, body: "hello" });
    expect(server.script.sent).toHaveLength(1);
    expect(server.script.sendsReceived).toHaveLength(2);
    expect(new Set(server.script.sendsReceived).size).toBe(1);
  });

  test("that never reached the server is sent again", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    await client.api.user.me.query();
    const lost = proxy.cutBeforeRequest();
    const sent = client.send(message("hello"));
    await lost;
    expect(await sent).toMatchObject({ seq: 1 });
    expect(server.script.sendsReceived).toHaveLength(1);
  });

  test("does not overtake one that is sent again, whenever it was made", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    await client.api.user.me.query();
    const lost = proxy.cutBeforeRequest();
    const early = ["1", "2", "3"].map((body) => client.send(message(body)));
    await lost;
    const between = ["4", "5"].map((body) => client.send(message(body)));
    await until(client.connection, ({ name }) => name === "open");
    const late = ["6", "7"].map((body) => client.send(message(body)));
    const stored = await Promise.all([...early, ...between, ...late]);
    expect(stored.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(server.script.sent.map(({ body }) => body).join("")).toBe("1234567");
  });

  test("is in order and stored once through many cuts", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    const bodies = Array.from({ length: 200 }, (_, index) => `#${index};`);
    const sends: Promise<unknown>[] = [];
    for (const [index, body] of bodies.entries()) {
      if (index % 20 === 10) void proxy.cutBeforeReply(body);
      const sent = client.send(message(body));
      sends.push(sent);
      if (index % 7 === 0) await sent;
    }
    await Promise.all(sends);
    expect(server.script.sent.map(({ body }) => body)).toEqual(bodies);
    expect(proxy.accepted).toBeGreaterThan(10);
  });

  test("that a server in shutdown refuses is sent again on the next connection, in order", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.refuseSends.push("draining", "draining", "draining");
    const sent = await Promise.all(["1", "2", "3"].map((body) => client.send(message(body))));
    expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(server.script.connectedWith).toHaveLength(2);
  });

  test("that a server in shutdown keeps refusing was not done, for sure", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url, { deadlineMs: 100 }, { ...hasty, random: () => 0.1 });
    server.script.refuseSends.push(...Array<"draining">(100).fill("draining"));
    expect(await failure(client.send(message("hello")))).toMatchObject({ reason: "unreachable", outcome: "refused" });
  });

  test.each(["draining", "rate_limited"] as const)(
    "that may have been stored before its answer was lost stays unknown, whatever a repeat is refused for (%s)",
    async (reason) => {
      await using server = await startSmallServer();
      await using proxy = await startProxy(server.port);
      await using client = await clientOfAda(proxy.url, { deadlineMs: 500 }, { ...hasty, random: () => 0.01 });
      await client.api.user.me.query();
      const lost = proxy.cutBeforeReply("hello");
      const error = failure(client.send(message("hello")));
      await lost;
      server.script.refuseSends.push(...Array<"draining" | "rate_limited">(100).fill(reason));
      expect(await error).toMatchObject({ outcome: "unknown" });
      expect(server.script.sent).toHaveLength(1);
    },
  );

  test("that may have been stored stays unknown when the connections after it are refused", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url, { deadlineMs: 500 }, { ...hasty, random: () => 0.01 });
    await client.api.user.me.query();
    const lost = proxy.cutBeforeReply("hello");
    server.script.refuseConnections.push(...Array<"storage_down">(100).fill("storage_down"));
    const error = failure(client.send(message("hello")));
    await lost;
    expect(await error).toMatchObject({ outcome: "unknown" });
    expect(server.script.sent).toHaveLength(1);
  });

  test("that is refused for good fails with the server's reason", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.refuseSends.push("rate_limited");
    const error = await failure(client.send(message("hello")));
    expect(error).toMatchObject({ reason: "rate_limited", outcome: "refused", data: { reason: "rate_limited" } });
    expect(await client.send(message("hello"))).toMatchObject({ seq: 1 });
  });

  test("that is too long for a frame fails here, rather than break the connection for all", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    expect(await failure(client.send(message("x".repeat(100_000))))).toMatchObject({ reason: "too_large" });
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
    expect(server.script.connectedWith).toHaveLength(1);
  });
});

describe("what must not be done twice", () => {
  test("a password change that was cut short is not sent again, and says that its outcome is unknown", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    await client.api.user.me.query();
    const lost = proxy.cutBeforeReply();
    const error = failure(client.api.auth.changePassword.mutate({ currentPassword: "old", newPassword: "new" }));
    await lost;
    expect(await error).toMatchObject({ reason: "connection_lost", outcome: "unknown" });
    await client.api.user.me.query();
    expect(server.script.passwordChanges).toBe(1);
  });
});

describe("nothing waits for ever", () => {
  test("a call to a server that is away fails as unreachable: nothing was done", async () => {
    const server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    await server.stop();
    const error = await failure(client.api.message.send.mutate({ ...message("hello"), clientId: "1" }, within(50)));
    expect(error).toMatchObject({ reason: "unreachable", outcome: "refused" });
  });

  test("a query without an answer times out", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    expect(await failure(client.api.user.list.query({}, within(50)))).toMatchObject({ reason: "timeout" });
  });

  test("a send without an answer times out with an unknown outcome", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url, { deadlineMs: 80 });
    await client.api.user.me.query();
    proxy.stall();
    expect(await failure(client.send(message("hello")))).toMatchObject({ reason: "timeout", outcome: "unknown" });
  });

  test("nor does signing in at a server that says nothing", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await using client = createClient({ url, deadlineMs: 50 }, hasty);
    const error = await failure(client.signIn({ login: "ada", password: "irrelevant" }));
    expect(error).toMatchObject({ reason: "timeout", outcome: "unknown" });
    silent.close();
  });

  test("a call without a session fails at once", async () => {
    await using client = createClient({ url: "http://127.0.0.1:1" }, hasty);
    expect(await failure(client.api.user.me.query())).toMatchObject({ reason: "not_signed_in", outcome: "refused" });
  });
});

describe("an AbortSignal", () => {
  test("cancels a call, whether or not it has been sent", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    const late = new AbortController();
    const sent = failure(client.api.user.list.query({}, { signal: late.signal }));
    await until(client.connection, ({ name }) => name === "open");
    late.abort();
    expect(await sent).toMatchObject({ reason: "aborted" });
    const atOnce = new AbortController();
    const unsent = failure(
      client.api.message.send.mutate({ ...message("no"), clientId: "1" }, { signal: atOnce.signal }),
    );
    atOnce.abort();
    expect(await unsent).toMatchObject({ reason: "aborted", outcome: "refused" });
    await client.api.user.me.query();
    expect(server.script.sendsReceived).toEqual([]);
    const never = failure(client.api.user.me.query(undefined, { signal: AbortSignal.abort() }));
    expect(await never).toMatchObject({ reason: "aborted", outcome: "refused" });
  });

  test("a send that was cancelled is not sent on the next connection", async () => {
    const server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    await server.stop();
    const cancel = new AbortController();
    const sending = failure(
      client.api.message.send.mutate({ ...message("no"), clientId: "1" }, { signal: cancel.signal }),
    );
    cancel.abort();
    expect(await sending).toMatchObject({ reason: "aborted", outcome: "refused" });
    await using back = await startSmallServer({ port: server.port, script: server.script });
    await client.send(message("yes"));
    expect(back.script.sent.map(({ body }) => body)).toEqual(["yes"]);
  });
});
