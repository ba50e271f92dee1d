import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, visit, visitAs } from "../support/browser.ts";
import { password, signUp as register } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { article, say, write } from "./steps.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

test("ada and grace sign up, meet in a public room, and talk", async () => {
  const ada = await visit(browser, server.url);
  await signUp(ada.page, "ada");
  await ada.page.getByRole("button", { name: "New room" }).click();
  await ada.page.getByRole("textbox", { name: "Name" }).fill("Engines");
  await ada.page.getByRole("button", { name: "Create", exact: true }).click();
  await say(ada.page, "Is anybody here?");

  const grace = await visit(browser, server.url);
  await signUp(grace.page, "grace");
  await grace.page.getByRole("button", { name: "Browse rooms" }).click();
  await grace.page.getByRole("button", { name: "Join Engines" }).click();
  await grace.page.getByRole("log", { name: "Engines" }).getByText("Is anybody here?").waitFor();

  await write(grace.page, "I am");
  await ada.page.getByText("grace is typing …").waitFor();
  await grace.page.getByRole("button", { name: "Send" }).click();
  await article(ada.page, "I am").waitFor();
  // Ada was looking, so Grace sees that it was read.
  await grace.page.getByText("Read", { exact: true }).waitFor();

  await say(ada.page, "Good morning **Grace**");
  await article(grace.page, "Good morning Grace").locator("strong").waitFor();
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  await ada.context.close();
  await grace.context.close();
});

async function signUp(page: Page, username: string): Promise<void> {
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "New room" }).waitFor();
}

test("a reload keeps one signed in, and signing out does not", async () => {
  const { page, context } = await visitAs(browser, server.url, "katherine");
  await page.reload();
  await page.getByRole("button", { name: /katherine/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await page.reload();
  await page.getByRole("textbox", { name: "Username" }).fill("katherine");
  await page.getByRole("textbox", { name: "Password" }).fill("not her password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The name or the password is wrong.").waitFor();
  await context.close();
});

test("a message is answered, liked, changed and deleted, and the other sees it happen", async () => {
  const ada = await visitAs(browser, server.url, "ada");
  const grace = await visitAs(browser, server.url, "grace");
  for (const { page } of [ada, grace]) await page.getByRole("link", { name: /^Engines/ }).click();

  await say(ada.page, "The moth is back");
  const moth = article(grace.page, "The moth is back");
  await moth.hover();
  await moth.getByRole("button", { name: "Reply" }).click();
  await say(grace.page, "Leave it to me");
  await article(ada.page, "Leave it to me")
    .getByRole("button", { name: /In answer to/ })
    .waitFor();

  await moth.hover();
  await moth.getByRole("button", { name: "React" }).click();
  await grace.page.getByRole("button", { name: "👀" }).click();
  await article(ada.page, "The moth is back").getByRole("button", { name: "👀 1" }).click();
  await moth.getByRole("button", { name: "👀 2", pressed: true }).waitFor();

  await ada.page.getByRole("textbox", { name: "Message" }).press("ArrowUp");
  await ada.page.getByRole("textbox", { name: "Message" }).fill("The moth is back, with a friend");
  await ada.page.getByRole("button", { name: "Save" }).click();
  await article(grace.page, "with a friend").getByText("edited").waitFor();

  const mine = article(ada.page, "with a friend");
  await mine.hover();
  await mine.getByRole("button", { name: "More" }).click();
  await ada.page.getByRole("menuitem", { name: /Delete/ }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await grace.page.getByText("This message was deleted.").waitFor();
  expect(await grace.page.getByRole("log").getByText("with a friend").count()).toBe(0);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  await ada.context.close();
  await grace.context.close();
});

test("whoever is elsewhere sees what is unread, and that they were mentioned", async () => {
  const ada = await visitAs(browser, server.url, "ada");
  const grace = await visitAs(browser, server.url, "grace");
  await ada.page.getByRole("link", { name: /^Engines/ }).click();
  await ada.page.getByRole("textbox", { name: "Message" }).fill("Have a look, @gr");
  await ada.page.getByRole("option", { name: /grace/ }).waitFor();
  await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");
  await ada.page.getByRole("textbox", { name: "Message" }).press("Enter");

  await grace.page.getByRole("link", { name: /^Engines.*1 mention.*1 unread/ }).click();
  await grace.page.getByRole("separator", { name: "New from here on" }).waitFor();
  await article(grace.page, "Have a look").locator("[data-mention=me]").waitFor();
  // It has been seen, so it is not unread any more.
  await grace.page.getByRole("link", { name: /^Engines(?!.*unread)/ }).waitFor();
  await ada.context.close();
  await grace.context.close();
});

test("a room with much that is unread opens where it begins, leads on to the newest, and its tab says how much it is", async () => {
  await using emmy = await register(server.url, "emmy");
  await using hedy = await register(server.url, "hedy");
  const memberIds = [hedy.me.id];
  const { id: roomId } = await emmy.api.room.create.mutate({ type: "private", name: "Tables", memberIds });
  const send = (body: string) => emmy.api.message.send.mutate({ roomId, clientId: crypto.randomUUID(), body });
  for (let index = 0; index < 30; index++) await send(`known ${index}`);
  await hedy.api.message.markRead.mutate({ roomId, seq: 33 });
  const { page, context } = await visitAs(browser, server.url, "hedy");
  for (let index = 0; index < 30; index++) await send(`news ${index}`);
  await send("مرحبا ada");
  await expect.poll(() => page.title()).toBe("(31) Natter");
  await page.getByRole("link", { name: /^Tables.*31 unread/ }).click();
  await page.locator("[role=log][data-placed=true]").waitFor();
  await expect.poll(() => page.title()).toMatch(/^\(\d+\) Tables · Natter$/);
  expect(await isInView(page.getByRole("separator", { name: "New from here on" }))).toBe(true);
  expect(await isInView(article(page, "مرحبا"))).toBe(false);

  await page.getByRole("button", { name: /^\d+ new$/ }).click();
  await expect.poll(() => isInView(article(page, "مرحبا"))).toBe(true);
  await expect.poll(() => page.title()).toBe("Tables · Natter");
  await send("while she looks");
  await expect.poll(() => isInView(article(page, "while she looks"))).toBe(true);
  // It begins at the right, as it is written.
  const { left, width, start } = await article(page, "مرحبا")
    .locator("p")
    .evaluate((paragraph) => {
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const place = paragraph.getBoundingClientRect();
      return { left: place.left, width: place.width, start: range.getBoundingClientRect().left };
    });
  expect(start).toBeGreaterThan(left + width / 2);
  await context.close();
});

async function isInView(place: Locator): Promise<boolean> {
  if ((await place.count()) === 0) return false;
  return place.evaluate((element) => {
    const view = element.closest("[role=log]")?.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return view !== undefined && top >= view.top && bottom <= view.bottom + 1;
  });
}

test("what was begun in one room is still there after another one, and after a reload", async () => {
  const { page, context } = await visitAs(browser, server.url, "ada");
  await page.getByRole("link", { name: /^Engines/ }).click();
  await write(page, "half a thou");
  await page.getByRole("button", { name: "Write to somebody" }).click();
  await page.getByRole("button", { name: "Open my notes" }).click();
  await page.getByRole("log", { name: "Notes to yourself" }).waitFor();
  expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("");
  await page.reload();
  await page.getByRole("link", { name: /^Engines/ }).click();
  await expect.poll(() => page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("half a thou");
  await context.close();
});
