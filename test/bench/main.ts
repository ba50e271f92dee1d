import { Command, InvalidArgumentError, Option } from "commander";
import { DataFolders } from "./accounts.ts";
import { contestants, type ContestantName } from "./contestants/contestants.ts";
import { summarise } from "./report/summary.ts";
import { figure, table } from "./report/table.ts";
import { run } from "./run.ts";
import { takeOwnCore } from "./stage.ts";
import { workloads, type WorkloadName } from "./workloads/workloads.ts";
import type { Workload } from "./workloads/workload.ts";

interface Options {
  quick: boolean;
  only: WorkloadName[];
  contestant: ContestantName[];
  rounds?: number;
  profile?: string;
}

const workloadNames = Object.keys(workloads) as WorkloadName[];
const contestantNames = Object.keys(contestants) as ContestantName[];

const program = new Command("npm run bench --")
  .description("Measures Natter beside other chat servers: same machine, same generator, in alternating rounds.")
  .option("--quick", "under two minutes: one short round each, good for a look and no more", false)
  .addOption(new Option("--only <workload...>", "these only").choices(workloadNames).default(workloadNames, "all"))
  .addOption(
    new Option("--contestant <name...>", "these only").choices(contestantNames).default(contestantNames, "all"),
  )
  .option("--rounds <number>", "how often each contestant plays each workload (default: 5)", wholeNumber)
  .option("--profile <folder>", "write a CPU profile of every server there");

await measure(program.parse().opts<Options>());

async function measure({ quick, only, contestant, rounds, profile }: Options) {
  const pinned = takeOwnCore();
  if (!pinned) console.error("Server and generator share their cores: two cores and `taskset` make better figures.");
  const folders = new DataFolders();
  try {
    for (const name of only) {
      const workload: Workload = workloads[name];
      const taking = workload.contestants.filter((one) => contestant.includes(one));
      const played = await run(workload, taking, {
        rounds: rounds ?? (quick ? 1 : 5),
        timing: quick ? { warmMs: 500, measureMs: 1000 } : { warmMs: 2000, measureMs: 4000 },
        pinned,
        profiles: profile ?? null,
        folders,
        onRound: ({ contestant, figures }) =>
          console.error(`${name} ${contestant}: ${figure(figures.value)} ${workload.unit}`),
      });
      console.log(`\n${table(summarise(name, workload, played))}\n`);
    }
  } finally {
    await folders.removeAll();
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("It must be a number from 1 to 999.");
  return Number(text);
}
