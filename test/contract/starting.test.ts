import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, test } from "vitest";
import { startServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

const entry = path.resolve(import.meta.dirname, "../../server/main.ts");
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
  const child = spawn(process.execPath, [entry, "serve"], { cwd: folder, env: { PATH: process.env["PATH"], ...defaults, ...env } });
  const refusal: Refusal = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (refusal.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (refusal.stderr += chunk.toString()));
  const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await once(child, "close");
  clearTimeout(late);
  return { ...refusal, code: child.exitCode };
}

/** What is in the way, how it comes about, and what the one line says to do. */
const obstacles: Record<string, { prepare(): Promise<Record<string, string>>; says: RegExp; code: number }> = {
  "the port is taken": {
    prepare: async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      afterAll(() => void other.close());
      return { NATTER_PORT: String((other.address() as AddressInfo).port) };
    },
    says: /taken by another program: stop that one, or choose another with --port/,
    code: 3,
  },
  "the data folder cannot be made": {
    prepare: async () => ({ NATTER_DATA: "/proc/natter" }),
    says: /\/proc\/natter .*choose another folder with NATTER_DATA/,
    code: 3,
  },
  "the data folder is a file": {
    prepare: async () => {
      writeFileSync(path.join(folder, "file"), "");
      return { NATTER_DATA: path.join(folder, "file") };
    },
    says: /is a file, not a folder: choose another folder with NATTER_DATA/,
    code: 3,
  },
  "the secret is short": {
    prepare: async () => ({ NATTER_SECRET: "too short" }),
    says: /NATTER_SECRET must be at least 32 random bytes/,
    code: 2,
  },
  "the secret is an example": {
    prepare: async () => ({ NATTER_SECRET: "change-me-to-something-long-and-random-please" }),
    says: /NATTER_SECRET must be at least 32 random bytes/,
    code: 2,
  },
  "the database is damaged": {
    prepare: async () => {
      const data = mkdtempSync(path.join(folder, "damaged-"));
      writeFileSync(path.join(data, "natter.db"), "not a database, however long one looks at it ".repeat(100));
      return { NATTER_DATA: data };
    },
    says: /natter\.db is not a SQLite database\. Move it away, or restore a backup/,
    code: 3,
  },
  "the database is another program's": {
    prepare: async () => {
      const data = mkdtempSync(path.join(folder, "foreign-"));
      new Database(path.join(data, "natter.db")).exec("create table letters (body text)").close();
      return { NATTER_DATA: data };
    },
    says: /is not one of Natter's\. Name another file, or move it away/,
    code: 3,
  },
  "the database is a newer program's": {
    prepare: async () => {
      await using server = await startServer({ data: mkdtempSync(path.join(folder, "newer-")) });
      await server.stop();
      const database = new Database(path.join(server.data, "natter.db"));
      database.prepare("insert into migrations (hash) values ('of the future')").run();
      database.close();
      return { NATTER_DATA: server.data };
    },
    says: /was written by a newer version of Natter\. Start that version or a later one/,
    code: 3,
  },
  "another server uses the data": {
    prepare: async () => {
      const server = await startServer();
      afterAll(async () => {
        expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
        await server[Symbol.asyncDispose]();
      });
      return { NATTER_DATA: server.data };
    },
    says: /is in use by another process\. Stop that one first, or choose another data folder/,
    code: 3,
  },
};

describe.runIf(mayStartServers)("a server that cannot start says in one line what to do, when", () => {
  test.concurrent.each(Object.entries(obstacles))("%s", async (_, { prepare, says, code }) => {
    const refusal = await start(await prepare());
    expect(refusal).toEqual({ code, stdout: "", stderr: expect.stringMatching(says) });
    expect(refusal.stderr.trim().split("\n")).toHaveLength(1);
    expect(refusal.stderr).toMatch(/^natter: /);
    expect(refusal.stderr).not.toMatch(/\bat .*:\d+|Error:/);
  });
});
