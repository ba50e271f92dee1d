import type { Town } from "../accounts.ts";
import type { ContestantName } from "../contestants/contestants.ts";
import type { Rounds } from "../run.ts";
import type { Figures, Target, Workload } from "../workloads/workload.ts";

/** What a workload came to. */
export interface Summary {
  name: string;
  title: string;
  unit: string;
  better: Workload["better"];
  /** Whom the ratios compare with. */
  reference: ContestantName;
  results: Result[];
  verdicts: Verdict[];
}

export interface Result {
  contestant: ContestantName;
  median: number;
  min: number;
  max: number;
  /** How many times the reference's: the median over the rounds, each compared with the reference's same round. */
  ratio: number | null;
  /** The server's CPU for one of what is counted, in microseconds: it hardly changes where others use the machine too. */
  cpuMicrosEach: number | null;
  /** Medians of the shares of a core that server and generator used. */
  serverShare: number;
  generatorShare: number;
  limit: Limit;
  /** Medians of what else was measured. */
  more: Record<string, number>;
  rounds: Figures[];
}

/**
 * What kept it from more. `others`: something else ran on the server's core. `waiting`: neither was busy, they waited
 * for the disk or for each other.
 */
export type Limit = "server" | "generator" | "others" | "waiting";

export interface Verdict {
  /** In words. */
  target: string;
  /** The contestant that Natter is compared with; null: it is an absolute figure. */
  against: ContestantName | null;
  bound: "at least" | "at most";
  wanted: number;
  /** A ratio, or the figure. Null: it was not measured, because somebody did not take part. */
  reached: number | null;
  met: boolean;
}

export function summarise(name: string, workload: Workload, town: Town, rounds: Rounds): Summary {
  const { title, unit, better, contestants, targets } = workload;
  const [reference] = contestants;
  const inOrder = contestants.filter((contestant) => rounds.has(contestant));
  return {
    name,
    title: title(town),
    unit,
    better,
    reference,
    results: inOrder.map((contestant) => result(contestant, rounds, reference)),
    verdicts: targets.map((target) => judge(target, rounds)),
  };
}

function result(contestant: ContestantName, all: Rounds, reference: ContestantName): Result {
  const rounds = all.get(contestant) ?? [];
  const values = rounds.map(({ value }) => value);
  const names = Object.keys(rounds[0]?.more ?? {});
  return {
    contestant,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    ratio: ratio(all, contestant, reference),
    cpuMicrosEach:
      rounds[0]?.items === undefined ? null : median(rounds.map(({ usage, items = 0 }) => usage.serverMicros / items)),
    serverShare: median(rounds.map(({ usage }) => usage.server)),
    generatorShare: median(rounds.map(({ usage }) => usage.generator)),
    limit: limitOf(rounds),
    more: Object.fromEntries(names.map((name) => [name, median(rounds.map(({ more }) => more?.[name] ?? 0))])),
    rounds,
  };
}

const busy = 0.85;

function limitOf(rounds: readonly Figures[]): Limit {
  const of = (pick: (figures: Figures) => number) => median(rounds.map(pick));
  if (of(({ usage }) => usage.server) >= busy) return "server";
  if (of(({ usage }) => usage.generator) >= busy) return "generator";
  return of(({ usage }) => usage.server + usage.serverWaited) >= busy ? "others" : "waiting";
}

function judge(target: Target, all: Rounds): Verdict {
  const isAgainst = "against" in target;
  const against = isAgainst ? target.against : null;
  const own = all.get("natter") ?? [];
  const reached = isAgainst ? ratio(all, "natter", target.against) : own.length > 0 ? median(own.map(target.of)) : null;
  const [bound, wanted] =
    "atLeast" in target ? (["at least", target.atLeast] as const) : (["at most", target.atMost] as const);
  const met = reached !== null && (bound === "at least" ? reached >= wanted : reached <= wanted);
  return { target: isAgainst ? target.against : target.figure, against, bound, wanted, reached, met };
}

/** Null where one of the two has not taken part. */
function ratio(all: Rounds, one: ContestantName, other: ContestantName): number | null {
  const [own, others] = [all.get(one), all.get(other)];
  if (own === undefined || others === undefined) return null;
  return median(own.map(({ value }, index) => value / (others[index]?.value ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
