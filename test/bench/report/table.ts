import { contestants } from "../contestants/contestants.ts";
import { figure } from "./figure.ts";
import type { Limit, Result, Summary, Verdict } from "./summary.ts";

/** A workload's results as Markdown that reads as well on a terminal. */
export function table(summary: Summary): string {
  const { title, unit, results, verdicts } = summary;
  const columns = ["", unit, "min – max", "ratio", "server CPU", "generator CPU"];
  const counts = results.some(({ cpuMicrosEach }) => cpuMicrosEach !== null);
  if (counts) columns.push("µs each");
  const rows = results.map((result) => row(result, summary).slice(0, columns.length));
  const notes = [...verdicts.map(verdictLine), ...results.flatMap(moreLine), ...results.flatMap(limitLine)];
  return [`### ${title}`, "", aligned([columns, ...rows]), "", ...notes].join("\n");
}

function row(result: Result, { reference }: Summary): string[] {
  const { contestant, median, min, max, ratio, serverShare, generatorShare, cpuMicrosEach } = result;
  return [
    contestants[contestant].title,
    figure(median),
    `${figure(min)} – ${figure(max)}`,
    contestant === reference || ratio === null ? "" : `${figure(ratio)} x`,
    percent(serverShare),
    percent(generatorShare),
    cpuMicrosEach === null ? "" : figure(cpuMicrosEach),
  ];
}

function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]?.length ?? 0)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(" | ")} |`;
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  const [head = [], ...body] = rows;
  return [line(head), line(rule), ...body.map(line)].join("\n");
}

function verdictLine({ target, against, bound, wanted, reached, met }: Verdict): string {
  const what = against === null ? target : `x ${contestants[against].title}`;
  if (reached === null) return `- Target: ${bound} ${wanted} ${what}: not measured.`;
  return `- Target: ${bound} ${wanted} ${what}: **${met ? "met" : "not met"}**, ${figure(reached)}.`;
}

/** What else is measured, by its name in the figures. */
const words: Record<string, string> = {
  p99Ms: "p99 of delivery in ms",
  p99AloneMs: "p99 before in ms",
  mebibytesEach: "MiB of memory for each of them",
  withGarbageKb: "kB before garbage is collected",
};

function moreLine({ contestant, more }: Result): string[] {
  const figures = Object.entries(more).map(([name, value]) => `${words[name] ?? name}: ${figure(value)}`);
  return figures.length === 0 ? [] : [`- ${contestants[contestant].title}: ${figures.join(", ")}.`];
}

const limits: Partial<Record<Limit, string>> = {
  generator: "the generator was the limit, not the server, which can do more than this",
  others: "something else ran on the server's core; measure again on a machine at rest",
};

function limitLine({ contestant, limit }: Result): string[] {
  const meaning = limits[limit];
  return meaning === undefined ? [] : [`- ${contestants[contestant].title}: ${meaning}.`];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
