import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tracked } from "@trpc/server";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer } from "ws";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Delivery } from "../../server/delivery/sink.ts";
import { durable, ephemeral } from "../../server/live-stream.ts";
import { Measurements } from "../../server/measurements/measurements.ts";
import type { Services } from "../../server/services.ts";
import { Context, publicProcedure, router } from "../../server/trpc.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { startStage, type Stage } from "../support/transport.ts";

const at = new Date(0);

const events = [
  { id: "e.1", data: { kind: "ready", at } },
  { id: "e.2", data: { kind: "message.sent", body: "grüße 🌍", at, nothing: undefined } },
];

const appRouter = router({
  echo: publicProcedure.input(z.object({ text: z.string() })).query(({ input }) => ({ ...input, at })),
  nothing: publicProcedure.query(() => undefined),
  send: publicProcedure.input(z.object({ body: z.string() })).mutation(({ input }) => ({ id: "m", ...input })),
  fail: publicProcedure.mutation(() => {
    throw new Error("a secret");
  }),
  unspeakable: publicProcedure.query(() => JSON.parse('{"__proto__": 1}') as unknown),
  streamFromQuery: publicProcedure.query(async function* () {
    yield 1;
  }),
  notAStream: publicProcedure.subscription(() => 1 as unknown as AsyncIterable<number>),
  live: publicProcedure.subscription(() =>
    durable(async (sink) => {
      for (const { id, data } of events) sink.write(new Delivery(id, data));
    }),
  ),
  presence: publicProcedure.subscription(() =>
    ephemeral(async (sink, signal) => {
      sink.write(new Delivery(null, { users: [], at }));
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }),
  ),
  breaks: publicProcedure.subscription(() =>
    durable(async (sink) => {
      sink.write(new Delivery("e.1", { kind: "ready" }));
      throw new Error("a secret");
    }),
  ),
  resumed: publicProcedure.input(z.object({ lastEventId: z.string() })).subscription(async function* ({ input }) {
    yield tracked("e.9", { from: input.lastEventId, at });
    yield tracked("e.10", undefined);
  }),
  generator: publicProcedure.subscription(async function* ({ signal }) {
    yield { at };
    await new Promise((resolve) => signal?.addEventListener("abort", resolve));
  }),
  generatorBreaks: publicProcedure.subscription(async function* () {
    yield 1;
    throw new Error("a secret");
  }),
});

/** What is sent, frame by frame, and how many frames answer it. */
const conversations: Record<string, [sent: unknown, answers: number][]> = {
  "a query": [[{ id: 1, method: "query", params: { path: "echo", input: { json: { text: "hi" } } } }, 1]],
  "a query that gives nothing": [[{ id: 1, method: "query", params: { path: "nothing" } }, 1]],
  "an id that is text": [[{ id: "one", method: "query", params: { path: "nothing" } }, 1]],
  "a mutation": [[{ id: 2, method: "mutation", params: { path: "send", input: { json: { body: "hi" } } } }, 1]],
  "jsonrpc is echoed": [
    [{ id: 3, jsonrpc: "2.0", method: "query", params: { path: "nothing" } }, 1],
    [{ id: 4, jsonrpc: "2.0", method: "query", params: { path: "nowhere" } }, 1],
    [{ id: 5, jsonrpc: "2.0", method: "subscription", params: { path: "live" } }, 4],
  ],
  "an error": [[{ id: 1, method: "mutation", params: { path: "fail" } }, 1]],
  "an answer that cannot be serialised": [[{ id: 1, method: "query", params: { path: "unspeakable" } }, 1]],
  "bad input": [[{ id: 1, method: "query", params: { path: "echo", input: { json: { text: 1 } } } }, 1]],
  "no such procedure": [[{ id: 1, method: "query", params: { path: "__proto__" } }, 1]],
  "another type of procedure": [[{ id: 1, method: "query", params: { path: "send" } }, 1]],
  "a query that streams": [[{ id: 1, method: "query", params: { path: "streamFromQuery" } }, 1]],
  "a subscription that does not": [[{ id: 1, method: "subscription", params: { path: "notAStream" } }, 1]],
  "a stream with tracked items": [[{ id: 7, method: "subscription", params: { path: "live" } }, 4]],
  "a stream of state, stopped": [
    [{ id: 7, method: "subscription", params: { path: "presence" } }, 2],
    [{ id: 7, method: "subscription.stop" }, 1],
  ],
  "a stream that breaks": [[{ id: 7, method: "subscription", params: { path: "breaks" } }, 3]],
  "a stream that resumes": [
    [{ id: 7, method: "subscription", params: { path: "resumed", lastEventId: "e.8" } }, 4],
    [{ id: 8, method: "subscription", params: { path: "resumed", input: { json: {} }, lastEventId: "e.8" } }, 4],
    [{ id: 9, method: "subscription", params: { path: "resumed" } }, 1],
  ],
  "a generator, stopped": [
    [{ id: 7, method: "subscription", params: { path: "generator" } }, 2],
    [{ id: 7, method: "subscription.stop" }, 1],
  ],
  "a generator that breaks": [[{ id: 7, method: "subscription", params: { path: "generatorBreaks" } }, 3]],
  "a subscription id that is taken": [
    [{ id: 7, method: "subscription", params: { path: "generator" } }, 2],
    [{ id: 7, method: "subscription", params: { path: "generator" } }, 1],
  ],
  "an id that was used before": [
    [{ id: 7, method: "subscription", params: { path: "live" } }, 4],
    [{ id: 7, method: "subscription", params: { path: "live" } }, 4],
  ],
  "stopping what is not there": [
    [{ id: 7, method: "subscription.stop" }, 0],
    ["PING", 1],
  ],
  "keep-alive": [
    ["PING", 1],
    ["PONG", 0],
    ["PING", 1],
  ],
  "a batch": [
    [
      [
        { id: 1, method: "query", params: { path: "nothing" } },
        { id: 2, method: "query", params: { path: "nothing" } },
      ],
      2,
    ],
  ],
  "an empty batch": [
    [[], 0],
    ["PING", 1],
  ],
  "not JSON": [["{", 1]],
  "not a call": [["null", 1]],
  "no id": [[{ method: "query", params: { path: "nothing" } }, 1]],
  "an id of null": [[{ id: null, method: "query", params: { path: "nothing" } }, 1]],
};

const services = { measurements: new Measurements() } as unknown as Services;
const parts = { services, caller: null, address: "", device: null, refreshCookie: null, place: null };
const context = new Context(parts);

describe("frame by frame like the stock adapter", () => {
  test.each(Object.entries(conversations))("%s", async (_, conversation) => {
    await using stage: Stage = await startStage(appRouter);
    await using stock = await startStock();
    const expected = await talk(stock.url, conversation);
    expect(await talk(stage.wsUrl, conversation)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });

  test("binary is not JSON either", async () => {
    await using stage = await startStage(appRouter);
    await using stock = await startStock();
    const conversation: [unknown, number][] = [[Buffer.from('{"id":1}'), 1]];
    expect(await talk(stage.wsUrl, conversation)).toEqual(await talk(stock.url, conversation));
  });
});

async function startStock() {
  const wss = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  applyWSSHandler({ wss, router: appRouter, createContext: () => context, onError: () => undefined });
  await once(wss, "listening");
  return {
    url: `ws://127.0.0.1:${(wss.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const client of wss.clients) client.terminate();
      await new Promise((resolve) => wss.close(resolve));
    },
  };
}

async function talk(url: string, conversation: [sent: unknown, answers: number][]): Promise<string[]> {
  await using socket = await RawSocket.open(url);
  let expected = 0;
  for (const [sent, answers] of conversation) {
    if (Buffer.isBuffer(sent)) socket.ws.send(sent);
    else socket.send(sent);
    expected += answers;
    await socket.until(expected);
  }
  await socket.settled();
  return socket.frames;
}
