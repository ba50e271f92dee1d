import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Where the tests build the executable, from the project's root. */
export const executable = "dist/natter";

/** How to run Natter: the executable that NATTER_TEST_PROGRAM names (from the project's root), else the sources. */
export function natterProgram(single = process.env["NATTER_TEST_PROGRAM"]): [command: string, ...args: string[]] {
  if (single !== undefined) return [path.resolve(root, single)];
  return [process.execPath, path.join(root, "server/main.ts")];
}
