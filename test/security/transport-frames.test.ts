import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ephemeral } from "../../server/live-stream.ts";
import { publicProcedure, router } from "../../server/trpc.ts";
import { call, RawSocket, type Frame } from "../support/raw-socket.ts";
import { startStage, type Stage } from "../support/transport.ts";

const appRouter = router({
  info: publicProcedure.query(() => "natter"),
  say: publicProcedure.input(z.object({ body: z.string() })).mutation(({ input }) => input.body.length),
  watch: publicProcedure.subscription(() =>
    ephemeral((_, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve()))),
  ),
});

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(appRouter);
});
afterAll(() => stage[Symbol.asyncDispose]());

const many = (count: number, entry: (id: number) => unknown) => Array.from({ length: count }, (_, id) => entry(id + 1));

/** Sends one frame and gives its answers, all that there are. */
async function answersTo(frame: unknown): Promise<Frame[]> {
  await using socket = await RawSocket.open(stage.wsUrl);
  socket.send(frame);
  await socket.settled();
  return socket.frames.filter((text) => text !== "PONG").map((text) => JSON.parse(text) as Frame);
}

function tally(frames: Frame[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { result, error } of frames) {
    const what = result?.type ?? error?.json.data.reason ?? "?";
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

describe("too much in one frame", () => {
  test("a frame of more than 256 KiB closes the socket with 1009", async () => {
    const socket = await RawSocket.open(stage.wsUrl);
    socket.send(call(1, "mutation", "say", { body: "x".repeat(256 * 1024) }));
    expect(await socket.closed).toBe(1009);
  });

  test("so do 20,000 subscriptions", async () => {
    const socket = await RawSocket.open(stage.wsUrl);
    socket.send(many(20_000, (id) => call(id, "subscription", "watch")));
    expect(await socket.closed).toBe(1009);
  });

  test("so does a frame in more than 64 pieces", async () => {
    const socket = await RawSocket.open(stage.wsUrl);
    for (let piece = 0; piece < 100; piece += 1) socket.ws.send("[", { fin: false });
    expect([1008, 1009]).toContain(await socket.closed);
  });

  test("of 3,000 subscriptions 200 are opened, and each of the others is answered", async () => {
    const frames = await answersTo(many(3000, (id) => call(id, "subscription", "watch")));
    expect(tally(frames)).toEqual({ started: 200, busy: 56, too_large: 2744 });
    expect(new Set(frames.map(({ id }) => id)).size).toBe(3000);
  });

  test("of 5,000 entries 256 are looked at, and each of the others is answered, without a stall", async () => {
    const started = performance.now();
    const frames = await answersTo(many(5000, (id) => ({ id })));
    expect(tally(frames)).toEqual({ invalid_input: 256, too_large: 4744 });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("more entries than a frame could hold calls are answered once: 29,000 answers would be 5 MB", async () => {
    const frames = await answersTo(many(29_000, () => ({ id: 1 })));
    expect(frames).toMatchObject([{ id: null, error: { json: { data: { reason: "too_large" } } } }]);
  });

  test("entries without an id are answered once, however many they are", async () => {
    expect(tally(await answersTo(many(4000, () => ({}))))).toEqual({ invalid_input: 1 });
  });

  test("a stop is heard even where there are too many calls", async () => {
    await using socket = await RawSocket.open(stage.wsUrl);
    socket.send(call(1, "subscription", "watch"));
    expect((await socket.next()).result?.type).toBe("started");
    socket.send([...many(300, () => ({})), { id: 1, method: "subscription.stop" }]);
    await socket.settled();
    expect(socket.frames.map((text) => text.includes("stopped"))).toContain(true);
  });
});

describe("a wrong call is wrong alone", () => {
  const deep = `{"id":2,"method":"mutation","params":{"path":"say","input":{"json":${"[".repeat(5000)}${"]".repeat(5000)}}}}`;
  test.each([
    ["deep input", deep],
    [
      "a key that reaches a prototype",
      '{"id":2,"method":"mutation","params":{"path":"say","input":{"json":{"__proto__":1}}}}',
    ],
    [
      "superjson's other types",
      JSON.stringify({
        ...call(2, "mutation", "say"),
        params: { path: "say", input: { json: { body: [] }, meta: { values: { body: ["set"] } } } },
      }),
    ],
    ["no params", '{"id":2,"method":"query"}'],
    ["a path that is no text", '{"id":2,"method":"query","params":{"path":1}}'],
    ["a lastEventId that is no text", '{"id":2,"method":"query","params":{"path":"info","lastEventId":1}}'],
    ["an unknown method", '{"id":2,"method":"constructor","params":{"path":"info"}}'],
    ["another jsonrpc", '{"id":2,"jsonrpc":"1.0","method":"query","params":{"path":"info"}}'],
  ])("%s", async (_, bad) => {
    const frames = await answersTo(
      `[${JSON.stringify(call(1, "query", "info"))},${bad},${JSON.stringify(call(3, "query", "info"))}]`,
    );
    const byId = Object.fromEntries(frames.map((frame) => [frame.id, frame]));
    expect(byId[1]?.result?.data).toEqual({ json: "natter" });
    expect(byId[2]?.error?.json.data.reason).toBe("invalid_input");
    expect(byId[3]?.result?.data).toEqual({ json: "natter" });
  });

  test("an id of 100 kB is not sent back", async () => {
    const [answer, ...others] = await answersTo(call("x".repeat(100_000), "query", "info"));
    expect(answer).toMatchObject({ id: null, error: { json: { data: { reason: "invalid_input" } } } });
    expect(others).toEqual([]);
  });
});

describe("garbage", () => {
  test("binary garbage in frames is refused, and the socket goes on", async () => {
    await using socket = await RawSocket.open(stage.wsUrl);
    for (let i = 0; i < 20; i += 1) socket.ws.send(randomBytes(500));
    socket.send(call(1, "query", "info"));
    await socket.until(21);
    expect(socket.frames.at(-1)).toContain("natter");
  });

  test("text that is no UTF-8 closes the socket with 1007", async () => {
    const socket = await RawSocket.open(stage.wsUrl);
    socket.ws.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect(await socket.closed).toBe(1007);
  });

  test("half a frame and then nothing harms nobody", async () => {
    const half = await RawSocket.open(stage.wsUrl);
    half.socket.write(Buffer.from([0x81, 0xfe, 0xff]));
    await using other = await RawSocket.open(stage.wsUrl);
    await other.settled();
    half.socket.destroy();
    await half.closed;
    await other.settled();
  });

  test("a frame that is not masked closes the socket", async () => {
    const socket = await RawSocket.open(stage.wsUrl);
    socket.socket.write(Buffer.from([0x81, 0x01, 0x41]));
    expect(await socket.closed).toBe(1002);
  });
});

test("a client that calls without end is slowed down, and told for how long", async () => {
  await using small = await startStage(appRouter, { caps: { callBurst: 10, callsPerSecond: 1 } });
  await using socket = await RawSocket.open(small.wsUrl);
  socket.send(many(12, (id) => call(id, "query", "info")));
  await socket.settled();
  const frames = socket.frames.filter((text) => text !== "PONG").map((text) => JSON.parse(text) as Frame);
  expect(tally(frames)).toEqual({ data: 10, rate_limited: 2 });
  expect(frames.find(({ error }) => error)?.error?.json.data.retryAfterMs).toBeGreaterThan(0);
});

test.each([
  ["garbage", (socket: RawSocket) => socket.send("{")],
  ["PING", (socket: RawSocket) => socket.send("PING")],
])("a client that sends %s without end is closed with 4429", async (_, send) => {
  await using small = await startStage(appRouter, { caps: { callBurst: 10, callsPerSecond: 1, closeMs: 500 } });
  const socket = await RawSocket.open(small.wsUrl);
  for (let frame = 0; frame < 12; frame += 1) send(socket);
  expect(await socket.closed).toBe(4429);
  expect(socket.frames).toHaveLength(10);
});

test("a client that has made too many calls may still say that it is there", async () => {
  await using small = await startStage(appRouter, { caps: { callBurst: 10, callsPerSecond: 0.1 } });
  await using socket = await RawSocket.open(small.wsUrl);
  socket.send(many(12, (id) => call(id, "query", "info")));
  await socket.until(12);
  await socket.settled();
  expect(socket.ws.readyState).toBe(socket.ws.OPEN);
});

test("who says PING and does not read costs a bounded buffer", async () => {
  await using small = await startStage(appRouter, { capsEnabled: false });
  await using socket = await RawSocket.open(small.wsUrl);
  socket.socket.pause();
  // 6 bytes come back for each: 60 MB, were they all read.
  const pings = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from("\x81\x84\0\0\0\0PING", "latin1")));
  let unread = 0;
  for (let round = 0; round < 1000 && unread === 0; round += 1) {
    socket.socket.write(pings);
    await new Promise(setImmediate);
    unread = socket.socket.writableLength > 20 * pings.length ? socket.socket.writableLength : 0;
  }
  expect(unread).toBeGreaterThan(0);
});
