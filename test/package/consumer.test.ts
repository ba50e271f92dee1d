import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { httpClient, signUp, type Person } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const { folder: sdk } = inject("packedSdk");
/** Another project, far from this one. */
let project: string;

/** What it has installed beside the SDK: what the SDK asks for, and what the examples use. */
const installed = [
  "natter",
  "@trpc/client",
  "@trpc/server",
  "superjson",
  "ws",
  "@types/ws",
  "@types/node",
  "typescript",
  "react",
  "@types/react",
  "react-dom",
  "@types/react-dom",
  "@tanstack/react-query",
];

/** Beside tRPC's own bindings, which ask for another version of tRPC, there is no place for ours. */
const notInstalled = "@trpc/tanstack-react-query";

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), "natter-consumer-"));
  await writeFile(path.join(project, "package.json"), JSON.stringify({ name: "consumer", type: "module" }));
  await cp(sdk, path.join(project, "node_modules/@natter/client"), { recursive: true });
  for (const name of installed) {
    const at = name === "natter" ? root : path.join(root, "node_modules", name);
    await mkdir(path.dirname(path.join(project, "node_modules", name)), { recursive: true });
    await symlink(at, path.join(project, "node_modules", name));
  }
});

afterAll(() => rm(project, { recursive: true }));

/** The programs of what people read, by where they stand. */
async function examples(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const file of [
    "README.md",
    "client-sdk/README.md",
    "docs/bots.md",
    "docs/testing-apps.md",
    "docs/tanstack-query.md",
  ]) {
    const text = await readFile(path.join(root, file), "utf8");
    for (const [index, [, language, program = ""]] of [...text.matchAll(/```(tsx?)\n(.*?)```/gs)].entries()) {
      if (program.includes(notInstalled)) continue;
      found[`${file.replaceAll(/\W/g, "-")}-${index}.${language}`] = program;
    }
  }
  return found;
}

describe("in an empty project", () => {
  test.each(["nodenext", "bundler"])("every example compiles strictly, libraries included: %s", async (resolution) => {
    const programs = await examples();
    for (const [name, program] of Object.entries(programs)) await writeFile(path.join(project, name), program);
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022", "esnext.disposable", "dom", "dom.iterable"],
      module: resolution === "bundler" ? "esnext" : resolution,
      moduleResolution: resolution,
      jsx: "react-jsx",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      types: ["node"],
    };
    const config = path.join(project, `tsconfig.${resolution}.json`);
    await writeFile(config, JSON.stringify({ compilerOptions, files: Object.keys(programs) }));
    const tsc = path.join(root, "node_modules/.bin/tsc");
    const { stdout } = await run(tsc, ["-p", config], { cwd: project }).catch(output);
    expect(stdout).toBe("");
    expect(Object.keys(programs).length).toBeGreaterThanOrEqual(13);
  });
});

/** Writes the first example of a document into the project. */
async function exampleOf(document: string): Promise<string> {
  const [name = "", program = ""] = Object.entries(await examples()).find(([at]) => at.startsWith(document)) ?? [];
  await writeFile(path.join(project, name), program);
  return name;
}

test("the example of a test runs, and passes", async () => {
  const name = await exampleOf("docs-testing-apps");
  const { stdout } = await run(process.execPath, ["--test", name], { cwd: project, timeout: 30_000 });
  expect(stdout).toMatch(/pass 1\n/);
});

test("the example of a bot rolls when it is told to, and ends when it is asked to", async () => {
  await using server = await startServer();
  await using ada = await signUp(server.url, "ada");
  const { user, token } = await ada.api.bot.create.mutate({ username: "dice" });
  const { id: roomId } = await ada.api.room.create.mutate({ type: "private", name: "Games", memberIds: [user.id] });
  const env = { ...process.env, NATTER_URL: server.url, BOT_TOKEN: token };
  const bot = spawn(process.execPath, [await exampleOf("docs-bots")], { cwd: project, env });
  const ended = once(bot, "exit");
  await once(bot.stdout, "data");
  await ada.api.message.send.mutate({ roomId, clientId: "1", body: "/roll 2d1" });
  const last = async () => (await ada.api.message.list.query({ roomId })).items.at(-1)?.body;
  await expect.poll(last, { timeout: 20_000 }).toBe("1 + 1");
  bot.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

/** The pinned Node, and the machine's own where that is another one that we promise to run on. */
function nodes(): string[] {
  const others = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => path.join(folder, "node"))
    .filter((file) => existsSync(file) && majorOf(file) >= 20);
  return [process.execPath, ...others.slice(0, 1)];
}

function majorOf(node: string): number {
  return Number(/^v(\d+)/.exec(execFileSync(node, ["--version"], { encoding: "utf8" }))?.[1] ?? 0);
}

describe.each(nodes().map((node) => [`Node ${majorOf(node)}`, node] as const))("under %s", (_, node) => {
  let server: TestServer;
  let ada: Person;

  beforeAll(async () => {
    server = await startServer();
    ada = await signUp(server.url, "ada");
  });

  afterAll(async () => {
    await ada[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** Runs a program of the project's and resolves with what it printed. */
  async function runs(program: string, env: Record<string, string> = {}): Promise<string> {
    const file = path.join(project, `${crypto.randomUUID()}.mjs`);
    await writeFile(file, program);
    const { stdout } = await run(node, [file], {
      cwd: project,
      env: { NATTER_URL: server.url, ...env },
      timeout: 30_000,
    });
    return stdout;
  }

  test("a script signs up, sends, hears it and ends by itself", async () => {
    const said = await runs(`
      import { createNatterClient, isNatterError } from "@natter/client";
      import { WebSocket } from "ws";
      const natter = createNatterClient({ url: process.env.NATTER_URL, WebSocket });
      const me = await natter.signUp({ username: "script" + Date.now(), password: "correct horse battery staple" });
      const room = await natter.api.room.create.mutate({ type: "private", name: "Engines" });
      for await (const { data: event } of natter.api.sync.onEvent.subscribe()) {
        if (event.kind === "ready") await natter.send({ roomId: room.id, body: "hello" });
        if (event.kind === "message.sent") { console.log(event.message.body, event.at instanceof Date); break; }
      }
      await natter.send({ roomId: "nowhere", body: "hello" }).catch((error) => {
        console.log(isNatterError(error), error.reason);
      });
      await natter.close();
    `);
    expect(said).toBe("hello true\ntrue not_found\n");
  });

  test("a bot answers, and ends when it is told to", async () => {
    const { user, token } = await ada.api.bot.create.mutate({ username: `bot-${majorOf(node)}` });
    const memberIds = [user.id];
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds });
    const said = runs(
      `
      import { createBot } from "@natter/client/bot";
      import { fileStore } from "@natter/client/bot/file-store";
      import { WebSocket } from "ws";
      const { NATTER_URL: url, BOT_TOKEN: token } = process.env;
      const bot = createBot({ url, token, WebSocket, store: fileStore("place-" + process.version) });
      bot.command("stop", async ({ text }, { reply }) => {
        console.log((await reply("stopping " + text)).body);
        void bot.stop();
      });
      await bot.start();
      await bot.client.send({ roomId: "${room.id}", body: "here" });
      await bot.ended;
    `,
      { BOT_TOKEN: token },
    );
    const { message } = httpClient(server.url, ada.session.accessToken);
    const last = async () => (await message.list.query({ roomId: room.id })).items.at(-1)?.body;
    await expect.poll(last, { timeout: 20_000 }).toBe("here");
    await message.send.mutate({ roomId: room.id, clientId: "1", body: "/stop now" });
    expect(await said).toBe("stopping now\n");
    expect(await last()).toBe("stopping now");
  });
});

/** What a program printed that failed. */
function output(error: unknown): { stdout: string } {
  if (error instanceof Error && "stdout" in error && typeof error.stdout === "string") return { stdout: error.stdout };
  throw error;
}
