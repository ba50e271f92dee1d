// What a change must pass beside the tests: `npm run check`. Says of each what failed and how to mend it.
import { exec } from "node:child_process";

export interface Check {
  name: string;
  command: string;
  /** What to do when it fails. */
  mend: string;
}

/** One tool each, the quickest first. `npm test` runs these too. */
export const checks: Check[] = [
  { name: "format", command: "oxfmt --check", mend: "npm run format" },
  {
    name: "lint",
    command: "oxlint --format=unix",
    mend: "mend the lines named above; `npm run lint -- --fix` does some of it",
  },
  { name: "types", command: "tsc", mend: "mend the lines named above" },
  { name: "dead code", command: "knip", mend: "remove what nobody uses, or name it in knip.json" },
];

const architecture: Check = {
  name: "architecture",
  command: "vitest run --project architecture --reporter=agent",
  mend: 'see "Who may import whom" in ARCHITECTURE.md',
};

/** Runs the checks side by side, tells how each went, and resolves with how many failed. */
export async function run(wanted: readonly Check[]): Promise<number> {
  const passed = await Promise.all(wanted.map(report));
  return passed.filter((ok) => !ok).length;
}

async function report({ name, command, mend }: Check): Promise<boolean> {
  const started = performance.now();
  const { ok, output } = await outcome(command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    ok ? `✓ ${name.padEnd(13)} ${seconds} s` : `\n✗ ${name} (${command})\n${output}\n  to mend it: ${mend}\n`,
  );
  return ok;
}

function outcome(command: string): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    exec(command, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: `${stdout}${stderr}`.trimEnd() });
    });
  });
}

if (import.meta.main) {
  const all = [...checks, architecture];
  const failed = await run(all);
  console.log(`\n${all.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
