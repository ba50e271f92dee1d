import type { Response } from "playwright-core";
import { expect, test } from "vitest";
import { openBrowser, visitAs } from "../support/browser.ts";
import { startServer } from "../support/server.ts";
import { say } from "./steps.ts";

test("the app weighs less than 200 kB on its way to a room, and nothing the second time", async () => {
  await using server = await startServer();
  await using browser = await openBrowser();
  const { page } = await visitAs(browser, server.url, "ada");
  await page.getByRole("button", { name: "Write to somebody" }).click();
  await page.getByRole("button", { name: "Open my notes" }).click();
  await say(page, "Milk, bread, brass");
  const address = page.url();

  const fresh = await browser.newContext({ storageState: await page.context().storageState() });
  const first = await fresh.newPage();
  const responses: Response[] = [];
  first.on("response", (response) => responses.push(response));
  await first.goto(address);
  await first.getByRole("log").getByText("Milk, bread, brass").waitFor();
  const files = responses.filter((response) => !response.url().includes("/trpc"));
  expect(files.length).toBeGreaterThan(3);
  let weight = 0;
  for (const file of files) {
    const { responseBodySize, responseHeadersSize } = await file.request().sizes();
    weight += responseBodySize + responseHeadersSize;
  }
  expect(weight).toBeLessThan(200_000);

  responses.length = 0;
  await first.reload();
  await first.getByRole("log").getByText("Milk, bread, brass").waitFor();
  const again = responses.filter((response) => response.url().includes("/assets/"));
  expect(again.length).toBeGreaterThan(3);
  for (const file of again) expect((await file.request().sizes()).responseBodySize).toBeLessThanOrEqual(0);
});
