// Many people come within seconds, each watching 200 of them, then go, some more than once; then 50 type in a room
// that all of them watch.
// Usage: node test/bench/crowds/presence.ts [people]
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LeanSocket } from "./lean-socket.ts";
import { range, Town, usageOf } from "./town.ts";

const people = Number(process.argv[2] ?? 2000);
const watched = 200;
const typists = 50;
const typingSeconds = 6;

const town = await Town.found(people);
const hall = town.room(range(0, people));
await town.build();
await using server = await town.open();
const tokens = town.citizens.map(({ token }) => token);

const counted = async (what: () => Promise<unknown>) => {
  const before = await usageOf(server.pid);
  const started = performance.now();
  await what();
  const after = await usageOf(server.pid);
  return {
    ms: Math.round(performance.now() - started),
    serverCpuMs: after.cpuMs - before.cpuMs,
    growthMb: Math.round(after.rssMb - before.rssMb),
  };
};
const received = (sockets: readonly LeanSocket[]) => sockets.reduce((sum, { texts }) => sum + texts, 0);

/** Until nothing has come for half a second. */
async function quiet(sockets: readonly LeanSocket[]): Promise<void> {
  for (let before = -1; before !== received(sockets);) {
    before = received(sockets);
    await sleep(500);
  }
}

const bystanders = await counted(async () => {
  for (const socket of await LeanSocket.openAll(server.url, tokens)) socket.end();
  await sleep(4000);
});
let sockets: LeanSocket[] = [];
const storm = await counted(async () => {
  for (const at of range(0, people / 50)) {
    const wave = await LeanSocket.openAll(server.url, tokens.slice(at * 50, (at + 1) * 50));
    for (const [index, socket] of wave.entries()) {
      const userIds = range(1, watched + 1).map((step) => town.citizen((at * 50 + index + step) % people).userId);
      socket.call(1, "subscription", "presence.onChange", { userIds });
    }
    sockets.push(...wave);
  }
  await quiet(sockets);
});
const toldInStorm = received(sockets);
const statuses = await counted(async () => {
  for (const [index, socket] of sockets.entries())
    socket.call(2, "mutation", "presence.set", { status: index % 2 === 0 ? "away" : "busy" });
  await quiet(sockets);
});
const toldOfStatuses = received(sockets) - toldInStorm;
for (const socket of sockets) socket.end();
await sleep(4000);

sockets = await LeanSocket.openAll(server.url, tokens);
for (const socket of sockets) socket.call(1, "subscription", "typing.onChange", { roomId: hall });
await Promise.all(sockets.map((socket) => socket.until(1)));
await sleep(500);
const typing = await counted(async () => {
  for (const second of range(0, typingSeconds)) {
    for (const socket of sockets.slice(0, typists)) {
      socket.call(2 + second, "mutation", "typing.set", { roomId: hall, typing: true });
      await sleep(1000 / typists);
    }
  }
});
console.log({
  people,
  comeAndGo: bystanders,
  storm: { ...storm, frames: toldInStorm },
  statuses: { ...statuses, frames: toldOfStatuses },
  typing: { ...typing, frames: received(sockets) },
});
for (const socket of sockets) socket.end();
await server.stop();
await rm(town.data, { recursive: true, force: true });
