import { enterAll } from "../generator/crowd.ts";
import { Room } from "../generator/room.ts";
import { residentBytes } from "../memory.ts";
import type { Stage } from "../stage.ts";
import { p99, Stopwatch } from "./latency.ts";
import { flood, keepRate } from "./load.ts";
import type { Figures, Timing, Workload } from "./workload.ts";

const healthy = 100;
const perSecond = 20;
const bodyBytes = { talk: 200, flood: 4000 };
/** In all 4 MB for each reader: several times what the operating system and a bounded server hold back. */
const floodMessages = 1000;
const mebibyte = 2 ** 20;

/** Most of a busy room's readers stop reading: what they cost the server, and the others. */
export const stalled: Workload = {
  title: ({ membersEach }) => {
    const others = healthyOf(membersEach);
    return `${(membersEach - others).toLocaleString("en-US")} readers that stop reading, among ${others} others`;
  },
  unit: "x the others' p99 without them",
  better: "less",
  town: { rooms: 1, membersEach: 1100 },
  contestants: ["ws", "natter", "socket-io"],
  targets: [
    { figure: "the others' p99 without them", of: ({ value }) => value, atMost: 1.2 },
    { figure: "MiB for each of them", of: ({ more }) => more?.["mebibytesEach"] ?? Number.NaN, atMost: 1 },
  ],
  likeEthernet: true,
  play,
};

async function play({ place, members, serverPid }: Stage, timing: Timing): Promise<Figures> {
  const readers = healthyOf(members.length);
  const room = new Room(await enterAll(place, members.slice(0, readers)), bodyBytes.talk);
  // What runs for the first time is slow: both measurements come after the same.
  await busyHour();
  const alone = await talk();

  const before = residentBytes(serverPid);
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, residentBytes(serverPid))), 50);
  const stopped = await enterAll(place, members.slice(readers));
  for (const client of stopped) client.stall();
  await busyHour();
  const among = await talk();
  clearInterval(watch);

  const mebibytesEach = (peak - before) / mebibyte / stopped.length;
  return {
    value: among.p99Ms / alone.p99Ms,
    usage: among.usage,
    more: { p99AloneMs: alone.p99Ms, p99Ms: among.p99Ms, mebibytesEach },
  };

  async function busyHour() {
    room.bodyBytes = bodyBytes.flood;
    await flood(room, floodMessages);
    room.bodyBytes = bodyBytes.talk;
  }

  async function talk() {
    const stopwatch = new Stopwatch(room);
    const { usage } = await keepRate(room, perSecond, serverPid, timing);
    return { usage, p99Ms: p99(stopwatch.latencies) };
  }
}

function healthyOf(members: number): number {
  return Math.min(healthy, Math.ceil(members / 2));
}
