import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openBrowser, visitAs } from "../support/browser.ts";
import { signIn } from "../support/people.ts";
import { startServer } from "../support/server.ts";
import { article } from "./steps.ts";

const length = 1_600;

test("ada reads a long history up and down, and nothing moves but what she moves", { timeout: 240_000 }, async () => {
  await using server = await startServer();
  await using browser = await openBrowser();
  const { page, complaints } = await visitAs(browser, server.url, "ada", { viewport: { width: 1000, height: 700 } });
  await tell(server.url);
  await page.getByRole("link", { name: /^History/ }).click();
  await inView(page, `line ${length - 1}:`);

  // Past 1,500 messages the other end is let go of.
  while (!(await article(page, "line 0:").count())) expect(await drift(page, -500)).toBeLessThan(4);
  await page.getByText("This is where History began").waitFor();
  for (let times = 0; times < 10; times++) expect(await drift(page, 500)).toBeLessThan(4);

  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search for" }).fill("needle");
  await page.getByRole("list", { name: "Found" }).getByRole("button").first().click();
  await inView(page, "needle");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Newest" }).click();
  await inView(page, `line ${length - 1}:`);
  expect(complaints).toEqual([]);
});

async function tell(url: string): Promise<void> {
  await using ada = await signIn(url, "ada");
  const { id: roomId } = await ada.api.room.create.mutate({ type: "public", name: "History" });
  const say = (line: number) => {
    const body = `line ${line}: ${line === 300 ? "needle" : ""} ${"and so on ".repeat((line * 7) % 12)}`;
    return ada.api.message.send.mutate({ roomId, clientId: String(line), body });
  };
  for (let from = 0; from < length; from += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => say(from + index)));
  }
}

/** Turns the wheel, and tells by how many pixels the timeline moved otherwise, as far as there was something to see. */
async function drift(page: Page, by: number): Promise<number> {
  await page.mouse.move(500, 400);
  const before = await rowAt(page, by < 0 ? "top" : "bottom");
  const log = page.getByRole("log");
  await log.evaluate((element) => {
    const moved = new Promise<boolean>((resolve) => {
      element.addEventListener("scroll", () => resolve(true), { once: true });
      // At the top of what is loaded there is nothing to turn, until more is there.
      if (element.scrollTop === 0) resolve(true);
    });
    Object.assign(window, { moved });
  });
  await page.mouse.wheel(0, by);
  await page.waitForFunction(() => ("moved" in window ? window.moved : undefined));
  await atRest(page);
  const moved = (await topOf(page, before.key)) - before.top;
  const isAtAnEnd = await log.evaluate(
    ({ scrollTop, scrollHeight, clientHeight }) => scrollTop === 0 || scrollHeight - scrollTop - clientHeight < 1,
  );
  return isAtAnEnd ? 0 : Math.abs(moved + by);
}

/** The first or the last row that is wholly on the screen. */
function rowAt(page: Page, edge: "top" | "bottom"): Promise<{ key: string; top: number }> {
  return page.evaluate((wanted) => {
    const rows = [...document.querySelectorAll("article")]
      .map((row) => ({ key: /line \d+:/.exec(row.textContent)?.[0] ?? "", top: row.getBoundingClientRect().top }))
      .filter(({ top }) => top > 60 && top < 600);
    return (wanted === "top" ? rows[0] : rows.at(-1)) ?? { key: "", top: 0 };
  }, edge);
}

async function topOf(page: Page, key: string): Promise<number> {
  return article(page, key).evaluate((row) => row.getBoundingClientRect().top);
}

/** When no page is on its way and nothing moves any more. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const log = document.querySelector("[role=log]");
    const place = () => log?.querySelector("article")?.getBoundingClientRect().top;
    const before = place();
    for (let frames = 0; frames < 4; frames++) await new Promise(requestAnimationFrame);
    return log?.getAttribute("aria-busy") === "false" && place() === before;
  });
}

async function inView(page: Page, words: string): Promise<void> {
  await expect
    .poll(() =>
      article(page, words).evaluateAll(([row]) => {
        const box = row?.getBoundingClientRect();
        return box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
      }),
    )
    .toBe(true);
}
