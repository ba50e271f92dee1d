import { fanOut64, fanOut8 } from "./fan-out.ts";
import type { Workload } from "./workload.ts";

/** By the name that `--only` knows, in the order in which they are run. */
export const workloads = {
  "fan-out-8": fanOut8,
  "fan-out-64": fanOut64,
} satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof workloads;
