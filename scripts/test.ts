// Everything that must hold: the checks, then all tests. `npm test` ends in one line: N passed, N failed.
import path from "node:path";
import { startVitest, type TestCase, type Vitest } from "vitest/node";
import { buildServer } from "./build-server.ts";
import { checks, run } from "./check.ts";

const builtPackage = "dist/test-package";

console.log("Checks");
const failedChecks = await run(checks);

console.log("\nTests");
// Servers of their own run as people install them: built, they start in a third of the time.
await buildServer(path.resolve(import.meta.dirname, "..", builtPackage), { declarations: false });
process.env["NATTER_TEST_PROGRAM"] ??= `${builtPackage}/server/main.js`;
const vitest = await startVitest("test", [], { watch: false, project: ["!engines"] });
const tests = count(vitest);
await vitest.close();

const passed = checks.length - failedChecks + tests.passed;
const failed = failedChecks + tests.failed;
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ""}`);
process.exitCode = failed === 0 ? 0 : 1;

/** Counts tests; a file that could not be run, or an error outside of every test, counts as a failed one. */
function count({ state }: Vitest): Record<ReturnType<TestCase["result"]>["state"], number> {
  const counts = { passed: 0, failed: state.getUnhandledErrors().length, skipped: 0, pending: 0 };
  for (const file of state.getTestModules()) {
    counts.failed += file.errors().length;
    for (const test of file.children.allTests()) counts[test.result().state] += 1;
    for (const suite of file.children.allSuites()) counts.failed += suite.errors().length;
  }
  counts.failed += counts.pending;
  if (counts.passed === 0) counts.failed += 1;
  return counts;
}
