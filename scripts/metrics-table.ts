// The table of metrics in docs/observing.md, made of what the server itself says about them: `npm run docs:metrics`.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { catalogue } from "../server/metrics/catalogue/catalogue.ts";

export const page = fileURLToPath(new URL("../docs/observing.md", import.meta.url));
const [begin, end] = ["<!-- metrics: written by `npm run docs:metrics` -->", "<!-- end of metrics -->"];

/** The page's text with the table as it should be. Throws where the marks are gone between which it stands. */
export function withTable(text: string): string {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} has lost the marks around its table`);
  return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
}

function table(): string {
  const rows = Object.entries(catalogue).map(([name, { type, labels = [], meaning, worrying }]) => {
    const code = (text: string) => `\`${text}\``;
    return [code(name), type, labels.map(code).join(", ") || "–", meaning, worrying ?? "–"];
  });
  const header = ["metric", "type", "labels", "what it says", "what is worrying"];
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

if (import.meta.main) writeFileSync(page, withTable(readFileSync(page, "utf8")));
