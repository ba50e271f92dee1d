import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { chart } from "./chart.ts";
import type { Summary } from "./summary.ts";
import { table } from "./table.ts";

const docs = join(import.meta.dirname, "../../../docs");
const page = join(docs, "performance.md");
const [begin, end] = ["<!-- figures: written by `npm run bench -- --docs` -->", "<!-- end of figures -->"];

/** Puts the figures and the chart into docs/performance.md, in place of those that are there. */
export function writeDocs(machine: Machine, summaries: readonly Summary[]): void {
  const text = readFileSync(page, "utf8");
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${page} has lost the marks between which figures go`);
  const figures = [describe(machine), "![The medians as bars](performance.svg)", ...summaries.map(table)].join("\n\n");
  writeFileSync(page, `${before}${begin}\n\n${figures}\n\n${end}${after}`);
  writeFileSync(join(docs, "performance.svg"), chart(summaries));
}

export function describe(machine: Machine): string {
  const { processor, cores, memoryGb, system, node, fsyncMicros, loadBefore, measuredAt } = machine;
  return `${measuredAt.slice(0, 10)}, ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, fsync ${fsyncMicros} µs, load before ${loadBefore}.`;
}
