import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serverUnderTest, type ServerUnderTest } from "../support/under-test.ts";

let server: ServerUnderTest;
let folder: string;

beforeAll(async () => {
  server = await serverUnderTest();
  folder = await mkdtemp(path.join(tmpdir(), "natter-docs-"));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test("the commands of docs/rest.md do what the page says", async () => {
  const page = await readFile(path.resolve(import.meta.dirname, "../../docs/rest.md"), "utf8");
  const commands = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block);
  expect(commands).toHaveLength(6);
  const script = ["set -euo pipefail", ...commands].join("\necho; echo ----\n");
  const env = { ...process.env, NATTER: server.url };
  const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd: folder, env });
  const [, signingIn = "", talking = "", once = "", listening = "", failing = ""] = stdout.split("----\n");
  expect(signingIn).toMatch(/"username":"ada\d+"/);
  expect(talking).toContain('"body":"Hello, everyone"');
  expect(talking).toContain('"emoji":"👍"');
  const repeats = once.trim().split("\n");
  expect(repeats).toHaveLength(3);
  expect(new Set(repeats).size).toBe(1);
  expect(listening).toMatch(/event: ready\n[^]*event: message\.sent\ndata: .*Are you there\?/);
  expect(failing).toContain('"reason": "invalid_input"');
  const document = JSON.parse(await readFile(path.join(folder, "openapi.json"), "utf8")) as { openapi: string };
  expect(document.openapi).toBe("3.1.0");
});
