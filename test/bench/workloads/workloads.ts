import { connects } from "./connects.ts";
import { fanOut64, fanOut8, fixedRate } from "./fan-out.ts";
import { idle } from "./idle.ts";
import { rooms100, rooms200 } from "./many-rooms.ts";
import { stalled } from "./stalled.ts";
import type { Workload } from "./workload.ts";

/** By the name that `--only` knows, in the order in which they are run. */
export const workloads = {
  "fan-out-8": fanOut8,
  "fan-out-64": fanOut64,
  "fixed-rate": fixedRate,
  "rooms-200": rooms200,
  "rooms-100": rooms100,
  idle,
  connects,
  stalled,
} satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof workloads;
