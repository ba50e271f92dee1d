import {
  createTRPCClient,
  createWSClient,
  httpBatchLink,
  httpSubscriptionLink,
  TRPCClientError,
  wsLink,
} from "@trpc/client";
import superjson from "superjson";
import { WebSocket } from "ws";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Delivery, type Sink } from "../../server/delivery/sink.ts";
import { durable } from "../../server/live-stream.ts";
import { procedure, publicProcedure, router } from "../../server/trpc.ts";
import { FetchEventSource } from "../support/event-source.ts";
import { startStage, token, type Stage } from "../support/transport.ts";

/** A log of numbered items, and the streams that are at its head. */
function createLog() {
  const items: Delivery[] = [];
  const live = new Set<Sink>();
  return {
    live,
    append() {
      const item = new Delivery(`e.${items.length + 1}`, { n: items.length + 1, at: new Date(0) });
      items.push(item);
      for (const sink of live) sink.write(item);
    },
    stream: (after: number, call: AbortSignal | undefined) =>
      durable<{ n: number; at: Date }>(async (sink, signal) => {
        for (const item of items.slice(after)) sink.write(item);
        live.add(sink);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        live.delete(sink);
      }, call),
  };
}

function createRouter(log: ReturnType<typeof createLog>) {
  return router({
    me: procedure.meta({ budget: null }).query(({ ctx }) => ctx.caller.userId),
    send: publicProcedure.input(z.object({ body: z.string() })).mutation(({ input }) => {
      log.append();
      return { body: input.body, at: new Date(0) };
    }),
    events: procedure
      .meta({ budget: null })
      .input(z.object({ lastEventId: z.string().optional() }).optional())
      .subscription(({ input, signal }) => log.stream(Number(input?.lastEventId?.slice(2) ?? 0), signal)),
  });
}
type AppRouter = ReturnType<typeof createRouter>;

function overWebSocket(stage: Stage, connectionParams: () => { token: string }, closes: (number | undefined)[] = []) {
  const socket = createWSClient({
    url: stage.wsUrl,
    connectionParams,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 20,
    onClose: (cause) => void closes.push(cause?.code),
  });
  const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] });
  return { api, [Symbol.asyncDispose]: () => socket.close() };
}

function overHttp(stage: Stage, user: string) {
  const headers = { authorization: `Bearer ${token(user)}` };
  const calls = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${stage.url}/trpc`, headers, transformer: superjson })],
  });
  const streams = createTRPCClient<AppRouter>({
    links: [
      httpSubscriptionLink({
        url: `${stage.url}/trpc`,
        EventSource: FetchEventSource,
        eventSourceOptions: { headers },
        transformer: superjson,
      }),
    ],
  });
  return { calls, streams };
}

describe("a stock client over a WebSocket", () => {
  test("calls, is answered with dates, and is told why a call failed", async () => {
    await using stage = await startStage(createRouter(createLog()));
    await using ada = overWebSocket(stage, () => ({ token: token("ada") }));
    const [me, sent] = await Promise.all([ada.api.me.query(), ada.api.send.mutate({ body: "hi" })]);
    expect([me, sent]).toEqual(["ada", { body: "hi", at: new Date(0) }]);
    const wrong = ada.api.send.mutate({ body: 1 as unknown as string });
    await expect(wrong).rejects.toMatchObject({
      data: { reason: "invalid_input", fields: { body: expect.any(String) } },
    });
  });

  test("has every event once and in order, also when its socket is cut again and again", async () => {
    const log = createLog();
    await using stage = await startStage(createRouter(log));
    await using ada = overWebSocket(stage, () => ({ token: token("ada") }));
    const seen: number[] = [];
    const stream = ada.api.events.subscribe(undefined, { onData: ({ data }) => void seen.push(data.n) });
    for (let cut = 0; cut < 10; cut += 1) {
      await expect.poll(() => log.live.size).toBe(1);
      for (let i = 0; i < 5; i += 1) log.append();
      stage.transport.endSession("ada-session");
      for (let i = 0; i < 5; i += 1) log.append();
    }
    await expect.poll(() => seen.length).toBe(100);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    stream.unsubscribe();
    await expect.poll(() => log.live.size).toBe(0);
  });

  test("whose token has run out goes on with the next one, its stream too", async () => {
    const log = createLog();
    log.append();
    await using stage = await startStage(createRouter(log));
    const closes: (number | undefined)[] = [];
    const tokens = ["expired", token("ada")];
    await using ada = overWebSocket(stage, () => ({ token: tokens.shift() ?? token("ada") }), closes);
    const first = await new Promise<number>((resolve, reject) => {
      ada.api.events.subscribe(undefined, { onData: ({ data }) => resolve(data.n), onError: reject });
    });
    expect(first).toBe(1);
    expect(closes).toEqual([4402]);
  });

  test("whose session has ended does not knock a hundred times a second", async () => {
    await using stage = await startStage(createRouter(createLog()));
    const closes: (number | undefined)[] = [];
    const socket = createWSClient({
      url: stage.wsUrl,
      connectionParams: () => ({ token: token("ada", "old") }),
      WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
      onClose: (cause) => void closes.push(cause?.code),
    });
    const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] });
    await expect(api.me.query()).rejects.toBeInstanceOf(TRPCClientError);
    await expect.poll(() => closes.length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(closes.length).toBeLessThan(3);
    expect(new Set(closes)).toEqual(new Set([4401]));
    await socket.close();
  });
});

describe("a stock client over HTTP", () => {
  test("calls in batches", async () => {
    await using stage = await startStage(createRouter(createLog()));
    const { calls } = overHttp(stage, "ada");
    const [me, again] = await Promise.all([calls.me.query(), calls.me.query()]);
    expect([me, again]).toEqual(["ada", "ada"]);
    expect(await calls.send.mutate({ body: "hi" })).toEqual({ body: "hi", at: new Date(0) });
  });

  test("reads a stream over SSE, and resumes it when it is cut", async () => {
    const log = createLog();
    await using stage = await startStage(createRouter(log));
    const { streams } = overHttp(stage, "ada");
    const seen: number[] = [];
    const stream = streams.events.subscribe(undefined, { onData: ({ data }) => void seen.push(data.n) });
    for (let cut = 0; cut < 5; cut += 1) {
      await expect.poll(() => log.live.size).toBe(1);
      log.append();
      await expect.poll(() => seen.length).toBe(2 * cut + 1);
      stage.transport.endSession("ada-session");
      log.append();
      await expect.poll(() => seen.length).toBe(2 * cut + 2);
    }
    await expect.poll(() => seen.length).toBe(10);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    stream.unsubscribe();
    await expect.poll(() => log.live.size).toBe(0);
    expect(stage.lines.filter(({ level }) => level >= 50)).toEqual([]);
  });
});
