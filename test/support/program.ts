import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** How to run Natter: the executable that NATTER_TEST_PROGRAM names (from the project's root), else the sources. */
export function natterProgram(executable = process.env["NATTER_TEST_PROGRAM"]): [command: string, ...args: string[]] {
  if (executable !== undefined) return [path.resolve(root, executable)];
  return [process.execPath, path.join(root, "server/main.ts")];
}
