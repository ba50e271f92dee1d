import { setTimeout as pause } from "node:timers/promises";
import { startUsage } from "../cpu.ts";
import { Client } from "../generator/client.ts";
import type { Stage } from "../stage.ts";
import type { Figures, Timing, Workload } from "./workload.ts";

const atOnce = 32;

/** People who come, sign in with their token, subscribe, and leave once they hear everything. */
export const connects: Workload = {
  title: () => "Connect, verify a token, subscribe, leave",
  unit: "connects/s",
  better: "more",
  town: { rooms: 200, membersEach: 10 },
  contestants: ["socket-io", "natter", "ws", "trpc"],
  targets: [{ against: "socket-io", atLeast: 2 }],
  play,
};

async function play({ place, members, serverPid }: Stage, { warmMs, measureMs }: Timing): Promise<Figures> {
  let visits = 0;
  let open = true;
  const visitors = Array.from({ length: atOnce }, async (_, lane) => {
    for (let visit = lane; open; visit += atOnce) {
      const member = members[visit % members.length];
      if (member === undefined) throw new Error("nobody lives here");
      const client = await new Client(place, member).entered;
      await client.leave();
      visits += 1;
    }
  });
  const measuring = measure();
  await Promise.all([measuring, ...visitors]);
  return measuring;

  async function measure(): Promise<Figures> {
    await pause(warmMs);
    const usage = startUsage(serverPid);
    const [start, before] = [performance.now(), visits];
    await pause(measureMs);
    const items = visits - before;
    open = false;
    return { value: (items * 1000) / (performance.now() - start), items, usage: usage() };
  }
}
