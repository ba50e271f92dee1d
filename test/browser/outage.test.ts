import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser, visitAs, type Visitor } from "../support/browser.ts";
import { signIn } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { article, say, stored, write } from "./steps.ts";

let server: TestServer;
let browser: Browser;
let ada: Visitor;
let grace: Visitor;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());
beforeEach(async () => {
  server = await startServer();
  ada = await visitAs(browser, server.url, "ada");
  grace = await visitAs(browser, server.url, "grace");
  await ada.page.getByRole("button", { name: "Write to somebody" }).click();
  await ada.page.getByRole("button", { name: /@grace/ }).click();
  await ada.page.getByRole("button", { name: "Open", exact: true }).click();
  await ada.page.getByRole("log", { name: "grace" }).waitFor();
});
afterEach(async () => {
  await ada.context.close();
  await grace.context.close();
  await server[Symbol.asyncDispose]();
});

test("the server is killed while ada types, and is back later: what she sent meanwhile is there once", async () => {
  await say(ada.page, "Before the storm");
  await grace.page.getByRole("link", { name: /^ada/ }).click();
  await article(grace.page, "Before the storm").waitFor();

  await write(ada.page, "In the mid");
  await server.kill();
  await ada.page.getByText("You are offline.").waitFor();
  await ada.page.getByRole("textbox", { name: "Message" }).pressSequentially("dle of it");
  await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");
  await article(ada.page, "In the middle of it").getByText("Waiting to be sent").waitFor();

  await server.start();
  await article(grace.page, "In the middle of it").waitFor();
  await ada.page.getByText("You are offline.").waitFor({ state: "detached" });
  await say(ada.page, "After it");
  await article(grace.page, "After it").waitFor();
  for (const { page } of [ada, grace]) expect(await article(page, "In the middle of it").count()).toBe(1);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
});

test("ada's tab is offline, sends, and comes back: nothing is lost, nothing is there twice", async () => {
  await say(ada.page, "A calm sea");
  await ada.context.setOffline(true);
  await ada.page.getByText("You are offline.").waitFor();
  for (const words of ["First bottle", "Second bottle"]) {
    await write(ada.page, words);
    await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");
  }
  await article(ada.page, "Second bottle").getByText("Waiting to be sent").waitFor();
  await ada.context.setOffline(false);
  await stored(ada.page, "Second bottle").waitFor();
  expect(await bottlesOf(grace)).toEqual(["First bottle", "Second bottle"]);
});

test("ada closes her tab before what she sent is stored: it goes out when she is back", async () => {
  await ada.context.setOffline(true);
  await write(ada.page, "A late bottle");
  await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");
  await article(ada.page, "A late bottle").getByText("Waiting to be sent").waitFor();
  await ada.page.close();
  await ada.context.setOffline(false);
  const page = await ada.context.newPage();
  await page.goto(server.url);
  await page.getByRole("link", { name: /^grace.*A late bottle/ }).click();
  await stored(page, "A late bottle").waitFor();
  expect(await bottlesOf(grace)).toEqual(["A late bottle"]);
});

async function bottlesOf({ page }: Visitor): Promise<string[]> {
  await page.getByRole("link", { name: /^ada.*bottle/ }).click();
  await article(page, "bottle").last().waitFor();
  const shown = await page.getByRole("log").locator("[data-body]").allTextContents();
  return shown.filter((words) => words.includes("bottle"));
}

test("what the server refuses is shown as not sent, and can be sent again or discarded", async () => {
  await using grace2 = await signIn(server.url, "grace");
  const people = await grace2.api.user.list.query({ query: "ada" });
  const userId = people.items.find(({ username }) => username === "ada")?.id ?? "";
  await grace2.api.user.block.mutate({ userId });
  await write(ada.page, "Are you there?");
  await ada.page.getByRole("button", { name: "Send" }).click();
  const refused = article(ada.page, "Are you there?");
  await refused.getByText("Not sent.").waitFor();

  await grace2.api.user.unblock.mutate({ userId });
  await refused.getByRole("button", { name: "Try again" }).click();
  await stored(ada.page, "Are you there?").waitFor();

  await grace2.api.user.block.mutate({ userId });
  await write(ada.page, "And now?");
  await ada.page.getByRole("button", { name: "Send" }).click();
  await article(ada.page, "And now?").getByRole("button", { name: "Discard" }).click();
  await article(ada.page, "And now?").waitFor({ state: "detached" });
  await grace2.api.user.unblock.mutate({ userId });
});

test("two tabs of ada's show the same, send each thing once, and are signed out together", async () => {
  const other = await ada.context.newPage();
  await other.goto(ada.page.url());
  await say(other, "From the other tab");
  await article(ada.page, "From the other tab").waitFor();
  await say(ada.page, "From this one");
  await article(other, "From this one").waitFor();

  await server.kill();
  for (const page of [ada.page, other]) await page.getByText("You are offline.").waitFor();
  await write(ada.page, "This tab, in the dark");
  await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");
  await write(other, "That tab, in the dark");
  await other.getByRole("textbox", { name: "Message" }).press("Enter");
  await server.start();
  for (const page of [ada.page, other]) {
    for (const words of ["This tab, in the dark", "That tab, in the dark"]) {
      await article(page, words)
        .and(page.getByRole("article", { name: /\d\d:\d\d$/ }))
        .waitFor();
      expect(await article(page, words).count()).toBe(1);
    }
  }

  await other.getByRole("button", { name: /your status and settings/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  for (const page of [ada.page, other]) await page.getByRole("button", { name: "Sign in" }).waitFor();
});
