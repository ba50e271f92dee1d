import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectGarbage, residentBytes } from "../bench/memory.ts";
import { natterProgram } from "../support/program.ts";
import { say, signUp, type Person } from "../support/people.ts";
import { Pulse } from "../support/pulse.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { startServer, type TestServer } from "../support/server.ts";

const mostStallMs = 100;
/** Long messages, as many as a page holds: 1.7 MB of answer. */
const messages = 200;

let server: TestServer;
let mallory: Person;
let roomId: string;
let epoch: string;

const many = <T>(count: number, make: (id: number) => T): T[] => Array.from({ length: count }, (_, id) => make(id));

/** Sends the frames, and resolves when each has been answered as often as it should be. */
async function demand(frames: unknown[][], answers: number): Promise<void> {
  await Promise.all(
    frames.map(async (frame) => {
      await using socket = await RawSocket.openAs(server.wsUrl, mallory.session.accessToken);
      socket.send(frame);
      await socket.until(answers);
    }),
  );
}

describe("what one person asks for", () => {
  beforeAll(async () => {
    server = await startServer();
    mallory = await signUp(server.url, "mallory");
    const room = await mallory.api.room.create.mutate({ type: "private", name: "Pit" });
    roomId = room.id;
    for (let sent = 0; sent < messages; sent += 10) {
      await Promise.all(many(10, () => say(mallory, roomId, "ä".repeat(4000))));
    }
    epoch = (await mallory.api.room.list.query()).lastEventId.split(".")[0] ?? "";
  }, 60_000);
  afterAll(async () => {
    await mallory[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const everything = () => ({ roomId, lastEventId: `${epoch}.0` });
  const demands: [what: string, frames: () => unknown[][], answers: number][] = [
    [
      "pages, as many as a frame may ask for at once, on two sockets",
      () => many(2, () => many(32, (id) => call(id, "query", "message.list", { roomId, limit: 200 }))),
      32,
    ],
    [
      "two hundred streams from the beginning",
      () => [many(200, (id) => call(id, "subscription", "room.onEvent", everything()))],
      1000,
    ],
    ["frames that are full of nothing, on ten sockets", () => many(10, () => many(5000, (id) => ({ id }))), 5000],
  ];
  test.each(demands)("keeps nobody else waiting: %s", async (_what, frames, answers) => {
    await using pulse = await Pulse.take(server);
    await demand(frames(), answers);
    expect(await pulse.longest()).toBeLessThan(mostStallMs);
  });
});

test("who asks without end and does not listen costs little, not what there would be to say", async () => {
  const [node, ...program] = natterProgram();
  await using fresh = await startServer({ command: [node, "--inspect=127.0.0.1:0", ...program] });
  const before = await memoryMiB(fresh);
  const sockets = await Promise.all(many(40, () => RawSocket.open(fresh.wsUrl)));
  for (const socket of sockets) {
    socket.socket.pause();
    for (const count of [29_000, 5000, 5000]) socket.send(many(count, () => ({ id: 1 })));
  }
  // As many turns of the server's loop, at least: it has read all that it is going to read.
  for (let turn = 0; turn < 100; turn += 1) await fetch(`${fresh.url}/healthz`);
  expect((await memoryMiB(fresh)) - before).toBeLessThan(40 * 5);
  for (const socket of sockets) socket.ws.terminate();
});

/** What it holds, without its garbage: a start leaves a good deal of that. */
async function memoryMiB({ pid, log }: TestServer): Promise<number> {
  await collectGarbage(log);
  return residentBytes(pid) / 2 ** 20;
}
