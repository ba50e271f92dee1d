import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesIn } from "../../server/assets/files.ts";
import { router } from "../../server/trpc.ts";
import { exchange } from "../support/raw-socket.ts";
import { startStage, type Stage } from "../support/transport.ts";

let folder: string;
let stage: Stage;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "natter-web-"));
  await writeFile(path.join(folder, "secret.txt"), "outside");
  const root = path.join(folder, "web");
  await mkdir(path.join(root, "assets"), { recursive: true });
  await writeFile(path.join(root, "index.html"), "<!doctype html>");
  await writeFile(path.join(root, "assets", "app-B7f3kQ9x.js"), "run()");
  await writeFile(path.join(root, ".env"), "SECRET=1");
  await symlink(path.join(folder, "secret.txt"), path.join(root, "link.txt"));
  stage = await startStage(router({}), { webApp: await filesIn(root) });
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const get = (where: string, headers: Record<string, string> = {}) => fetch(`${stage.url}${where}`, { headers });

test("the web app may do little, and is cached by its names", async () => {
  const page = await get("/");
  expect(await page.text()).toBe("<!doctype html>");
  expect(Object.fromEntries(page.headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  const policy = page.headers.get("content-security-policy");
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]) {
    expect(policy).toContain(rule);
  }
  expect((await get("/", { "if-none-match": page.headers.get("etag") ?? "" })).status).toBe(304);
  expect((await get("/assets/app-B7f3kQ9x.js")).headers.get("cache-control")).toContain("immutable");
});

test.each(["/rooms/0199-a", "/rooms/0199-a/", "/nothing", "/__proto__"])("%s is a screen of the app", async (where) => {
  const page = await get(where);
  expect([page.status, await page.text()]).toEqual([200, "<!doctype html>"]);
  expect(page.headers.get("cache-control")).toBe("no-cache");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
});

test("the web app is compressed for those who take it", async () => {
  const packed = await get("/", { "accept-encoding": "br;q=0.5, gzip" });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(await packed.text()).toBe("<!doctype html>");
  for (const encodings of ["identity", "br, gzip;q=0"]) {
    expect((await get("/", { "accept-encoding": encodings })).headers.get("content-encoding")).toBeNull();
  }
});

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/link.txt",
  "/.env",
  "/assets",
  "/assets/",
  "/index.html/",
  "/nothing.js",
])("%s leads nowhere", async (where) => {
  const answer = await exchange(stage.url, `GET ${where} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 404/);
  expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff");
});

test("a server whose web app has not been built says so, and how to build it", async () => {
  await using bare = await startStage(router({}), { webApp: new Map() });
  const page = await fetch(`${bare.url}/`);
  expect([page.status, await page.text()]).toEqual([404, expect.stringContaining("npm run build:web")]);
});
