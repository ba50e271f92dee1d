import { describe, expect, test } from "vitest";
import type { NatterClient } from "../../client-sdk/client.ts";
import { startProxy } from "../support/proxy.ts";
import { startSmallServer } from "./sdk-server.ts";
import { clientOfAda, failure } from "./sdk-support.ts";

/** Reads a client's events; `next` resolves with the bodies once `count` messages have come. */
function listen(client: NatterClient, input: { lastEventId?: string } = {}) {
  const bodies: string[] = [];
  const kinds: string[] = [];
  let wake = () => {};
  const subscription = client.api.sync.onEvent.subscribe(input, {
    onData: ({ data }) => {
      kinds.push(data.kind);
      if ("body" in data) bodies.push(String(data.body));
      wake();
    },
    onError: (error) => kinds.push(error.message),
    onComplete: () => kinds.push("complete"),
  });
  const messages = async (count: number): Promise<string[]> => {
    while (bodies.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return bodies;
  };
  const ready = async (): Promise<void> => {
    while (kinds.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { kinds, messages, ready, stop: () => subscription.unsubscribe() };
}

describe("a stream", () => {
  test("goes on after a cut with the event that follows the last one", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using ada = await clientOfAda(proxy.url);
    await using grace = await clientOfAda(server.url);
    const stream = listen(ada);
    await stream.ready();
    for (const body of ["1", "2", "3", "4", "5"]) {
      await grace.send({ roomId: "room", body });
      // What is stored while ada is away, she gets when she is back.
      if (body === "2" || body === "4") await stream.messages(Number(body));
      if (body === "2" || body === "4") proxy.cut();
    }
    expect(await stream.messages(5)).toEqual(["1", "2", "3", "4", "5"]);
    expect(server.script.resumedFrom.slice(1)).toEqual(["2", "4"]);
  });

  test("begins where it was asked to", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    for (const body of ["1", "2", "3"]) await client.send({ roomId: "room", body });
    expect(await listen(client, { lastEventId: "1" }).messages(2)).toEqual(["2", "3"]);
  });

  test("that is refused for a reason that passes is opened again", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.refuseStreams.push("busy", "storage_down");
    const stream = listen(client);
    await stream.ready();
    expect(stream.kinds).toEqual(["ready"]);
  });

  test("that is refused for good ends with the reason", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    server.script.refuseStreams.push("not_found");
    const error = await new Promise((onError) => client.api.sync.onEvent.subscribe({}, { onError }));
    expect(error).toMatchObject({ reason: "not_found" });
  });

  test("that somebody stops ends at the server, and is not opened again", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = await clientOfAda(proxy.url);
    const stream = listen(client);
    await stream.ready();
    stream.stop();
    await client.api.user.me.query();
    expect(server.script.streams).toBe(0);
    proxy.cut();
    await client.api.user.me.query();
    expect(server.script.resumedFrom).toHaveLength(1);
  });

  test("can be read with for await, and a signal ends it", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    const cancel = new AbortController();
    const kinds: string[] = [];
    for await (const { data } of client.api.sync.onEvent.subscribe({}, { signal: cancel.signal })) {
      kinds.push(data.kind);
      if (kinds.length === 1) void client.send({ roomId: "room", body: "1" });
      else cancel.abort();
    }
    expect(kinds).toEqual(["ready", "message.sent"]);
  });

  test("of a session that ended says so", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    const error = new Promise((onError) => client.api.sync.onEvent.subscribe({}, { onError }));
    await client.api.user.me.query();
    server.closeAll(4401);
    expect(await error).toMatchObject({ reason: "session_ended" });
    expect(await failure(client.api.user.me.query())).toMatchObject({ reason: "session_ended" });
  });

  test("an exception in the app's own code loses nobody else's event", async () => {
    const thrown: unknown[] = [];
    const catchIt = (error: unknown) => void thrown.push(error);
    process.once("uncaughtException", catchIt);
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    client.api.sync.onEvent.subscribe(
      {},
      {
        onData: () => {
          throw new Error("the app's");
        },
      },
    );
    await listen(client).ready();
    process.off("uncaughtException", catchIt);
    expect(thrown).toMatchObject([{ message: "the app's" }]);
  });
});
