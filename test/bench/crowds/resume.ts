// Many people come back at once, each 500 events behind, while two others talk.
// Usage: node test/bench/crowds/resume.ts [big|many] [people]
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LeanSocket } from "./lean-socket.ts";
import { Pair } from "./pair.ts";
import { quantile, range, Town, usageOf, type Citizen } from "./town.ts";

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

async function comesBack(url: string, { token }: Citizen, lastEventId: string): Promise<LeanSocket> {
  const socket = new LeanSocket(url, token);
  socket.call(1, "subscription", "sync.onEvent", { lastEventId });
  await socket.until(2 + missed);
  return socket;
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
  tokens: [town.citizen(0).token, town.citizen(1).token],
  roomId: roomOfTwo,
  everyMs: 5,
});
await sleep(1000);
await pair.latencies();
await sleep(3000);
const alone = await pair.latencies();
const before = await usageOf(server.pid);
const started = performance.now();
const sockets = await Promise.all(town.citizens.slice(2).map((citizen) => comesBack(server.url, citizen, lastEventId)));
const totalMs = performance.now() - started;
const meanwhile = await pair.latencies();
const after = await usageOf(server.pid);
console.log({
  shape,
  people,
  totalMs: Math.round(totalMs),
  serverCpuMs: after.cpuMs - before.cpuMs,
  eventsPerSecond: Math.round((people * missed) / (totalMs / 1000)),
  pairMs: {
    alone: { p50: quantile(alone, 0.5), p99: quantile(alone, 0.99) },
    meanwhile: { p50: quantile(meanwhile, 0.5), p99: quantile(meanwhile, 0.99), count: meanwhile.length },
  },
  rssMb: { before: before.rssMb, peak: after.peakMb },
});
for (const socket of sockets) socket.end();
await server.stop();
await rm(town.data, { recursive: true, force: true });
