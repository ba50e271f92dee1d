import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { DataFolders } from "./accounts.ts";
import { contestants, type ContestantName } from "./contestants/contestants.ts";
import { describeMachine } from "./machine.ts";
import { moveToOwnNetwork } from "./network.ts";
import { chart } from "./report/chart.ts";
import { describe, writeDocs } from "./report/docs.ts";
import { figure } from "./report/figure.ts";
import { showProgress } from "./report/progress.ts";
import { summarise, type Summary } from "./report/summary.ts";
import { table } from "./report/table.ts";
import { run } from "./run.ts";
import { fit, sizes, type Size } from "./sizes.ts";
import { takeOwnCore } from "./stage.ts";
import { workloads, type WorkloadName } from "./workloads/workloads.ts";
import type { Workload } from "./workloads/workload.ts";

interface Options {
  quick: boolean;
  tiny: boolean;
  only: WorkloadName[];
  contestant: ContestantName[];
  rounds?: number;
  json?: string;
  svg?: string;
  docs: boolean;
  profile?: string;
}

const workloadNames = Object.keys(workloads) as WorkloadName[];
const contestantNames = Object.keys(contestants) as ContestantName[];

const program = new Command("npm run bench --")
  .description("Measures Natter beside other chat servers: same machine, same generator, in alternating rounds.")
  .option("--quick", "under two minutes: one short round each, for a look", false)
  .option("--tiny", "seconds, with a handful of people: whether it runs", false)
  .addOption(new Option("--only <workload...>", "these only").choices(workloadNames).default(workloadNames, "all"))
  .addOption(
    new Option("--contestant <name...>", "these only").choices(contestantNames).default(contestantNames, "all"),
  )
  .option("--rounds <number>", "how often everybody plays each workload", wholeNumber)
  .option("--json <file>", "write everything that was measured")
  .option("--svg <file>", "write the medians as a chart")
  .addOption(
    new Option("--docs", "put figures and chart into docs/performance.md")
      .default(false)
      .conflicts(["quick", "tiny", "only", "contestant"]),
  )
  .option("--profile <folder>", "write a CPU profile of every server there");

const options = program.parse().opts<Options>();
// The tiny form must run everywhere, and keep no core to itself.
if (!options.tiny && !moveToOwnNetwork()) {
  console.error("No network of our own (unshare and ip make one): readers that stall cost the system more memory.");
}
const pinned = !options.tiny && takeOwnCore();
if (!options.tiny && !pinned) {
  console.error("Server and generator share their cores: with two cores and taskset the figures are better.");
}
const machine = describeMachine();
// Servers and folders are cleared away at the exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const summaries = await measureAll(options, sizeOf(options));
console.log(describe(machine));
report(options);

function sizeOf({ quick, tiny, rounds }: Options): Size {
  const size = tiny ? sizes.tiny : quick ? sizes.quick : sizes.full;
  return { ...size, rounds: rounds ?? size.rounds };
}

async function measureAll({ only, contestant, profile }: Options, size: Size): Promise<Summary[]> {
  const plan = only.map((name) => {
    const workload: Workload = workloads[name];
    return { name, workload, taking: workload.contestants.filter((one) => contestant.includes(one)) };
  });
  const progress = showProgress(plan.reduce((sum, { taking }) => sum + taking.length, 0) * size.rounds);
  const folders = new DataFolders();
  process.once("exit", () => folders.removeAll());
  const summaries: Summary[] = [];
  for (const { name, workload, taking } of plan) {
    const town = fit(workload.town, size);
    progress.begin(name);
    const rounds = await run(workload, {
      ...size,
      taking,
      town,
      pinned,
      profiles: profile ?? null,
      folders,
      onRound: (one, { value }) => progress.advance(`${one}: ${figure(value)} ${workload.unit}`),
    });
    summaries.push(summarise(name, workload, town, rounds));
  }
  progress.stop();
  return summaries;
}

function report({ json, svg, docs }: Options): void {
  for (const summary of summaries) console.log(`\n${table(summary)}`);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ machine, pinned, workloads: summaries }, null, 2)}\n`);
  if (svg !== undefined) writeFileSync(svg, chart(summaries));
  if (docs) writeDocs(machine, summaries);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("It must be a number from 1 to 999.");
  return Number(text);
}
