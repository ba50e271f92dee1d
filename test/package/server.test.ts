import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildServer } from "../../scripts/build-server.ts";
import { filesIn } from "../../server/assets/files.ts";
import { say, signIn, signUp } from "../support/people.ts";
import { startServer } from "../support/server.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
interface Manifest {
  engines: { node: string };
}

/** Somebody's empty folder, with the package installed as they do it. */
let folder: string;
let hasRegistry: boolean;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "natter-package-"));
  await buildServer(path.join(folder, "built"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: `${folder}/built` });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await rm(path.join(folder, "built"), { recursive: true });
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const install = ["install", ...quietly, `./${filename}`, `${oldest}@22.14.0`];
  hasRegistry = await run("npm", install, { cwd: folder }).then(
    () => true,
    (error: unknown) => {
      if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ENOTCACHED/.test(String(error))) throw error;
      return false;
    },
  );
}, 300_000);
beforeEach((t) => t.skip(!hasRegistry, "npm cannot reach its registry"));

afterAll(() => rm(folder, { recursive: true }));

/** The oldest Node that the package says it runs on, as npm has it. */
const oldest = `node-${process.platform}-${process.arch}`;

const installed = () => path.join(folder, "node_modules/natter");

describe("the package natter, installed in an empty folder", () => {
  test("runs from node_modules/.bin, and keeps what people say when it is killed", async () => {
    const command: [string] = [path.join(folder, "node_modules/.bin/natter")];
    const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as { version: string };
    expect(await run(command[0], ["--version"])).toMatchObject({ stdout: `${version}\n`, stderr: "" });
    await using server = await startServer({ command });
    await using ada = await signUp(server.url, "ada");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines" });
    const message = await say(ada, room.id, "the engine weaves");
    await server.restart();
    await using again = await signIn(server.url, "ada");
    expect((await again.api.message.search.query({ query: "weaves" })).items).toEqual([message]);
  });

  test("offers the whole web app, and runs on the oldest Node that it names", async () => {
    const here = await filesIn(path.join(root, "web/dist"));
    expect(await filesIn(path.join(installed(), "web/dist"))).toEqual(here);
    const { engines } = JSON.parse(await readFile(path.join(installed(), "package.json"), "utf8")) as Manifest;
    expect(engines.node).toBe(">=22.14");
    const node = path.join(folder, "node_modules", oldest, "bin/node");
    await using server = await startServer({ command: [node, path.join(folder, "node_modules/.bin/natter")] });
    const page = await fetch(server.url);
    expect(await page.text()).toBe(here.get("/index.html")?.toString());
  });

  test("has natter/testing in it, typed, for the tests of apps", async () => {
    const program = `
      import { startTestServer } from "natter/testing";
      const server = await startTestServer({ now: new Date(0) });
      const answer = await fetch(server.url + "/healthz");
      console.log(answer.status, server.clock.now().getTime());
      await server.stop();
    `;
    await writeFile(path.join(folder, "app.mts"), program);
    const strictly = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2024", "--types", "node"];
    const types = ["--typeRoots", path.join(root, "node_modules/@types")];
    await run(path.join(root, "node_modules/.bin/tsc"), [...strictly, ...types, "app.mts"], { cwd: folder });
    expect(await run(process.execPath, ["app.mts"], { cwd: folder })).toMatchObject({ stdout: "200 0\n" });
  });

  test("has nothing in it that is for working on Natter", async () => {
    const files = globSync("**/*", { cwd: installed(), exclude: ["node_modules/**", "web/dist/**"] });
    const sources = files.filter((file) => /(\.tsx?$|^test|^scripts)/.test(file) && !file.endsWith(".d.ts"));
    expect(sources).toEqual([]);
    const manifest = JSON.parse(await readFile(path.join(installed(), "package.json"), "utf8")) as object;
    expect(Object.keys(manifest)).not.toContain("scripts");
  });
});
