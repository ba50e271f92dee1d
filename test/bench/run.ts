import type { DataFolders } from "./accounts.ts";
import { contestants, type ContestantName } from "./contestants/contestants.ts";
import { openStage } from "./stage.ts";
import type { Figures, Timing, Workload } from "./workloads/workload.ts";

export interface RunOptions {
  rounds: number;
  timing: Timing;
  /** Whether server and generator have a core each. */
  pinned: boolean;
  /** Where CPU profiles of the servers go. */
  profiles: string | null;
  folders: DataFolders;
  onRound(round: { contestant: ContestantName; figures: Figures }): void;
}

/** A contestant's rounds of one workload, in the order in which they were played. */
export type Rounds = Map<ContestantName, Figures[]>;

/** Round after round, every contestant once in each: whatever else the machine does hits them alike. */
export async function run(
  workload: Workload,
  taking: readonly ContestantName[],
  { rounds, timing, pinned, profiles, folders, onRound }: RunOptions,
): Promise<Rounds> {
  const played: Rounds = new Map(taking.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of inTurn(taking, round)) {
      await using stage = await openStage(contestants[name], workload.town, folders, { pinned, profiles });
      const figures = await workload.play(stage, timing);
      played.get(name)?.push(figures);
      onRound({ contestant: name, figures });
    }
  }
  return played;
}

/** Every round begins with another one. */
function inTurn<T>(items: readonly T[], round: number): T[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}
