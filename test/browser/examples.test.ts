import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { password, signUp } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { bundle } from "./bundle.ts";

/** What the documents show is what runs here. */
let server: TestServer;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  // Inside the project, where "@natter/client" is found.
  folder = await mkdtemp(path.resolve("node_modules/.examples-"));
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function examplesOf(document: string): Promise<string[]> {
  const text = await readFile(document, "utf8");
  return [...text.matchAll(/```tsx?\n(.*?)```/gs)].map(([, program = ""]) => program);
}

/** Writes modules, and opens a page with the last one in it. */
async function open(modules: Record<string, string>): Promise<Page> {
  for (const [name, program] of Object.entries(modules)) await writeFile(path.join(folder, name), program);
  const page = await browser.newPage();
  // A page of the server's without a policy of its own.
  await page.goto(`${server.url}/healthz`);
  const content = await bundle(path.join(folder, Object.keys(modules).at(-1) ?? ""));
  await page.addScriptTag({ type: "module", content });
  return page;
}

test("the README's React app signs somebody up, makes a room and shows what is said in it", async () => {
  const app = (await examplesOf("client-sdk/README.md")).find((program) => program.includes("createRoot"));
  const page = await open({ "app.tsx": app ?? "" });
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("alert").filter({ hasText: "password" }).waitFor();
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "New room" }).click();
  await page.getByLabel("Message").fill("hello");
  await page.getByLabel("Message").press("Enter");
  await page.getByText("ada hello", { exact: true }).waitFor();
  expect(await page.getByText("hello").count()).toBe(1);
});

test("the recipe for TanStack Query lists rooms, asks again when one changes, and pages through what is found", async () => {
  await using grace = await signUp(server.url, "grace");
  const room = await grace.api.room.create.mutate({ type: "public", name: "Looms" });
  for (let index = 0; index < 25; index++) {
    await grace.api.message.send.mutate({ roomId: room.id, clientId: `${index}`, body: `thread number ${index}` });
  }
  const [rooms, queryClient, found, keepCurrent] = await examplesOf("docs/tanstack-query.md");
  const page = await open({
    "rooms.tsx": rooms ?? "",
    "query-client.ts": queryClient ?? "",
    "found.tsx": found ?? "",
    "keep-current.ts": keepCurrent ?? "",
    "recipe.tsx": `
      import { createNatterClient } from "@natter/client";
      import { NatterProvider } from "@natter/client/react";
      import { QueryClientProvider } from "@tanstack/react-query";
      import { createRoot } from "react-dom/client";
      import { Found } from "./found.tsx";
      import { keepCurrent } from "./keep-current.ts";
      import { queryClient } from "./query-client.ts";
      import { PublicRooms } from "./rooms.tsx";
      const client = createNatterClient({ url: location.origin });
      await client.signIn({ login: "grace", password: ${JSON.stringify(password)} });
      keepCurrent(client, queryClient);
      createRoot(document.body).render(
        <NatterProvider client={client}>
          <QueryClientProvider client={queryClient}>
            <PublicRooms query="loom" />
            <PublicRooms query={"x".repeat(100_000)} />
            <Found query="thread" />
          </QueryClientProvider>
        </NatterProvider>,
      );`,
  });
  await page.getByText("Looms", { exact: true }).waitFor();
  await grace.api.room.update.mutate({ roomId: room.id, name: "Power looms" });
  await page.getByText("Power looms", { exact: true }).waitFor();
  // A refusal is told at once, not after three more attempts.
  await page.locator("p").waitFor();
  const listed = page.getByRole("list", { name: "Found" }).getByRole("listitem");
  await expect.poll(() => listed.count()).toBe(20);
  await page.getByRole("button", { name: "More" }).click();
  await expect.poll(() => listed.count()).toBe(25);
  expect(await page.getByRole("button", { name: "More" }).count()).toBe(0);
});
