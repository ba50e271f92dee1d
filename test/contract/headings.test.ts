import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const here = import.meta.dirname;

test("every heading of PROTOCOL.md has tests", () => {
  const headings = readFileSync(path.join(here, "../../PROTOCOL.md"), "utf8").matchAll(/^## (.+)$/gm);
  const files = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
  const sources = files.map((name) => readFileSync(path.join(here, name), "utf8")).join("\n");
  const groups = new Set([...sources.matchAll(/^describe(?:\.runIf\(\w+\))?\("([^"]+)"/gm)].map(([, name]) => name));
  const untested = [...headings].map(([, name]) => name).filter((name) => !groups.has(name));
  expect(untested).toEqual([]);
  expect(groups.size).toBeGreaterThan(0);
});
