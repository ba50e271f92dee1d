import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { signUp } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { bundle } from "./bundle.ts";

test("the hooks show what is so, once and for several components, under StrictMode", async () => {
  await using server = await startServer();
  await using grace = await signUp(server.url, "grace");
  await using ada = await signUp(server.url, "ada");
  const engines = await grace.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [ada.me.id] });
  const looms = await grace.api.room.create.mutate({ type: "private", name: "Looms", memberIds: [ada.me.id] });
  const say = (roomId: string, body: string) =>
    grace.api.message.send.mutate({ roomId, clientId: crypto.randomUUID(), body });
  await say(engines.id, "an old word");

  await using browser = await openBrowser();
  const page = await browser.newPage();
  // A page of the server's without a policy of its own.
  await page.goto(`${server.url}/healthz?login=ada`);
  await page.addScriptTag({ type: "module", content: await bundle(path.resolve("test/browser/hooks-page.tsx")) });
  await page.getByText("signed-in open ada 1 unread").waitFor();
  await page.getByText("There is no <NatterProvider").waitFor();

  await page.getByRole("button", { name: "Engines" }).click();
  const [one, two] = [page.getByRole("region", { name: "one" }), page.getByRole("region", { name: "two" })];
  for (const section of [one, two]) await section.getByText("an old word").waitFor();
  await one.getByText("grace is online").waitFor();
  await one.getByRole("button", { name: "send" }).click();
  await two.getByText("from the page").waitFor();

  const renders = await one.getByText("typing:").getAttribute("data-times");
  await say(engines.id, "a new word");
  await one.getByText("a new word").waitFor();
  expect(await one.getByText("typing:").getAttribute("data-times")).toBe(renders);
  await grace.api.typing.set.mutate({ roomId: engines.id, typing: true });
  await two.getByText("typing: grace").waitFor();

  await page.getByRole("button", { name: "Looms" }).click();
  await expect.poll(() => one.locator("ol li").count()).toBe(0);
  await say(looms.id, "a thread");
  await one.getByText("a thread").waitFor();
  expect(await handles(page)).toMatchObject({ open: 2 });

  await page.getByRole("button", { name: "nowhere" }).click();
  await page.getByRole("button", { name: "one: not_found" }).click();
  await page.getByRole("button", { name: "one: not_found" }).waitFor();
  await page.getByRole("button", { name: "close" }).click();
  await expect.poll(async () => (await handles(page)).open).toBe(0);
});

async function handles(page: Page): Promise<{ open: number; opened: number }> {
  await page
    .getByRole("button", { name: /^handles/ })
    .first()
    .click();
  const text = await page
    .getByRole("button", { name: /^handles/ })
    .first()
    .textContent();
  return JSON.parse((text ?? "").replace("handles ", ""));
}
