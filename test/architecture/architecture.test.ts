import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { forbiddenImports, readTable } from "./import-table.ts";
import { circles, longFiles, reachable } from "./shape.ts";
import { readTree } from "./source-tree.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tree = readTree(root);
const table = readTable(readFileSync(`${root}/ARCHITECTURE.md`, "utf8"));

describe("the tree keeps to ARCHITECTURE.md", () => {
  test("every import is one that the table allows", () => {
    expect(forbiddenImports(tree, table)).toEqual([]);
  });

  test("no file imports itself round a corner, types included", () => {
    expect(circles(tree)).toEqual([]);
  });

  test("a file of more than 300 lines says why it must be so long", () => {
    expect(longFiles(tree)).toEqual([]);
  });
});

describe("what the SDK brings along", () => {
  const manifest: { exports: Record<string, string> } = JSON.parse(
    readFileSync(`${root}/client-sdk/package.json`, "utf8"),
  );
  const entries = Object.values(manifest.exports).map((file) => file.replace("./", "client-sdk/"));

  test("at run time nothing of the server but the contract", () => {
    const loaded = [...reachable(tree, entries, ({ typeOnly }) => !typeOnly)];
    expect(loaded.filter((path) => !/^(client-sdk|server\/contract)\//.test(path))).toEqual([]);
  });

  test("its types reach no database library", () => {
    const named = [...reachable(tree, entries, () => true)].flatMap((path) => tree.get(path)?.imports ?? []);
    const packages = new Set(named.filter(({ inTree }) => !inTree).map(({ target }) => target));
    expect([...packages].filter((name) => /drizzle|sqlite|postgres|^pg$/.test(name))).toEqual([]);
  });
});
