import { existsSync } from "node:fs";
import puppeteer, { type Browser, type BrowserContext, type ElementHandle, type Page } from "puppeteer-core";
import { findInPage, inPage, tabOf, type Person, type Tab } from "./person.ts";

const places = [
  process.env["NATTER_FIREFOX"],
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

export function findFirefox(): string | null {
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

/** Firefox without a window, spoken to by WebDriver BiDi. */
export async function openFirefox(executablePath: string) {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
  return {
    version: await browser.version(),
    newPerson: () => newPerson(browser),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function newPerson(browser: Browser): Promise<Person> {
  const context = await browser.createBrowserContext();
  return {
    tab: await newTab(context),
    newTab: () => newTab(context),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

async function newTab(context: BrowserContext): Promise<Tab> {
  const page = await context.newPage();
  await page.setViewport({ width: 1200, height: 800 });
  return tabOf({
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    find: (selector, words) => find(page, selector, words),
    click: (element) => element.click(),
    type: (element, text) => element.type(text),
    press: (key) => page.keyboard.press(key),
    evaluate: (expression) => page.evaluate(expression),
    screenshot: async (file) => void (await page.screenshot({ path: file })),
    close: () => page.close(),
  });
}

async function find(page: Page, selector: string, words: string | RegExp): Promise<ElementHandle | null> {
  const handle = await page.evaluateHandle(`${findInPage}(${inPage(selector, words)})`);
  return handle.asElement() as ElementHandle | null;
}
