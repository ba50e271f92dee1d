import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";

/** Path (from the root, with `/`) to file. */
export type SourceTree = ReadonlyMap<string, SourceFile>;

export interface SourceFile {
  source: string;
  imports: readonly Import[];
}

export interface Import {
  /** A path in the tree, or what a package or a built-in is imported as (`zod`, `@trpc/server`, `node:fs`). */
  target: string;
  inTree: boolean;
  /** `import type` and `export type`: gone when the program runs. */
  typeOnly: boolean;
}

const notOurs = ["**/node_modules/**", "**/dist/**", "coverage/**", "data/**"];

/** Every source file below a folder. */
export function readTree(root: string): SourceTree {
  const paths = globSync("**/*.{ts,tsx,mts,mjs,js}", { cwd: root, exclude: notOurs }).map((path) =>
    path.replaceAll("\\", "/"),
  );
  return treeOf(Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")])));
}

/** A tree from sources at hand. */
export function treeOf(sources: Record<string, string>): SourceTree {
  return new Map(Object.entries(sources).map(([path, source]) => [path, { source, imports: importsOf(path, source) }]));
}

function importsOf(path: string, source: string): Import[] {
  const { staticImports, staticExports, dynamicImports } = parseSync(path, source).module;
  // `import { type A }` still loads the module: Node takes the name away, not the import.
  const typeOnly = (start: number) => /^(import|export)\s+type\b/.test(source.slice(start, start + 20));
  return [
    ...staticImports.map(({ start, moduleRequest }) => importFrom(path, moduleRequest.value, typeOnly(start))),
    ...staticExports.flatMap(({ start, entries }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest === null ? [] : [importFrom(path, moduleRequest.value, typeOnly(start))],
      ),
    ),
    ...dynamicImports.flatMap(({ moduleRequest }) => {
      const literal = /^["'](.+)["']$/.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[1];
      return literal === undefined ? [] : [importFrom(path, literal, false)];
    }),
  ];
}

function importFrom(path: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith(".")) {
    return { target: posix.join(posix.dirname(path), specifier), inTree: true, typeOnly };
  }
  // A package, without the way inside it: `drizzle-orm/sqlite-core` is `drizzle-orm`.
  const name = specifier.startsWith("node:")
    ? specifier
    : specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return { target: name, inTree: false, typeOnly };
}
