import type { Town } from "../accounts.ts";
import type { ContestantName } from "../contestants/contestants.ts";
import type { Usage } from "../cpu.ts";
import type { Stage } from "../stage.ts";

/** How long a round runs before it is measured, and while it is. */
export interface Timing {
  warmMs: number;
  measureMs: number;
}

/** What one round came to. */
export interface Figures {
  /** In the workload's unit. */
  value: number;
  usage: Usage;
  /** How many of what is counted were done in the measured time: what the server's CPU is divided by. */
  items?: number;
  /** Other figures worth keeping, by their names with the unit in them. */
  more?: Record<string, number>;
}

/** What Natter is to reach: so many times what another contestant comes to, or a figure of its own. */
export type Target =
  | { against: ContestantName; atLeast: number }
  | { against: ContestantName; atMost: number }
  | { figure: string; of: (figures: Figures) => number; atMost: number };

export interface Workload {
  title(town: Town): string;
  unit: string;
  better: "more" | "less";
  town: Town;
  /** Who takes part; the first is what the others are compared with. */
  contestants: readonly [ContestantName, ...ContestantName[]];
  targets: readonly Target[];
  /** Whether the servers run with an inspector, so that garbage can be told from what is kept. */
  inspected?: boolean;
  /** Whether it depends on what the system holds back for a reader, so that packets had better be as short as in life. */
  likeEthernet?: boolean;
  play(stage: Stage, timing: Timing): Promise<Figures>;
}
