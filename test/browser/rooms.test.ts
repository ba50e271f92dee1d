import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, visitAs } from "../support/browser.ts";
import { signIn, signUp } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { article, say } from "./steps.ts";

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

test("ada makes a private room, adds grace, makes her moderator, removes and bans her, lets her back, and archives it", async () => {
  const grace = await visitAs(browser, server.url, "grace");
  const { page, complaints } = await visitAs(browser, server.url, "ada");
  await page.getByRole("button", { name: "New room" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Looms");
  await page.getByRole("radio", { name: /Private/ }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("log", { name: "Looms" }).waitFor();

  await add(page, "grace", "Add");
  await grace.page.getByRole("link", { name: /^Looms/ }).click();
  await grace.page.getByRole("log", { name: "Looms" }).waitFor();
  await manage(page, "grace", "menuitemradio", "Moderator");
  await grace.page.getByRole("button", { name: "Room menu" }).click();
  await grace.page.getByRole("menuitem", { name: "Room settings" }).click();
  await grace.page.getByRole("textbox", { name: "Topic" }).fill("Threads and punched cards");
  await grace.page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("main").getByText("Threads and punched cards").waitFor();

  await manage(page, "grace", "menuitem", "Remove and ban");
  await grace.page.getByText("You are no longer in this room.").waitFor();
  await add(page, "grace", "Add", "Lift the ban and add");
  await grace.page.getByRole("textbox", { name: "Message" }).waitFor();

  await manage(page, "grace", "menuitem", "Remove and ban");
  await grace.page.getByText("You are no longer in this room.").waitFor();
  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name: "Room settings" }).click();
  await page.getByRole("button", { name: "Unban grace" }).click();
  await page.getByText("Nobody is banned from this room.").waitFor();
  await page.keyboard.press("Escape");
  await add(page, "grace", "Add");
  await grace.page.getByRole("textbox", { name: "Message" }).waitFor();

  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name: "Room settings" }).click();
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Yes, archive it" }).click();
  for (const one of [page, grace.page]) await one.getByText("This room is archived").waitFor();
  expect([...complaints, ...grace.complaints]).toEqual([]);
  await page.context().close();
  await grace.context.close();
});

async function add(page: Page, username: string, ...buttons: string[]): Promise<void> {
  if (!(await page.getByRole("complementary").isVisible())) await page.getByRole("button", { name: /member/ }).click();
  await page.getByRole("button", { name: "Add people" }).click();
  await page.getByRole("button", { name: new RegExp(`@${username}`) }).click();
  for (const name of buttons) await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("complementary").getByText(`@${username}`).waitFor();
}

async function manage(page: Page, name: string, role: "menuitem" | "menuitemradio", item: string): Promise<void> {
  await page.getByRole("button", { name: `What to do with ${name}` }).click();
  await page.getByRole(role, { name: item }).click();
}

test("what a blocked person writes is hidden until it is asked for", async () => {
  await using mallory = await signUp(server.url, "mallory");
  const room = await mallory.api.room.create.mutate({ type: "public", name: "Square" });
  await mallory.api.message.send.mutate({ roomId: room.id, clientId: "1", body: "Cheap brass!" });
  const { page, context } = await visitAs(browser, server.url, "ada");
  await page.goto(`${server.url}/rooms/${room.id}`);
  await page.getByRole("button", { name: "Join the room" }).click();
  await article(page, "Cheap brass!").waitFor();
  await page.getByRole("button", { name: "2 members" }).click();
  await manage(page, "mallory", "menuitem", "Block");
  await page.getByText("From somebody you have blocked.").waitFor();
  expect(await article(page, "Cheap brass!").count()).toBe(0);
  await page.getByRole("button", { name: "Show it" }).click();
  await article(page, "Cheap brass!").waitFor();
  await context.close();
});

test("ada sees her other session, ends it, and signs out of all", async () => {
  const one = await visitAs(browser, server.url, "ada");
  const other = await visitAs(browser, server.url, "ada");
  await openSettings(one.page, "Sessions");
  await one.page.getByText("This one", { exact: true }).waitFor();
  await one.page.getByRole("button", { name: "End it" }).first().waitFor();
  while (await one.page.getByRole("button", { name: "End it" }).count()) {
    const left = await one.page.getByRole("button", { name: "End it" }).count();
    await one.page.getByRole("button", { name: "End it" }).first().click();
    await expect.poll(() => one.page.getByRole("button", { name: "End it" }).count()).toBe(left - 1);
  }
  await other.page.getByText("This session has ended. Sign in again.").waitFor();
  await one.page.getByRole("button", { name: "Sign out everywhere" }).click();
  await one.page.getByRole("button", { name: "Sign in" }).waitFor();
  await one.context.close();
  await other.context.close();
});

test("ada is told of a mention while she looks at another room, if she wants to be", async () => {
  const { page, context } = await visitAs(browser, server.url, "ada");
  // A browser without a window shows no notifications: this one writes them down.
  await page.addInitScript(() => {
    const told: string[] = [];
    class Notification extends EventTarget {
      static permission = "granted";
      static requestPermission = () => Promise.resolve("granted");
      constructor(title: string) {
        super();
        told.push(title);
      }
    }
    Object.assign(window, { Notification, told });
  });
  await page.reload();
  await openSettings(page, "Notifications");
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("button", { name: "Turn off" }).waitFor();
  await page.keyboard.press("Escape");

  await using grace = await signIn(server.url, "grace");
  const room = await grace.api.room.create.mutate({ type: "public", name: "Bells" });
  await page.goto(`${server.url}/rooms/${room.id}`);
  await page.getByRole("button", { name: "Join the room" }).click();
  await say(page, "I am here");
  await page
    .getByRole("link", { name: /^Looms|^Square/ })
    .first()
    .click();
  const send = (body: string) => grace.api.message.send.mutate({ roomId: room.id, clientId: body, body });
  await send("nobody in particular");
  await send("you, @ada");
  await expect.poll(() => page.evaluate(() => ("told" in window ? window.told : null))).toEqual(["grace in Bells"]);
  await context.close();
});

async function openSettings(page: Page, tab: string): Promise<void> {
  await page.getByRole("button", { name: /your status and settings/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("tab", { name: tab }).click();
}
