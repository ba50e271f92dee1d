import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Where the tests build the executable, from the project's root. */
export const executable = "dist/natter";

/**
 * How to run Natter: what NATTER_TEST_PROGRAM names from the project's root, the executable or a module of the built
 * package; else the sources.
 */
export function natterProgram(named = process.env["NATTER_TEST_PROGRAM"]): [command: string, ...args: string[]] {
  const program = path.resolve(root, named ?? "server/main.ts");
  return /\.[jt]s$/.test(program) ? [process.execPath, program] : [program];
}
