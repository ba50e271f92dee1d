import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { password } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { engines, type Engine } from "./engines.ts";
import type { Person, Tab } from "./person.ts";

const pictures = path.join(tmpdir(), "natter-engines");
const box = "main textarea";
const message = "[role=log] article";
/** A message that waits says so in its name. */
const stored = (words: string) => new RegExp(`^(?!.*not sent yet).*${words}`, "s");

describe.each(Object.entries(engines))("%s", (name, open) => {
  let engine: Engine;
  let server: TestServer;
  let ada: Person;
  let grace: Person;

  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    engine = await open();
    console.info(`${name}: ${engine.version}; pictures are in ${pictures}`);
    server = await startServer();
    ada = await engine.newPerson();
    grace = await engine.newPerson();
  });
  afterAll(async () => {
    await ada?.[Symbol.asyncDispose]();
    await grace?.[Symbol.asyncDispose]();
    await engine?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail")
      await picture(ada.tab, "failed-ada").then(() => picture(grace.tab, "failed-grace"));
  });
  const picture = (tab: Tab, what: string) => tab.screenshot(path.join(pictures, `${name.toLowerCase()}-${what}.png`));

  test("ada and grace sign up, meet in a room, and talk", async () => {
    await signUp(ada.tab, server.url, "ada");
    await signUp(grace.tab, server.url, "grace");
    await ada.tab.click("button", "New room");
    await ada.tab.type("[role=dialog] input[autocomplete=off]", "Engines");
    await ada.tab.click("[role=dialog] button", /^Create$/);
    await say(ada.tab, "Is anybody here?");
    await grace.tab.click("button", "Browse rooms");
    await grace.tab.click("button", "Join Engines");
    await grace.tab.see(message, "Is anybody here?");
    await grace.tab.type(box, "I am");
    await ada.tab.see("*", "grace is typing");
    await grace.tab.press("Enter");
    await ada.tab.see(message, "I am");
    await say(ada.tab, "**Good** morning `grace` 🎉");
    await grace.tab.see("[role=log] strong", "Good");
    await picture(grace.tab, "room");
  });

  test("the server is killed and comes back: what ada wrote meanwhile is there once", async () => {
    await server.kill();
    await ada.tab.see("*", "You are offline.");
    await say(ada.tab, "In the dark");
    await ada.tab.see(message, /In the dark.*Waiting to be sent/s);
    await picture(ada.tab, "offline");
    await server.start();
    await grace.tab.see(message, "In the dark");
    await ada.tab.see(message, stored("In the dark"));
    await ada.tab.seeNot("*", "You are offline.");
    for (const { tab } of [ada, grace]) {
      expect(await tab.count(message, "In the dark")).toBe(1);
      expect(await tab.evaluate("complaints")).toEqual([]);
    }
  });

  test("ada's page is gone before what she wrote is stored: it goes out when she is back", async () => {
    await server.kill();
    await say(ada.tab, "A late bottle");
    await ada.tab.see(message, /A late bottle.*Waiting to be sent/s);
    // There is no server, so there is no page.
    await ada.tab.reload().catch(() => {});
    await server.start();
    await ada.tab.goto(server.url);
    await ada.tab.click("a", "Engines");
    await ada.tab.see(message, stored("A late bottle"));
    await grace.tab.see(message, "A late bottle");
    for (const { tab } of [ada, grace]) expect(await tab.count(message, "A late bottle")).toBe(1);
  });

  test("two tabs of ada's show the same, send each thing once, and are signed out together", async () => {
    const tabs = [ada.tab, await ada.newTab()] as const;
    await tabs[1].goto(String(await ada.tab.evaluate("location.href")));
    await say(tabs[1], "From the other tab");
    await tabs[0].see(message, stored("From the other tab"));

    await server.kill();
    for (const [index, tab] of tabs.entries()) {
      await tab.see("*", "You are offline.");
      await say(tab, `Tab ${index} in the dark`);
    }
    for (const tab of tabs) for (const index of [0, 1]) await tab.see(message, `Tab ${index} in the dark`);
    await server.start();
    for (const tab of [...tabs, grace.tab]) {
      for (const index of [0, 1]) {
        await tab.see(message, stored(`Tab ${index} in the dark`));
        expect(await tab.count(message, `Tab ${index} in the dark`)).toBe(1);
      }
    }

    await tabs[1].click("button", "your status and settings");
    await tabs[1].click("[role=menuitem]", "Sign out");
    for (const tab of tabs) await tab.see("button", "Sign in");
    await picture(tabs[0], "sign-in");
    await tabs[1].close();
  });
});

async function signUp(tab: Tab, url: string, username: string): Promise<void> {
  await tab.goto(`${url}/sign-up`);
  await tab.type("input[autocomplete=username]", username);
  await tab.type("input[type=password]", password);
  await tab.click("button", "Create account");
  await tab.see("button", "New room");
  await tab.evaluate(listen);
}

/** Collects errors and what the page's policy has stopped, until the page is left. */
const listen = `void (window.complaints = [],
  addEventListener("error", ({ message }) => message.startsWith("ResizeObserver loop") || complaints.push(message)),
  addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason))),
  addEventListener("securitypolicyviolation", ({ violatedDirective }) => complaints.push(violatedDirective)))`;

async function say(tab: Tab, words: string): Promise<void> {
  await tab.type(box, words);
  await tab.press("Enter");
}
