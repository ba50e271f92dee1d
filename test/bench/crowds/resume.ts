// Many people come back at once, each 500 events behind, while two others talk.
// Usage: node test/bench/crowds/resume.ts [big|many] [people]
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LeanSocket } from "./lean-socket.ts";
import { Pair } from "./pair.ts";
import { quantile, range, Town, usageOf } from "./town.ts";

const shape = process.argv[2] === "many" ? "many" : "big";
const people = Number(process.argv[3] ?? 2000);
const missed = 500;
const body = "A message of two hundred bytes or so, as people write them. ".repeat(3).padEnd(200, ".");

/** One room of everyone; or each person in ten rooms of a hundred. */
function furnish(town: Town): () => void {
  const everyone = range(2, people + 2);
  const rooms =
    shape === "big"
      ? [town.room([0, ...everyone])]
      : range(0, people / 10).map((room) =>
          town.room([0, ...everyone.filter((person) => (person - 2 + people - room * 10) % people < 100)]),
        );
  const each = shape === "big" ? missed : missed / 10;
  return () => {
    for (let number = 0; number < each; number += 1) {
      for (const room of rooms) town.say(0, room, `${number} ${body}`);
    }
  };
}

function summaryOf(took: readonly { ms: number; workMs: number }[]) {
  const [wall, work] = [took.map(({ ms }) => ms), took.map(({ workMs }) => workMs)];
  return { count: took.length, p50: quantile(wall, 0.5), p99: quantile(wall, 0.99), workP99: quantile(work, 0.99) };
}

const town = await Town.found(people + 2);
const talk = furnish(town);
const roomOfTwo = town.room([0, 1]);
const lastEventId = await town.build();
talk();
await town.build();
await using server = await town.open();
await using pair = await Pair.meet({
  wsUrl: server.url,
  pid: server.pid,
  tokens: [town.citizen(0).token, town.citizen(1).token],
  roomId: roomOfTwo,
  everyMs: 5,
});
await sleep(1000);
await pair.latencies();
await sleep(3000);
const alone = await pair.latencies();
const sockets = await LeanSocket.openAll(
  server.url,
  town.citizens.slice(2).map(({ token }) => token),
);
await sleep(1000);
await pair.latencies();
const before = await usageOf(server.pid);
const started = performance.now();
for (const socket of sockets) socket.call(1, "subscription", "sync.onEvent", { lastEventId });
await Promise.all(sockets.map((socket) => socket.until(2 + missed)));
const totalMs = performance.now() - started;
const meanwhile = await pair.latencies();
const after = await usageOf(server.pid);
console.log({
  shape,
  people,
  totalMs: Math.round(totalMs),
  serverCpuMs: after.cpuMs - before.cpuMs,
  eventsPerSecond: Math.round((people * missed) / (totalMs / 1000)),
  pairMs: { alone: summaryOf(alone), meanwhile: summaryOf(meanwhile) },
  rssMb: { before: before.rssMb, peak: after.peakMb },
});
for (const socket of sockets) socket.end();
await server.stop();
await rm(town.data, { recursive: true, force: true });
