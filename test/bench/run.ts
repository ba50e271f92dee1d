import type { DataFolders, Town } from "./accounts.ts";
import { contestants, type ContestantName } from "./contestants/contestants.ts";
import { likeEthernet } from "./network.ts";
import { openStage } from "./stage.ts";
import type { Figures, Timing, Workload } from "./workloads/workload.ts";

export interface RunOptions {
  taking: readonly ContestantName[];
  town: Town;
  rounds: number;
  timing: Timing;
  /** Whether server and generator have a core each. */
  pinned: boolean;
  /** Where CPU profiles of the servers go; null: none. */
  profiles: string | null;
  folders: DataFolders;
  onRound(contestant: ContestantName, figures: Figures): void;
}

/** A contestant's rounds of one workload, in the order in which they were played. */
export type Rounds = Map<ContestantName, Figures[]>;

/** Round after round, every contestant once in each: whatever else the machine does hits them alike. */
export async function run(workload: Workload, options: RunOptions): Promise<Rounds> {
  const { taking, town, rounds, timing, onRound } = options;
  likeEthernet(workload.likeEthernet ?? false);
  const played: Rounds = new Map(taking.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurn(taking, round)) {
      await using stage = await openStage(contestants[name], town, {
        ...options,
        inspected: workload.inspected ?? false,
      });
      const figures = await workload.play(stage, timing);
      played.get(name)?.push(figures);
      onRound(name, figures);
    }
  }
  return played;
}

/** Every round begins with another one. */
function inTurn<T>(items: readonly T[], round: number): T[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
