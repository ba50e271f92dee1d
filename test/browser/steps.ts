import type { Locator, Page } from "playwright-core";

/** Writes into the box, without sending it. */
export async function write(page: Page, words: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(words);
}

/** Sends a message, and waits until it is shown as stored. */
export async function say(page: Page, words: string): Promise<void> {
  await write(page, words);
  await page.getByRole("button", { name: "Send" }).click();
  const shown = words.replaceAll("*", "");
  await page
    .getByRole("log")
    .getByRole("article", { name: /\d\d:\d\d$/ })
    .filter({ hasText: shown })
    .first()
    .waitFor();
}

/** The message with these words in the room that is open. */
export function article(page: Page, words: string): Locator {
  return page
    .getByRole("log")
    .getByRole("article")
    .filter({ has: page.locator("[data-body]", { hasText: words }) });
}

/** The same, once it is stored: then its name ends with its time. */
export function stored(page: Page, words: string): Locator {
  return article(page, words).and(page.getByRole("article", { name: /\d\d:\d\d$/ }));
}
