import type { Town } from "./accounts.ts";
import { mostConnections } from "./memory.ts";
import type { Timing } from "./workloads/workload.ts";

export interface Size {
  rounds: number;
  timing: Timing;
  mostRooms: number;
  mostMembersEach: number;
}

/**
 * How much is run. Before that time is up a server that stays up for weeks is still compiling itself, on the core that it
 * is measured on. The figures of `full` are those to quote.
 */
export const sizes = {
  full: { rounds: 5, timing: { warmMs: 5000, measureMs: 3000 }, mostRooms: Infinity, mostMembersEach: Infinity },
  quick: { rounds: 1, timing: { warmMs: 500, measureMs: 1000 }, mostRooms: 200, mostMembersEach: Infinity },
  tiny: { rounds: 1, timing: { warmMs: 20, measureMs: 100 }, mostRooms: 3, mostMembersEach: 6 },
} satisfies Record<string, Size>;

/** The town in this size, and no larger than this machine's limit of open files allows. */
export function fit({ rooms, membersEach }: Town, { mostRooms, mostMembersEach }: Size): Town {
  const each = Math.min(membersEach, mostMembersEach);
  return { rooms: Math.min(rooms, mostRooms, Math.floor(mostConnections() / each)), membersEach: each };
}
