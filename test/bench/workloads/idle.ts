import { setTimeout as pause } from "node:timers/promises";
import { startUsage } from "../cpu.ts";
import { enterAll } from "../generator/crowd.ts";
import { residentBytes } from "../memory.ts";
import type { Workload } from "./workload.ts";

/** So many come and go first: what a server makes once is not what a connection costs. */
const warmUp = 200;

/** What a connection costs that is signed in, hears everything, and does nothing. */
export const idle: Workload = {
  title: ({ rooms, membersEach }) => `${(rooms * membersEach).toLocaleString("en-US")} idle connections`,
  unit: "kB of memory per connection",
  better: "less",
  town: { rooms: 1000, membersEach: 10 },
  contestants: ["socket-io", "natter", "ws", "trpc"],
  targets: [{ against: "socket-io", atMost: 1 }],
  inspected: true,
  play: async ({ place, members, serverPid, collectGarbage }, { warmMs, measureMs }) => {
    const first = await enterAll(place, members.slice(0, warmUp));
    await Promise.all(first.map((client) => client.leave()));
    await pause(warmMs);
    await collectGarbage();
    const before = residentBytes(serverPid);

    const clients = await enterAll(place, members);
    await pause(warmMs);
    const asItIs = residentBytes(serverPid);
    await collectGarbage();
    const after = residentBytes(serverPid);
    const usage = startUsage(serverPid);
    await pause(measureMs);
    const used = usage();
    const kilobytes = (bytes: number) => (bytes - before) / clients.length / 1000;
    return { value: kilobytes(after), usage: used, more: { withGarbageKb: kilobytes(asItIs) } };
  },
};
