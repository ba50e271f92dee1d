// Pictures of the web app: `npm run screenshots`.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser } from "playwright-core";
import { openBrowser, visit } from "../support/browser.ts";
import { password } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { furnish } from "./scenery.ts";

const folder = path.resolve(process.argv[2] ?? "docs/screenshots");
await mkdir(folder, { recursive: true });
await using server = await startServer();
const people = await furnish(server.url);
await using browser = await openBrowser();

const looks = {
  light: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", hasTouch: true, isMobile: true },
} as const;

for (const [look, options] of Object.entries(looks)) await photograph(browser, look, options);
for (const person of people) await person[Symbol.asyncDispose]();

type Look = (typeof looks)[keyof typeof looks];

async function photograph(from: Browser, look: string, options: Look): Promise<void> {
  const isPhone = look === "phone";
  const { page, context, complaints } = await visit(from, `${server.url}/sign-up`, {
    ...options,
    deviceScaleFactor: 1,
  });
  const shoot = async (name: string) => {
    await page.mouse.move(0, 0);
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));
    await page.screenshot({ path: path.join(folder, `${name}-${look}.png`) });
  };
  const dialog = async (name: string) => {
    await page.getByRole("dialog").waitFor();
    await shoot(name);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  await page.getByRole("button", { name: "Create account" }).waitFor();
  await shoot("sign-up");
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: /Analytical Engine/ }).waitFor();
  await shoot("rooms");
  await page.getByRole("link", { name: /Analytical Engine/ }).click();
  await page.getByRole("log").locator("code").first().waitFor();
  await shoot("room");
  if (!isPhone) {
    const words = page.getByRole("article").filter({ hasText: "carry mechanism" }).first();
    await words.hover();
    await words.getByRole("button", { name: "React" }).click();
    await page.getByPlaceholder("Find an emoji").waitFor();
    await shoot("reacting");
    await page.keyboard.press("Escape");
  }
  await page.getByRole("button", { name: /members/ }).click();
  await page.getByRole("complementary").waitFor();
  await shoot("members");
  await page.getByRole("complementary").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByLabel("Search for").fill("brass");
  await page.getByRole("list", { name: "Found" }).getByRole("button").first().waitFor();
  await shoot("search");
  await page.getByRole("complementary").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Room menu" }).click();
  await page.getByRole("menuitem", { name: "Room settings" }).click();
  await dialog("room-settings");
  await page.keyboard.press("Control+k");
  await dialog("switcher");
  if (isPhone) await page.getByRole("link", { name: "Back to all rooms" }).click();
  await page.getByRole("button", { name: "New room" }).click();
  await dialog("new-room");
  await page.getByRole("button", { name: "Browse public rooms" }).click();
  await page.getByRole("button", { name: /^Join/ }).first().waitFor();
  await dialog("browse");
  await page.getByRole("button", { name: "Write to somebody" }).click();
  await page.getByRole("dialog").getByText("@grace").waitFor();
  await dialog("new-direct");
  await page.getByRole("button", { name: /your status and settings/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await dialog("settings");
  for (const complaint of complaints) console.error(`${look}: ${complaint}`);
  await context.close();
}
