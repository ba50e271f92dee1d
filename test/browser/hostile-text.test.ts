import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openBrowser, visitAs } from "../support/browser.ts";
import { signIn } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { article, say } from "./steps.ts";

/** Each would set `window.robbed` if it were ever taken for more than text. */
const markup = [
  `<img src=x onerror="window.robbed=1">`,
  `<script>window.robbed=1</script>`,
  `"><svg onload=window.robbed=1>`,
  `</textarea></title><script>window.robbed=1</script>`,
  `<iframe srcdoc="<script>parent.robbed=1</script>">`,
  `<style>@import 'javascript:window.robbed=1'</style>`,
];
const links = [
  `[a](javascript:window.robbed=1)`,
  `[b](JaVaScRiPt:window.robbed=1)`,
  `[c](data:text/html,<script>window.robbed=1</script>)`,
  `[d](vbscript:window.robbed=1)`,
  `![e](javascript:window.robbed=1)`,
  `[f]: javascript:window.robbed=1\n\n[f]`,
  `<javascript:window.robbed=1>`,
  `[g](https://example.com/" onclick="window.robbed=1)`,
  "`<img src=x onerror=window.robbed=1>` and https://example.com/<script>window.robbed=1</script>",
];
const short = `<img src=x onerror=window.robbed=1>`;

test("what mallory types is text, in every field and for everybody who reads it", async () => {
  await using server = await startServer();
  await using browser = await openBrowser();
  const { page: mallory, complaints: mallorys } = await visitAs(browser, server.url, "mallory");
  const { page: ada, complaints: adas } = await visitAs(browser, server.url, "ada");
  for (const page of [mallory, ada]) page.on("dialog", (dialog) => expect.unreachable(dialog.message()));

  await describeOneself(mallory, short);
  await mallory.getByRole("button", { name: "New room" }).click();
  await mallory.getByRole("textbox", { name: "Name" }).fill(short);
  await mallory.getByRole("button", { name: "Create", exact: true }).click();
  await mallory.getByRole("log", { name: short }).waitFor();
  await mallory.getByRole("button", { name: "Room menu" }).click();
  await mallory.getByRole("menuitem", { name: "Room settings" }).click();
  await mallory.getByRole("textbox", { name: "Topic" }).fill(short);
  await mallory.getByRole("button", { name: "Save" }).click();

  await ada.getByRole("button", { name: "Browse rooms" }).click();
  await ada.getByText(`1 member · ${short}`).waitFor();
  await ada.getByRole("button", { name: /^Join/ }).click();
  for (const words of markup) {
    await say(mallory, words);
    await expect.poll(() => article(ada, words).last().locator("[data-body]").textContent()).toBe(words);
  }
  await sendAll(server.url, links);
  await article(ada, "onerror=window.robbed=1 and https://example.com/").waitFor({ state: "detached" });
  await ada.getByRole("log").getByText("https://example.com/").first().waitFor();
  await search(ada, short);
  await ada.goto(`${server.url}/rooms/${encodeURIComponent("<svg onload=alert(1)>")}`);
  await ada.getByText("No such room").waitFor();

  for (const page of [mallory, ada]) expect(await harmIn(page)).toEqual({ robbed: false, strangers: 0, addresses: [] });
  expect([...mallorys, ...adas]).toEqual([]);
});

async function describeOneself(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: /your status and settings/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("textbox", { name: "Display name" }).fill(words);
  await page.getByRole("textbox", { name: "Status" }).fill(words);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
}

async function sendAll(url: string, bodies: readonly string[]): Promise<void> {
  await using mallory = await signIn(url, "mallory");
  const [room] = (await mallory.api.room.list.query()).items;
  for (const body of bodies) {
    await mallory.api.message.send.mutate({ roomId: room?.id ?? "", clientId: crypto.randomUUID(), body });
  }
}

async function search(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search for" }).fill(words);
  await page.getByRole("list", { name: "Found" }).getByRole("button").first().waitFor();
}

/** Whether anything ran, elements that nobody but an attacker would make, and links that lead into the page. */
function harmIn(page: Page) {
  return page.evaluate(() => ({
    robbed: "robbed" in window,
    strangers: document.querySelectorAll("iframe, svg[onload], img[src='x'], script:not([src]), body style").length,
    addresses: [...document.querySelectorAll("main a[href]")]
      .map((link) => link.getAttribute("href") ?? "")
      .filter((address) => !/^(https?:|mailto:|\/|$)/.test(address)),
  }));
}
