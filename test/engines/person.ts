/** One page of a browser, whichever browser it is. Elements are named by a selector and what stands on them. */
export interface Tab {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Resolves when it is there and visible. */
  see(selector: string, words?: string | RegExp): Promise<void>;
  /** Resolves when it is not, or no longer. */
  seeNot(selector: string, words?: string | RegExp): Promise<void>;
  count(selector: string, words?: string | RegExp): Promise<number>;
  click(selector: string, words?: string | RegExp): Promise<void>;
  /** Types with the keyboard, after what is there. */
  type(selector: string, text: string): Promise<void>;
  press(key: "Enter"): Promise<void>;
  /** What an expression is in the page, as JSON has it. */
  evaluate(expression: string): Promise<unknown>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Somebody at a browser of their own: nothing in it is known to anybody else's. */
export interface Person extends AsyncDisposable {
  readonly tab: Tab;
  /** Another tab of the same browser. */
  newTab(): Promise<Tab>;
}

/** What a browser offers to do, from which a tab is made. `Element` is its way of naming one. */
export interface Driver<Element> {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  find(selector: string, words: string | RegExp): Promise<Element | null>;
  click(element: Element): Promise<void>;
  type(element: Element, text: string): Promise<void>;
  press(key: "Enter"): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

const patienceMs = 60_000;

export function tabOf<Element>(driver: Driver<Element>): Tab {
  const { goto, reload, find, press, evaluate, screenshot, close } = driver;
  const found = async (selector: string, words: string | RegExp = "") => {
    let element: Element | null = null;
    await until(`${selector} ${words}`, async () => (element = await find(selector, words)) !== null);
    if (element === null) throw new Error("unreachable");
    return element as Element;
  };
  return {
    ...{ goto, reload, press, evaluate, screenshot, close },
    see: async (selector, words) => void (await found(selector, words)),
    seeNot: (selector, words = "") => until(`no ${selector} ${words}`, async () => !(await find(selector, words))),
    count: async (selector, words = "") => Number(await evaluate(`${countInPage}(${inPage(selector, words)})`)),
    click: async (selector, words) => driver.click(await found(selector, words)),
    type: async (selector, text) => driver.type(await found(selector), text),
  };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  // A page that is just being left has nothing to say.
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`There was no sign of ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The arguments of what runs in the page, as source text. */
export function inPage(selector: string, words: string | RegExp): string {
  return `${JSON.stringify(selector)}, ${words instanceof RegExp ? String(words) : JSON.stringify(words)}`;
}

/** Source text of a function: all visible elements that fit the selector and bear the words. */
const allInPage = `((selector, words) => {
  const nameOf = (element) => element.textContent + " " + (element.getAttribute("aria-label") ?? "");
  const fits = (name) => typeof words === "string" ? name.includes(words) : words.test(name.trim());
  return [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility() && fits(nameOf(element)));
})`;

export const findInPage = `((selector, words) => ${allInPage}(selector, words)[0] ?? null)`;
const countInPage = `((selector, words) => ${allInPage}(selector, words).length)`;
