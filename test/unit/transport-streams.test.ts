import { describe, expect, test } from "vitest";
import { Delivery, type Sink, type StreamSource } from "../../server/delivery/sink.ts";
import { durable } from "../../server/live-stream.ts";
import { Turn, type Run } from "../../server/transport/turn.ts";
import { publicProcedure, router } from "../../server/trpc.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startStage } from "../support/transport.ts";

/** A stream that does nothing by itself: the test writes to its sinks. */
function manualStream() {
  const sinks: Sink[] = [];
  const opened: (() => void)[] = [];
  const source: StreamSource = (sink, signal) => {
    sinks.push(sink);
    for (const wake of opened.splice(0)) wake();
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
  };
  const appRouter = router({
    events: publicProcedure.subscription(({ signal }) => durable(source, signal)),
    info: publicProcedure.query(() => "x".repeat(1000)),
  });
  return {
    appRouter,
    async sink(index: number): Promise<Sink> {
      for (;;) {
        const sink = sinks[index];
        if (sink !== undefined) return sink;
        await new Promise<void>((resolve) => opened.push(resolve));
      }
    },
  };
}

/** Nothing can put it into words. */
const unspeakable = () => ({
  get n(): number {
    throw new Error("of trouble");
  },
});

const big = (n: number) => new Delivery(`e.${n}`, { n, body: "x".repeat(32 * 1024) });

describe("an event for many readers", () => {
  test("is serialised once, whatever their request ids are", async () => {
    const { appRouter, sink } = manualStream();
    await using stage = await startStage(appRouter);
    await using ada = await RawSocket.open(stage.wsUrl);
    await using grace = await RawSocket.open(stage.wsUrl);
    await using mallory = await RawSocket.open(stage.wsUrl);
    let serialised = 0;
    const at = new Date(0);
    at.toJSON = () => {
      serialised += 1;
      return at.toISOString();
    };
    const item = new Delivery("e.1", { at });
    for (const [index, [socket, id]] of (
      [
        [ada, 1],
        [grace, 1],
        [mallory, "m"],
      ] as const
    ).entries()) {
      socket.send(call(id, "subscription", "events"));
      (await sink(index)).write(item);
    }
    for (const socket of [ada, grace, mallory]) await socket.until(2);
    expect(ada.frames).toEqual(grace.frames);
    expect(mallory.frames[1]).toBe(ada.frames[1]?.replace('"id":1', '"id":"m"'));
    expect(serialised).toBe(1);
  });

  test("that cannot be serialised is left out, and the stream goes on", async () => {
    const { appRouter, sink } = manualStream();
    await using stage = await startStage(appRouter);
    await using ada = await RawSocket.open(stage.wsUrl);
    ada.send(call(1, "subscription", "events"));
    const events = await sink(0);
    events.write(new Delivery("e.1", { n: 1 }));
    events.write(new Delivery("e.2", unspeakable()));
    events.write(new Delivery("e.3", { n: 3 }));
    await ada.until(3);
    expect(ada.frames.map((text) => /e\.\d/.exec(text)?.[0])).toEqual([undefined, "e.1", "e.3"]);
    expect(stage.lines.filter(({ msg }) => msg === "event left out")).toMatchObject([{ eventId: "e.2", level: 50 }]);
  });
});

describe("a reader that stops reading", () => {
  test("is told to wait within its budget, and gets everything once it reads again", async () => {
    const { appRouter, sink } = manualStream();
    await using stage = await startStage(appRouter);
    await using ada = await RawSocket.open(stage.wsUrl);
    ada.send(call(1, "subscription", "events"));
    const events = await sink(0);
    await ada.until(1);
    ada.socket.pause();
    let written = 0;
    while (await writableSoon(events)) events.write(big((written += 1)));
    ada.socket.resume();
    await events.drained();
    expect(events.writable).toBe(true);
    await ada.until(1 + written);
    expect(ada.frames).toHaveLength(1 + written);
  });

  test("and takes nothing at all is closed with 4008; another does not notice", async () => {
    const { appRouter, sink } = manualStream();
    await using stage = await startStage(appRouter, { caps: { stallMs: 500 } });
    const ada = await RawSocket.open(stage.wsUrl);
    await using grace = await RawSocket.open(stage.wsUrl);
    ada.send(call(1, "subscription", "events"));
    const toAda = await sink(0);
    grace.send(call(1, "subscription", "events"));
    const toGrace = await sink(1);
    await ada.until(1);
    ada.socket.pause();
    while (await writableSoon(toAda)) toAda.write(big(1));
    await toAda.drained();
    toGrace.write(new Delivery("e.9", { n: 9 }));
    await grace.until(2);
    ada.socket.resume();
    expect(await ada.closed).toBe(4008);
    expect(grace.frames[1]).toContain("e.9");
  });

  test("is not given the answers to further calls", async () => {
    let answered = 0;
    const appRouter = router({ page: publicProcedure.query(() => `${(answered += 1)}`.padEnd(200_000)) });
    await using stage = await startStage(appRouter, { caps: { callsAtOnce: 2 } });
    await using ada = await RawSocket.open(stage.wsUrl);
    ada.socket.pause();
    for (let frame = 0; frame < 10; frame += 1) {
      ada.send(Array.from({ length: 50 }, (_, index) => call(frame * 50 + index, "query", "page")));
    }
    await expect.poll(() => answered, { interval: 200 }).toBeGreaterThan(0);
    await quiet(() => answered);
    expect(answered).toBeLessThan(100);
    ada.socket.resume();
    await ada.until(500);
    expect(answered).toBe(500);
  });
});

describe("a turn", () => {
  test("writes once to each socket, and sockets with the same frames share the bytes", async () => {
    const turn = new Turn();
    const [a, b, own] = [Buffer.from("a"), Buffer.from("b"), Buffer.from("own")];
    const written: Buffer[] = [];
    const done = Promise.withResolvers<void>();
    const reader = (frames: Buffer[]) => {
      let run: Run | null = null;
      const who = {
        flush: () => {
          if (run !== null) written.push(run.bytes());
          if (written.length === 4) done.resolve();
        },
      };
      run = turn.begin(who);
      for (const frame of frames) run = run.with(frame);
    };
    for (const frames of [[a, b], [own, a], [a, b], [a]]) reader(frames);
    await done.promise;
    expect(written.map(String)).toEqual(["ab", "owna", "ab", "a"]);
    expect(written[2]).toBe(written[0]);
    expect(written[3]).toBe(a);
  });
});

/** Whether the sink still takes something once the socket has had the time to write what it can. */
async function writableSoon(sink: Sink): Promise<boolean> {
  for (let turns = 0; turns < 5 && !sink.writable; turns += 1) await new Promise(setImmediate);
  return sink.writable;
}

/** Resolves when a number has stopped growing. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
