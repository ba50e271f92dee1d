#!/usr/bin/env node
// Everything else is imported below the check: better-sqlite3 takes an older Node down without a word.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isTooOld = major < 22 || (major === 22 && minor < 18) || Number(process.versions["napi"] ?? 0) < 10;

if (isTooOld) {
  console.error(
    `natter: Node ${process.versions.node} is too old: install Node 22.18 or later, or start with npm start.`,
  );
  process.exitCode = 2;
} else {
  const { runCli } = await import("./cli.ts");
  // `exitCode` and not `exit()`: what is still being written to a pipe gets there.
  process.exitCode = await runCli(process.argv.slice(2));
}
