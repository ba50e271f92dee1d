import { describe, expect, test } from "vitest";
import { forbiddenImports, readTable } from "./import-table.ts";
import { circles, longFiles, reachable } from "./shape.ts";
import { treeOf } from "./source-tree.ts";

const table = readTable(`
## Who may import whom
| part | files | may import | types only | packages |
| --- | --- | --- | --- | --- |
| contract | \`server/contract/\` | – | – | – |
| router | \`server/router.ts\` | contract | – | \`@trpc/server\` |
| server | \`server/\` | all | – | all |
| sdk | \`client-sdk/\` | contract | router | \`node:*\` |

## Another heading
| part | files |
`);

const forbidden = (sources: Record<string, string>) => forbiddenImports(treeOf(sources), table);

describe("the import table", () => {
  test.each([
    ["what the row names", `import { a } from "../server/contract/a.ts";`],
    ["types of what the row names for types", `import type { R } from "../server/router.ts";`],
    ["a built-in among its packages", `import fs from "node:fs";`],
    ["its own files", `import "./other.ts";`],
  ])("lets a file import %s", (_, source) => {
    expect(forbidden({ "client-sdk/index.ts": source })).toEqual([]);
  });

  test.each([
    ["a value where only types may be", `import { r } from "../server/router.ts";`],
    ["a type in a way that still loads the module", `import { type R } from "../server/router.ts";`],
    ["a part that is not named", `import type { M } from "../server/main.ts";`],
    ["by passing something on", `export * from "../server/main.ts";`],
    ["late", `await import("../server/main.ts");`],
    ["a package that is not named", `import type { S } from "drizzle-orm/sqlite-core";`],
    ["a file outside of every row", `import "../elsewhere/a.ts";`],
  ])("stops a file that imports %s", (_, source) => {
    expect(forbidden({ "client-sdk/index.ts": source })).toHaveLength(1);
  });

  test("takes the row that names a file most exactly", () => {
    const source = `import { a } from "./main.ts";`;
    expect(forbidden({ "server/other.ts": source })).toEqual([]);
    expect(forbidden({ "server/router.ts": source })).toEqual([
      "server/router.ts imports server/main.ts: router may not import from server",
    ]);
  });

  test("wants a row for every file", () => {
    expect(forbidden({ "elsewhere/a.ts": "" })).toEqual(["elsewhere/a.ts belongs to no row of the table"]);
  });

  test("is refused when it is missing or names a part that has no row", () => {
    const header = "## Who may import whom\n| part | files | may import | types only | packages |\n| --- |\n";
    expect(() => readTable("# Architecture")).toThrow("needs");
    expect(() => readTable(`${header}| a | \`a/\` | b | – | – |`)).toThrow("has no row");
  });
});

describe("the shape of the tree", () => {
  test("a circle is found, also one of types alone", () => {
    const tree = treeOf({
      "a.ts": `import "./b.ts";`,
      "b.ts": `import type { C } from "./c.ts";`,
      "c.ts": `export type { A } from "./a.ts";`,
      "d.ts": `import "./a.ts"; import "./b.ts";`,
    });
    expect(circles(tree)).toEqual(["a.ts -> b.ts -> c.ts -> a.ts"]);
  });

  test("two files that share a third are no circle", () => {
    expect(
      circles(treeOf({ "a.ts": `import "./b.ts"; import "./c.ts";`, "b.ts": `import "./c.ts";`, "c.ts": "" })),
    ).toEqual([]);
  });

  test("a file may have 300 lines, and more only with a reason", () => {
    const lines = (count: number, first = "") => first + "\n".repeat(count - 1) + "end";
    expect(longFiles(treeOf({ "a.ts": lines(300), "b.ts": lines(301, "// long: a table of every limit") }))).toEqual(
      [],
    );
    expect(longFiles(treeOf({ "a.ts": lines(301), "b.ts": lines(301, "// long: ") }))).toHaveLength(2);
  });

  test("what a file loads is told from what its types need", () => {
    const tree = treeOf({ "a.ts": `import "./b.ts"; import type { C } from "./c.ts";`, "b.ts": "", "c.ts": "" });
    expect(reachable(tree, ["a.ts"], ({ typeOnly }) => !typeOnly)).toEqual(new Set(["a.ts", "b.ts"]));
    expect(reachable(tree, ["a.ts"], () => true)).toEqual(new Set(["a.ts", "b.ts", "c.ts"]));
  });
});
