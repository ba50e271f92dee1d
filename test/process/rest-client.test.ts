import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { typesOf } from "../generated-client/generate.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";

const root = path.resolve(import.meta.dirname, "../..");
const run = promisify(execFile);
let server: ServerUnderTest;
let folder: string;

/** Somebody who has the document and nothing else of ours. */
const program = `
import createClient from "openapi-fetch";
import type { components, paths } from "./natter.ts";

const [baseUrl = "", username = ""] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });
const { data: signedIn } = await api.POST("/auth/register", {
  body: { username, password: "correct horse battery staple" },
});
const headers = { authorization: \`Bearer \${signedIn?.session.accessToken ?? ""}\` };
const { data: room } = await api.POST("/rooms", { headers, body: { type: "private", name: "Engines" } });
const params = { path: { roomId: room?.id ?? "" } };
await api.POST("/rooms/{roomId}/messages", { headers, params, body: { body: "Hello, world" } });
const { data: page } = await api.GET("/rooms/{roomId}/messages", {
  headers,
  params: { ...params, query: { limit: 10 } },
});
const messages: components["schemas"]["Message"][] = page?.items ?? [];
console.log(messages.map(({ sender, body }) => \`\${sender.username}: \${body}\`).join("\\n"));
const { error } = await api.GET("/users/{userId}", { headers, params: { path: { userId: "nobody" } } });
const reason: components["schemas"]["Problem"]["reason"] | undefined = error?.reason;
console.log(reason);
`;

/** Programs that the compiler must refuse. */
const mistakes = [
  program.replace('type: "private"', 'type: "secret"'),
  program.replace('body: { body: "Hello, world" }', "body: {}"),
  program.replace('"/users/{userId}"', '"/people/{userId}"'),
  program.replace("sender.username", "sender.nickname"),
];

beforeAll(async () => {
  server = await serverUnderTest();
  folder = await mkdtemp(path.join(root, "test/generated-client/node_modules/.made-"));
  const document = await (await fetch(`${server.url}/api/openapi.json`)).text();
  await writeFile(path.join(folder, "natter.ts"), await typesOf(document));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** What the compiler has to say. */
async function compile(source: string): Promise<string> {
  const file = path.join(folder, "program.ts");
  const config = path.join(folder, "tsconfig.json");
  await writeFile(file, source);
  const options = { extends: path.join(root, "tsconfig.json"), files: [file], include: [], exclude: [] };
  await writeFile(config, JSON.stringify(options));
  const { stdout } = await run(path.join(root, "node_modules/.bin/tsc"), ["-p", config]).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

test("a client made from the document compiles, strictly", async () => {
  expect(await compile(program)).toBe("");
});

test("and refuses what the server would refuse", async () => {
  for (const mistake of mistakes) expect(await compile(mistake)).toContain("error TS");
});

test("it talks to a running server", async () => {
  // Under node_modules, Node takes the types out of nothing.
  const file = path.join(folder, "program.mjs");
  await writeFile(file, stripTypeScriptTypes(program));
  const username = uniqueName("ada");
  const { stdout } = await run(process.execPath, [file, `${server.url}/api/v1`, username]);
  expect(stdout).toBe(`${username}: Hello, world\nnot_found\n`);
});
