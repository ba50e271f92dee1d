import { contestants } from "../contestants/contestants.ts";
import { figure } from "./figure.ts";
import type { Result, Summary } from "./summary.ts";

const width = 760;
const barsFrom = 270;
const barsTo = 620;
const rowHeight = 22;
const headHeight = 34;
const gap = 16;

/** A bar chart of all workloads as SVG: Natter stands out, and it can be read on light and dark ground. */
export function chart(summaries: readonly Summary[]): string {
  let y = gap;
  const parts: string[] = [];
  for (const summary of summaries) {
    parts.push(group(summary, y));
    y += headHeight + summary.results.length * rowHeight + gap;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="Natter beside other servers">
${style}
${parts.join("\n")}
</svg>
`;
}

const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.unit { fill: #6e7781; font-weight: 400 }
.bar { fill: #afb8c1 }
.natter { fill: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .unit { fill: #8d96a0 }
  .bar { fill: #484f58 }
  .natter { fill: #4493f8 }
}
</style>`;

function group({ title, unit, better, results }: Summary, top: number): string {
  const most = Math.max(...results.map(({ median }) => median));
  const head = `<text class="title" x="0" y="${top + 14}">${escaped(title)} <tspan class="unit">${escaped(unit)}, ${better} is better</tspan></text>`;
  return [head, ...results.map((result, index) => bar(result, most, top + headHeight + index * rowHeight))].join("\n");
}

function bar({ contestant, median }: Result, most: number, top: number): string {
  const length = Math.max(1, (median / most) * (barsTo - barsFrom)).toFixed(1);
  const kind = contestant === "natter" ? "bar natter" : "bar";
  return [
    `<text x="${barsFrom - 8}" y="${top + 12}" text-anchor="end">${escaped(contestants[contestant].title)}</text>`,
    `<rect class="${kind}" x="${barsFrom}" y="${top}" width="${length}" height="${rowHeight - 6}" rx="2"/>`,
    `<text x="${barsFrom + Number(length) + 6}" y="${top + 12}">${figure(median)}</text>`,
  ].join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
