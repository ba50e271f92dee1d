#!/usr/bin/env node
import { nodeProblem } from "./node-version.ts";

// Everything else is imported below the check.
const problem = nodeProblem();
if (problem === null) void run();
else {
  console.error(`natter: ${problem}, or start with npm start.`);
  process.exitCode = 2;
}

/** Not at the top of the module: an executable has no `await` there. */
async function run(): Promise<void> {
  const { runCli } = await import("./cli.ts");
  // `exitCode` and not `exit()`: what is still being written to a pipe gets there.
  process.exitCode = await runCli(process.argv.slice(2));
}
