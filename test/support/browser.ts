import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { password } from "./people.ts";

const places = [
  process.env["NATTER_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Where this machine has a Chromium, or null. `NATTER_CHROMIUM` names another place. */
export function findChromium(): string | null {
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

/** A browser without a window. Use it with `await using`. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("No Chromium was found: install it (`apt-get install chromium`).");
  // As root Chromium runs only without its sandbox. It loads our own pages, and nothing else.
  const isRoot = process.getuid?.() === 0;
  const args = ["--disable-dev-shm-usage", "--force-color-profile=srgb", ...(isRoot ? ["--no-sandbox"] : [])];
  return chromium.launch({ executablePath, args });
}

/** A person at a browser of their own, and what that has complained of. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Errors of the page: exceptions, and what the browser's policies have stopped. */
  complaints: string[];
}

type ContextOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** Opens the web app as somebody who has never been there. */
export async function visit(browser: Browser, url: string, options: ContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto(url);
  return { page, context, complaints };
}

/** As `visit`, signed in: as somebody new to the server, or with an account that is there. */
export async function visitAs(browser: Browser, url: string, username: string, options: ContextOptions = {}) {
  const visitor = await visit(browser, `${url}/healthz`, options);
  const call = async (procedure: string, input: object) =>
    (
      await visitor.context.request.post(`${url}/trpc/${procedure}`, {
        data: { json: { ...input, password, cookie: true } },
      })
    ).ok();
  const isIn = (await call("auth.register", { username })) || (await call("auth.login", { login: username }));
  if (!isIn) throw new Error(`${username} could not be signed in`);
  await visitor.page.goto(url);
  await visitor.page.getByRole("button", { name: "New room" }).waitFor();
  return visitor;
}

/** Collects what a page complains of from now on. A connection that is away is no fault of the page. */
export function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    const isExpected = /WebSocket connection|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|status of 4\d\d/.test(
      text,
    );
    if (message.type() === "error" && !isExpected) complaints.push(text);
  });
  return complaints;
}
