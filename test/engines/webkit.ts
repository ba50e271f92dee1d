import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { findInPage, inPage, tabOf, type Person, type Tab } from "./person.ts";

const drivers = [process.env["NATTER_WEBKIT_DRIVER"], "/usr/bin/WebKitWebDriver"];

/** The driver and the small browser that comes with the library; null where one of them is missing. */
export function findWebKit(): { driver: string; browser: string } | null {
  const driver = drivers.find((place) => place !== undefined && existsSync(place));
  const [browser] = globSync("/usr/lib/*/webkit2gtk-4.*/MiniBrowser");
  return driver === undefined || browser === undefined ? null : { driver, browser };
}

/** Where to show windows: the desktop, or a screen that is none. */
export async function findDisplay(): Promise<{ name: string; screen: ChildProcess | null } | null> {
  const { DISPLAY } = process.env;
  if (DISPLAY !== undefined) return { name: DISPLAY, screen: null };
  if (!existsSync("/usr/bin/Xvfb")) return null;
  const args = ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"];
  const screen = spawn("/usr/bin/Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [number] = (await once(createInterface(screen.stdio[3] as Readable), "line")) as [string];
  return { name: `:${number}`, screen };
}

/** WebKitGTK's small browser, spoken to by WebDriver. Each person has a process of their own. */
export async function openWebKit(found: { driver: string; browser: string }) {
  const display = await findDisplay();
  if (display === null) throw new Error("WebKit has no screen: install xvfb, or set DISPLAY.");
  const first = await startSession(found, display.name);
  const { version } = first;
  await first.end();
  return {
    version: `WebKitGTK ${version}`,
    newPerson: async () => personOf(await startSession(found, display.name)),
    [Symbol.asyncDispose]: () => Promise.resolve(void display.screen?.kill()),
  };
}

type Send = <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<T>;

interface Session {
  version: string;
  send: Send;
  end(): Promise<void>;
}

async function startSession(found: { driver: string; browser: string }, display: string): Promise<Session> {
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: "1" };
  const driver = spawn(found.driver, [`--port=${port}`, "--host=127.0.0.1"], { stdio: "ignore", env });
  const url = `http://127.0.0.1:${port}`;
  await listening(url);
  const browserOptions = { binary: found.browser, args: ["--automation"] };
  const made = await command<{ sessionId: string; capabilities: { browserVersion: string } }>(url, "POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } },
  });
  const send: Send = (method, path, body) => command(`${url}/session/${made.sessionId}`, method, path, body);
  return {
    version: made.capabilities.browserVersion,
    send,
    end: async () => {
      await send("DELETE", "");
      driver.kill();
    },
  };
}

async function personOf({ send, end }: Session): Promise<Person> {
  await send("POST", "/window/rect", { width: 1200, height: 800 });
  const first = await send<string>("GET", "/window");
  return {
    tab: windowOf(send, first),
    // In a window of its own: what is behind another tab is not drawn.
    newTab: async () =>
      windowOf(send, (await send<{ handle: string }>("POST", "/window/new", { type: "window" })).handle),
    [Symbol.asyncDispose]: end,
  };
}

const elementKey = "element-6066-11e4-a52e-4f735466cecf";
const enterKey = "\ue007";

function windowOf(send: Send, handle: string): Tab {
  // The commands of a session go to the window that it was told last.
  const here: Send = async (method, path, body) => {
    await send("POST", "/window", { handle });
    return send(method, path, body);
  };
  const run = <T>(source: string) => here<T>("POST", "/execute/sync", { script: `return ${source};`, args: [] });
  return tabOf<string>({
    goto: (url) => here("POST", "/url", { url }),
    reload: () => here("POST", "/refresh", {}),
    find: async (selector, words) => {
      const found = await run<Record<string, string> | null>(`${findInPage}(${inPage(selector, words)})`);
      return found?.[elementKey] ?? null;
    },
    click: (element) => here("POST", `/element/${element}/click`, {}),
    type: (element, text) => here("POST", `/element/${element}/value`, { text }),
    press: async () => {
      const focused = await here<Record<string, string>>("GET", "/element/active");
      await here("POST", `/element/${focused[elementKey]}/value`, { text: enterKey });
    },
    evaluate: (expression) => run(`(${expression})`),
    screenshot: async (file) => writeFile(file, Buffer.from(await here<string>("GET", "/screenshot"), "base64")),
    close: () => here("DELETE", "/window"),
  });
}

async function command<T>(url: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
  return value;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function listening(url: string): Promise<void> {
  for (const deadline = performance.now() + 20_000; performance.now() < deadline;) {
    if (await fetch(`${url}/status`).catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("WebKitWebDriver does not answer.");
}
