import { contestants } from "../contestants/contestants.ts";
import type { Limit, Result, Summary, Verdict } from "./summary.ts";

/** A workload's results as lines of Markdown, which reads as well on a terminal. */
export function table(summary: Summary): string {
  const { title, unit, reference, results, verdicts } = summary;
  const rows = results.map((result) => [
    contestants[result.contestant].title,
    figure(result.median),
    `${figure(result.min)} – ${figure(result.max)}`,
    result.contestant === reference || result.ratio === null ? "" : times(result.ratio),
    percent(result.serverShare),
    percent(result.generatorShare),
  ]);
  const head = [title, unit, "min – max", "ratio", "server CPU", "generator CPU"];
  return [aligned([head, ...rows]), "", ...verdicts.map(verdictLine), ...results.flatMap(limitLine)].join("\n");
}

function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join("\n");
}

export function verdictLine({ target, reached, met }: Verdict): string {
  const what = "against" in target ? `x ${contestants[target.against].title}` : target.figure;
  const bound = "atLeast" in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`;
  if (reached === null) return `- ${bound} ${what}: not measured`;
  return `- ${bound} ${what}: **${met ? "met" : "not met"}** (${figure(reached)})`;
}

const limits: Record<Exclude<Limit, "server" | "waiting">, string> = {
  generator: "the generator was the limit, not the server: it can do more than this",
  others: "something else ran on the server's core: measure again on a machine at rest",
};

function limitLine({ contestant, limit }: Result): string[] {
  if (limit === "server" || limit === "waiting") return [];
  return [`- ${contestants[contestant].title}: ${limits[limit]}`];
}

/** Three digits that mean something: 1,234,567 is 1,230,000 and 0.12345 is 0.123. */
export function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}

function times(ratio: number): string {
  return `${figure(ratio)} x`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
