import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, visit } from "../support/browser.ts";
import { password, type Person } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { furnish } from "./scenery.ts";
import { article, stored } from "./steps.ts";

let server: TestServer;
let browser: Browser;
let people: Person[];
beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  people = await furnish(server.url);
});
afterAll(async () => {
  for (const person of people) await person[Symbol.asyncDispose]();
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe finds that keeps somebody from using the screen as it is now. */
async function faults(page: Page): Promise<string[]> {
  // What is on its way in has not its colours yet.
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: Violation[] }>("axe.run()");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
    );
}

test.each(["light", "dark"] as const)("axe finds nothing serious on any %s screen", async (colorScheme) => {
  const { page, context, complaints } = await visit(browser, server.url, { colorScheme });
  const found: Record<string, string[]> = {};
  const look = async (screen: string) => {
    const here = await faults(page);
    if (here.length > 0) found[screen] = here;
  };
  const dialog = async (screen: string) => {
    await page.getByRole("dialog").waitFor();
    await look(screen);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await signIn(page, look);
  await beforeRooms(page, look, dialog);
  await page.getByRole("link", { name: /^Analytical Engine/ }).click();
  await page.getByRole("log").locator("pre").waitFor();
  await look("room");
  await inRoom(page, look, dialog);
  expect(found).toEqual({});
  expect(complaints).toEqual([]);
  await context.close();
});

type Look = (screen: string) => Promise<void>;

async function signIn(page: Page, look: Look): Promise<void> {
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByRole("textbox", { name: "Username" }).fill("a");
  await page.getByRole("textbox", { name: "Password" }).fill("password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByText(/It is not 3 to 32/).waitFor();
  await look("sign up");
  await page.getByRole("link", { name: "Sign in instead" }).click();
  await page.getByRole("textbox", { name: "Username" }).fill("ada");
  await page.getByRole("textbox", { name: "Password" }).fill("not her password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("The name or the password is wrong.").waitFor();
  await look("sign in");
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function beforeRooms(page: Page, look: Look, dialog: Look): Promise<void> {
  await page.getByRole("link", { name: /^Analytical Engine/ }).waitFor();
  await look("rooms");
  await page.getByRole("button", { name: "New room" }).click();
  await page.getByRole("radio", { name: /Private/ }).check();
  await page.getByRole("button", { name: /@grace/ }).click();
  await dialog("new room");
  await page.getByRole("button", { name: "Browse public rooms" }).click();
  await page.getByRole("button", { name: /^Join/ }).first().waitFor();
  await dialog("browse");
  await page.keyboard.press("Control+k");
  await dialog("switcher");
  await page.keyboard.press("Control+/");
  await dialog("keys");
  await page.getByRole("button", { name: /your status and settings/ }).click();
  await page.getByRole("menu").waitFor();
  await look("my menu");
  await page.getByRole("menuitem", { name: "Settings" }).click();
  for (const tab of ["Appearance", "Notifications", "Sessions", "Password", "Blocked people"]) {
    await page.getByRole("tab", { name: tab }).click();
    await look(`settings: ${tab}`);
  }
  await page.getByRole("tab", { name: "Profile" }).click();
  await dialog("settings");
}

async function inRoom(page: Page, look: Look, dialog: Look): Promise<void> {
  await page.getByRole("button", { name: "5 members" }).click();
  await page.getByRole("button", { name: "What to do with Grace Hopper" }).click();
  await page.getByRole("menu").waitFor();
  await look("members");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Add people" }).click();
  await dialog("add people");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search for" }).fill("brass");
  await page.getByRole("list", { name: "Found" }).getByRole("button").first().waitFor();
  await look("search");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name: "Room settings" }).click();
  await dialog("room settings");
  const words = article(page, "About three minutes");
  await words.hover();
  await words.getByRole("button", { name: "React" }).click();
  await page.getByRole("gridcell").first().waitFor();
  await look("emoji");
  await page.keyboard.press("Escape");
  await words.hover();
  await words.getByRole("button", { name: "Reply" }).click();
  await page.getByRole("textbox", { name: "Message" }).fill("@gr");
  await page.getByRole("option", { name: /Grace/ }).waitFor();
  await look("writing");
}

test("ada does everything with the keyboard", async () => {
  const { page, context, complaints } = await visit(browser, `${server.url}/sign-in`);
  const { keyboard } = page;
  await page
    .locator(":focus")
    .and(page.getByRole("textbox", { name: "Username" }))
    .waitFor();
  await keyboard.type("ada");
  await keyboard.press("Tab");
  await keyboard.type(password);
  await keyboard.press("Enter");
  await page.getByRole("button", { name: "New room" }).waitFor();

  await keyboard.press("Control+k");
  await page.getByPlaceholder("Go to …").waitFor();
  await keyboard.type("new room");
  await keyboard.press("Enter");
  await page.getByRole("dialog", { name: "New room" }).waitFor();
  await keyboard.type("Keys");
  await keyboard.press("Enter");
  await focused(page, "Message");
  await keyboard.type("first words");
  await keyboard.press("Enter");
  await stored(page, "first words").waitFor();

  await keyboard.press("ArrowUp");
  await page.getByText("Changing what you wrote").waitFor();
  await keyboard.type(", changed");
  await keyboard.press("Enter");
  await article(page, "first words, changed").getByText("edited").waitFor();

  await leadToTimeline(page);
  await keyboard.press("ArrowUp");
  await keyboard.press("+");
  await page.getByPlaceholder("Find an emoji").waitFor();
  await keyboard.type("party popper");
  await page.locator("[role=gridcell][data-active=true]").and(page.getByLabel("party popper")).waitFor();
  await keyboard.press("Enter");
  await page.getByRole("button", { name: "🎉 1" }).waitFor();

  await leadToTimeline(page);
  await keyboard.press("ArrowUp");
  await keyboard.press("r");
  await focused(page, "Message");
  await keyboard.type("an answer");
  await keyboard.press("Enter");
  await article(page, "an answer").getByText("In answer to").waitFor();

  await keyboard.press("Control+k");
  await page.getByPlaceholder("Go to …").waitFor();
  await keyboard.type("kit");
  await keyboard.press("Enter");
  await page.getByRole("log", { name: "Kitchen" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

async function focused(page: Page, name: string): Promise<void> {
  await page.locator(":focus").and(page.getByRole("textbox", { name })).waitFor();
}

/** Back with Shift and Tab, from wherever the focus is. */
async function leadToTimeline(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await focused(page, "Message");
  for (let presses = 0; presses < 6; presses++) {
    await page.keyboard.press("Shift+Tab");
    if (await page.evaluate(() => document.activeElement?.getAttribute("role") === "log")) return;
  }
  expect.unreachable("the timeline cannot be reached with Shift and Tab");
}
