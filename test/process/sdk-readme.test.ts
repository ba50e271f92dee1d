import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serverUnderTest, type ServerUnderTest } from "../support/under-test.ts";

const root = path.resolve(import.meta.dirname, "../..");
let server: ServerUnderTest;
let folder: string;

beforeAll(async () => {
  server = await serverUnderTest();
  // Inside the project, where "@natter/client" is found.
  folder = await mkdtemp(path.join(root, "node_modules/.readme-"));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The programs of the SDK's README, in order. */
async function programs(): Promise<string[]> {
  const readme = await readFile(path.join(root, "client-sdk/README.md"), "utf8");
  return [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, program = ""]) => program);
}

async function run(program: string): Promise<string> {
  const file = path.join(folder, "program.mjs");
  await writeFile(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    env: { ...process.env, NATTER_URL: server.url },
    timeout: 8_000,
  });
  return stdout;
}

test("the README's programs compile", async () => {
  const files: string[] = [];
  for (const [index, program] of (await programs()).entries()) {
    files.push(path.join(folder, `program-${index}.mts`));
    await writeFile(path.join(folder, `program-${index}.mts`), program);
  }
  const config = path.join(folder, "tsconfig.json");
  await writeFile(config, JSON.stringify({ extends: path.join(root, "tsconfig.json"), files, include: [] }));
  const { stdout } = await promisify(execFile)(path.join(root, "node_modules/.bin/tsc"), ["-p", config]).catch(output);
  expect(stdout).toBe("");
  expect(files).toHaveLength(5);
});

test("the README's script says hello and ends by itself", async () => {
  const [script = ""] = await programs();
  expect(await run(script)).toMatch(/^ada\d+ says hello\n$/);
});

test("the README's room shows a message as pending, then as stored", async () => {
  const [, , timeline = ""] = await programs();
  expect(await run(timeline)).toMatch(/^me: hello \(sending\)\n(me: hello \(sending\)\n)*(grace\d+: hello\n)+$/);
});

/** What a program printed that failed. */
function output(error: unknown): { stdout: string } {
  if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return { stdout: error.stdout };
  throw error;
}
