import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, test } from "vitest";
import { natterProgram } from "../support/program.ts";
import { mayStartServers } from "../support/under-test.ts";

const [command, ...program] = natterProgram();
const folder = mkdtempSync(path.join(tmpdir(), "natter-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Refusal {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A start that is expected to fail, as an operator would make it. */
async function start(env: Record<string, string>): Promise<Refusal> {
  const defaults = { NATTER_PORT: "0", NATTER_DATA: path.join(folder, crypto.randomUUID()) };
  const child = spawn(command, [...program, "serve"], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...defaults, ...env },
  });
  const refusal: Refusal = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (refusal.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (refusal.stderr += chunk.toString()));
  const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await once(child, "close");
  clearTimeout(late);
  return { ...refusal, code: child.exitCode };
}

/** What is in the way beside what serve.test.ts has, how it comes about, and what the one line says to do. */
const obstacles: Record<string, { prepare(): Record<string, string>; says: RegExp; code: number }> = {
  "the data folder cannot be made": {
    prepare: () => ({ NATTER_DATA: "/proc/natter" }),
    says: /\/proc\/natter .*choose another folder with NATTER_DATA/,
    code: 3,
  },
  "the secret is short": {
    prepare: () => ({ NATTER_SECRET: "too short" }),
    says: /NATTER_SECRET must be at least 32 random bytes/,
    code: 2,
  },
  "the secret is an example": {
    prepare: () => ({ NATTER_SECRET: "change-me-to-something-long-and-random-please" }),
    says: /NATTER_SECRET must be at least 32 random bytes/,
    code: 2,
  },
  "the database is another program's": {
    prepare: () => {
      const data = mkdtempSync(path.join(folder, "foreign-"));
      new Database(path.join(data, "natter.db")).exec("create table letters (body text)").close();
      return { NATTER_DATA: data };
    },
    says: /is not one of Natter's\. Name another file, or move it away/,
    code: 3,
  },
};

describe.runIf(mayStartServers)("a server that cannot start says in one line what to do, when", () => {
  test.concurrent.each(Object.entries(obstacles))("%s", async (_, { prepare, says, code }) => {
    const refusal = await start(prepare());
    expect(refusal).toEqual({ code, stdout: "", stderr: expect.stringMatching(says) });
    expect(refusal.stderr.trim().split("\n")).toHaveLength(1);
    expect(refusal.stderr).toMatch(/^natter: /);
    expect(refusal.stderr).not.toMatch(/\bat .*:\d+|Error:/);
  });
});
