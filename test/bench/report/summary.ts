import type { ContestantName } from "../contestants/contestants.ts";
import type { Rounds } from "../run.ts";
import type { Figures, Target, Workload } from "../workloads/workload.ts";

/** What a contestant's rounds came to. */
export interface Result {
  contestant: ContestantName;
  median: number;
  min: number;
  max: number;
  /** How many times the reference's: the median over the rounds, each compared with the reference's same round. */
  ratio: number | null;
  /** The median share of its core that the server used; the generator's likewise. */
  serverShare: number;
  generatorShare: number;
  /** What kept it from more. */
  limit: Limit;
  /** Medians of what else was measured. */
  more: Record<string, number>;
  rounds: Figures[];
}

/** `others`: something else ran on the server's core. `waiting`: neither was busy: the disk, or each waited for the other. */
export type Limit = "server" | "generator" | "others" | "waiting";

export interface Verdict {
  target: Target;
  /** What was reached: a ratio or a figure. Null: the other contestant did not take part. */
  reached: number | null;
  met: boolean;
}

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

export function summarise(name: string, workload: Workload, rounds: Rounds): Summary {
  const { title, unit, better, contestants, targets } = workload;
  const [reference] = contestants;
  return {
    name,
    title,
    unit,
    better,
    reference,
    results: [...rounds].map(([contestant, figures]) => result(contestant, figures, rounds.get(reference) ?? null)),
    verdicts: targets.map((target) => judge(target, rounds)),
  };
}

function result(contestant: ContestantName, rounds: Figures[], reference: Figures[] | null): Result {
  const values = rounds.map(({ value }) => value);
  const names = Object.keys(rounds[0]?.more ?? {});
  return {
    contestant,
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    ratio: reference === null ? null : medianRatio(rounds, reference),
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

function judge(target: Target, rounds: Rounds): Verdict {
  const natter = rounds.get("natter") ?? [];
  const reached = "against" in target ? ratioTo(natter, rounds.get(target.against)) : figureOf(natter, target.figure);
  if (reached === null) return { target, reached, met: false };
  return { target, reached, met: "atLeast" in target ? reached >= target.atLeast : reached <= target.atMost };
}

function ratioTo(rounds: readonly Figures[], other: readonly Figures[] | undefined): number | null {
  return other === undefined || rounds.length === 0 ? null : medianRatio(rounds, other);
}

function figureOf(rounds: readonly Figures[], name: string): number | null {
  return rounds.length === 0 ? null : median(rounds.map(({ more }) => more?.[name] ?? Number.NaN));
}

function medianRatio(rounds: readonly Figures[], other: readonly Figures[]): number {
  return median(rounds.map(({ value }, index) => value / (other[index]?.value ?? Number.NaN)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
