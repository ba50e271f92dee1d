// Most of a busy room's readers stop reading: what they cost the server, and the others.
// Usage: node test/bench/crowds/slow-readers.ts [stalled] [own|same], the ids under which they have subscribed: with
// ids of their own they share no bytes, which is the worst that clients can do.
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LeanSocket } from "./lean-socket.ts";
import { Pair } from "./pair.ts";
import { quantile, range, Town, usageOf } from "./town.ts";

const stalled = Number(process.argv[2] ?? 1000);
const ownIds = process.argv[3] !== "same";
const healthy = 100;
const body = "🦀".repeat(1000);
/** 8 MB for each reader: more than the operating system holds back. */
const messages = 2000;

const town = await Town.found(2 + healthy + stalled);
const room = town.room(range(0, town.citizens.length));
const lastEventId = await town.build();
await using server = await town.open();
const tokens = town.citizens.map(({ token }) => token);
const [talker] = await LeanSocket.openAll(server.url, tokens.slice(0, 1));
const readers = await LeanSocket.openAll(server.url, tokens.slice(2, 2 + healthy));
for (const reader of readers) reader.call(1, "subscription", "room.onEvent", { roomId: room });
let sent = 0;

async function flood(): Promise<number> {
  let peakMb = 0;
  for (const _ of range(0, messages / 20)) {
    for (const _message of range(0, 20)) {
      const clientId = `flood-${sent++}`;
      talker?.call(sent, "mutation", "message.send", { roomId: room, clientId, body });
    }
    await talker?.until(sent);
    peakMb = Math.max(peakMb, (await usageOf(server.pid)).rssMb);
  }
  return peakMb;
}

async function latency() {
  await using pair = await Pair.meet({
    wsUrl: server.url,
    pid: server.pid,
    tokens: [town.citizen(0).token, town.citizen(1).token],
    roomId: room,
    everyMs: 20,
  });
  await sleep(1000);
  await pair.latencies();
  await sleep(6000);
  const took = await pair.latencies();
  const [wall, work] = [took.map(({ ms }) => ms), took.map(({ workMs }) => workMs)];
  return { p50: quantile(wall, 0.5), p99: quantile(wall, 0.99), workP99: quantile(work, 0.99) };
}

await flood();
const alone = await latency();
const before = await usageOf(server.pid);
const stopped = await LeanSocket.openAll(server.url, tokens.slice(2 + healthy));
for (const [index, reader] of stopped.entries()) {
  reader.call(ownIds ? 1000 + index : 1, "subscription", "room.onEvent", { roomId: room });
}
await Promise.all(stopped.map((reader) => reader.until(2)));
for (const reader of stopped) reader.socket.pause();
const peakMb = await flood();
const among = await latency();
const after = await usageOf(server.pid);
console.log({
  stalled,
  ownIds,
  growthMb: Math.round(peakMb - before.rssMb),
  kibEach: Math.round(((peakMb - before.rssMb) * 1024) / stalled),
  pairMs: { alone, among },
  rssMb: { before: before.rssMb, after: after.rssMb },
});
// Who reads again soon after having been given up is told why; whoever sleeps on finds the connection gone.
await sleep(35_000);
for (const reader of stopped) reader.socket.resume();
await Promise.all(stopped.map((reader) => reader.closed));
console.log("closed with", [...new Set(stopped.map(({ closeCode }) => closeCode))]);

const back = await LeanSocket.openAll(server.url, tokens.slice(2 + healthy, 2 + healthy + 20));
const started = performance.now();
for (const reader of back) reader.call(1, "subscription", "room.onEvent", { roomId: room, lastEventId });
await Promise.all(back.map((reader) => reader.until(2 + 2 * messages)));
console.log(`20 of them have resumed ${2 * messages} messages in ${Math.round(performance.now() - started)} ms`);
for (const socket of [...back, ...readers]) socket.end();
talker?.end();
await server.stop();
await rm(town.data, { recursive: true, force: true });
