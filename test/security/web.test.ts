import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server[Symbol.asyncDispose]());

test("the page that comes with the server may load its own files and nothing else, and needs no more", async () => {
  const page = await fetch(`${server.url}/`);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
  expect(page.headers.get("content-security-policy")).not.toMatch(/unsafe|\*|https?:/);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  const html = await page.text();
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect([file, (await fetch(`${server.url}${file}`)).status]).toEqual([file, 200]);
});
