import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Command } from "../../server/domain/commands.ts";
import type { Services } from "../../server/services.ts";
import { Line } from "../../server/transport/line.ts";
import { publicProcedure, router } from "../../server/trpc.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startStage } from "../support/transport.ts";

const slow = publicProcedure.use(async ({ next }) => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
  return next();
});
const input = z.object({ roomId: z.string() });
const archive = (roomId: string): Command => {
  return { kind: "room.archive", roomId, actor: { userId: "ada", sessionId: "s" }, at: new Date() };
};

/** Keeps what was written, in order. */
function recorder() {
  const rooms: string[] = [];
  const write = ((command: Command) => {
    rooms.push("roomId" in command ? command.roomId : "?");
    return Promise.resolve(null);
  }) as Services["writer"]["write"];
  return { rooms, writer: { waiting: 0, write } };
}

describe("mutations of one socket", () => {
  const appRouter = router({
    deep: slow.input(input).mutation(({ ctx, input: { roomId } }) => ctx.write(archive(roomId))),
    flat: publicProcedure.input(input).mutation(({ ctx, input: { roomId } }) => ctx.write(archive(roomId))),
    fails: slow.mutation(() => {
      throw new Error("before it wrote");
    }),
    silent: publicProcedure.mutation(() => null),
    apart: publicProcedure
      .meta({ ordered: false })
      .input(input)
      .mutation(({ ctx, input: { roomId } }) => ctx.write(archive(roomId))),
  });

  test("are carried out as they were sent, however deep their middlewares are", async () => {
    const { rooms, writer } = recorder();
    await using stage = await startStage(appRouter, { override: { writer } });
    await using socket = await RawSocket.open(stage.wsUrl);
    const sent = ["deep", "flat", "fails", "deep", "silent", "flat", "deep", "flat"];
    socket.send(sent.map((path, index) => call(index, "mutation", path, { roomId: `room ${index}` })));
    await socket.until(sent.length);
    expect(rooms).toEqual([0, 1, 3, 5, 6, 7].map((index) => `room ${index}`));
  });

  test("that are not ordered wait for nobody, and nobody waits for them", async () => {
    const { rooms, writer } = recorder();
    await using stage = await startStage(appRouter, { override: { writer } });
    await using socket = await RawSocket.open(stage.wsUrl);
    socket.send([
      call(1, "mutation", "deep", { roomId: "ordered" }),
      call(2, "mutation", "apart", { roomId: "apart" }),
    ]);
    await socket.until(2);
    expect(rooms).toEqual(["apart", "ordered"]);
  });
});

describe("the line", () => {
  test("a place is reached when all before it have gone, and not when only the last one has", async () => {
    const line = new Line();
    const [first, second, third] = [line.take(), line.take(), line.take()];
    const reached: string[] = [];
    void first.reached.then(() => reached.push("first"));
    void second.reached.then(() => reached.push("second"));
    const last = third.reached.then(() => reached.push("third"));
    second.release();
    await first.reached;
    await new Promise(setImmediate);
    expect(reached).toEqual(["first"]);
    first.release();
    await last;
    expect(reached).toEqual(["first", "second", "third"]);
  });
});

describe("a socket's calls", () => {
  test("run a few at a time, and all are answered", async () => {
    let running = 0;
    let most = 0;
    const appRouter = router({
      work: publicProcedure.query(async () => {
        most = Math.max(most, (running += 1));
        await new Promise(setImmediate);
        running -= 1;
      }),
    });
    await using stage = await startStage(appRouter, { caps: { callsAtOnce: 4 } });
    await using socket = await RawSocket.open(stage.wsUrl);
    for (let frame = 0; frame < 4; frame += 1) {
      socket.send(Array.from({ length: 50 }, (_, index) => call(frame * 50 + index, "query", "work")));
    }
    await socket.until(200);
    expect(most).toBe(4);
    expect(socket.frames.filter((text) => text.includes("result"))).toHaveLength(200);
  });

  test("that hold the loop let other sockets in between, also when a frame is full of them", async () => {
    const order: string[] = [];
    const appRouter = router({
      read: publicProcedure.query(() => {
        const started = performance.now();
        while (performance.now() - started < 5);
        order.push("read");
      }),
      write: publicProcedure.mutation(() => void order.push("write")),
    });
    await using stage = await startStage(appRouter);
    await using ada = await RawSocket.open(stage.wsUrl);
    await using grace = await RawSocket.open(stage.wsUrl);
    ada.send(Array.from({ length: 40 }, (_, id) => call(id, "query", "read")));
    grace.send(call(1, "mutation", "write"));
    await ada.until(40);
    expect(order.indexOf("write")).toBeLessThan(10);
  });

  test("beyond what may wait are told that the server is busy", async () => {
    const held = Promise.withResolvers<void>();
    const appRouter = router({ work: publicProcedure.query(() => held.promise) });
    await using stage = await startStage(appRouter, { caps: { callsAtOnce: 1, callsWaiting: 2 } });
    await using socket = await RawSocket.open(stage.wsUrl);
    socket.send([1, 2, 3, 4].map((id) => call(id, "query", "work")));
    const answers = [await socket.next(), await socket.next()];
    expect(answers.map(({ id, error }) => [id, error?.json.data.reason])).toEqual([
      [3, "busy"],
      [4, "busy"],
    ]);
    held.resolve();
    expect([(await socket.next()).id, (await socket.next()).id]).toEqual([1, 2]);
  });
});

describe("the log", () => {
  test("says who called what, and never with what", async () => {
    const appRouter = router({
      say: publicProcedure.input(z.object({ body: z.string().max(10) })).mutation(() => "done"),
      fail: publicProcedure.input(z.object({ body: z.string() })).mutation(() => {
        throw new Error("broken");
      }),
    });
    await using stage = await startStage(appRouter);
    await using socket = await RawSocket.open(stage.wsUrl);
    socket.send(call(1, "mutation", "say", { body: "canary" }), call(2, "mutation", "say", { body: "canary canary" }));
    socket.send(call(3, "mutation", "fail", { body: "canary" }), "canary {");
    await socket.until(4);
    const calls = stage.lines.filter(({ path }) => path !== undefined);
    expect(calls.map(({ msg, path, reason }) => [msg, path, reason].join(" ")).sort()).toEqual([
      "call failed fail internal",
      "call refused say invalid_input",
      "call say ",
    ]);
    expect(stage.lines.find(({ msg }) => msg === "call failed")).toMatchObject({
      level: 50,
      err: { message: "broken" },
    });
    expect(JSON.stringify(stage.lines)).not.toContain("canary");
  });
});
