import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { httpClient, password } from "../support/people.ts";
import { natterProgram } from "../support/program.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { TerminalChat } from "../support/terminal-chat.ts";
import { mayStartServers } from "../support/under-test.ts";

const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), "natter-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server[Symbol.asyncDispose]();
});

/** A real terminal of 60 columns with ada's chat in it. */
class Terminal {
  readonly #socket = join(folder, "tmux");

  constructor() {
    const chat = `${natterProgram().join(" ")} chat --url ${server.url} --username ada`;
    this.#tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      "-x",
      "60",
      "-y",
      "40",
      `XDG_CONFIG_HOME=${folder} NO_COLOR=1 ${chat}`,
    );
  }

  keys(...keys: string[]): void {
    this.#tmux("send-keys", ...keys);
  }

  screen(): string {
    return this.#tmux("capture-pane", "-p", "-S", "-").trimEnd();
  }

  /** Resolves with the screen when it shows this. */
  async shows(text: string | RegExp): Promise<string> {
    for (let waited = 0; waited < 15_000; waited += 50) {
      const screen = this.screen();
      if (typeof text === "string" ? screen.includes(text) : text.test(screen)) return screen;
      // What a terminal shows can only be looked at again and again.
      await setTimeout(50);
    }
    throw new Error(`never showed ${String(text)}:\n${this.screen()}`);
  }

  [Symbol.dispose](): void {
    spawnSync("tmux", ["-S", this.#socket, "kill-server"]);
  }

  #tmux(...args: string[]): string {
    return execFileSync("tmux", ["-S", this.#socket, ...args], { encoding: "utf8" });
  }
}

test.skipIf(!hasTmux || !mayStartServers)(
  "ada's half-typed line stays whole below what happens meanwhile",
  { timeout: 60_000 },
  async () => {
    await httpClient(server.url).auth.register.mutate({ username: "ada", password });
    using terminal = new Terminal();
    await terminal.shows("Sign in");
    terminal.keys("Enter");
    await terminal.shows("Username");
    terminal.keys("Enter");
    await terminal.shows("Password");
    terminal.keys("-l", password);
    terminal.keys("Enter");
    await terminal.shows("no room | ada");
    expect(terminal.screen()).not.toContain(password);

    terminal.keys("/create general", "Enter");
    await terminal.shows("connected | #general | ada");
    await using grace = new TerminalChat({ url: server.url, username: "grace", register: true });
    grace.type("/join general");
    await terminal.shows("grace joined");

    const typed = "a line that is longer than the sixty columns that there are, on purpose";
    terminal.keys("-l", typed);
    await terminal.shows("on purpose");
    grace.type("one", "two\tthree");
    const wrapped = `${typed.slice(0, 58)}\n${typed.slice(58)}`;
    const meanwhile = await terminal.shows(`two  three\nconnected | #general | ada\n> ${wrapped}`);
    expect(meanwhile.match(/^> /gm)).toHaveLength(1);
    expect(meanwhile.match(/connected \|/g)).toHaveLength(1);

    terminal.keys("Enter");
    // Without dots: for a moment it stands there twice, once as what is on its way.
    const sent = await terminal.shows(/ada {2}a line that is longer[^>.]*\n>$/);
    expect(sent.match(/a line that is longer/g)).toHaveLength(1);

    await server.kill();
    await terminal.shows("connecting ... | #general | ada");
    terminal.keys("patience", "Enter");
    await terminal.shows("   ... patience\nconnecting ...");
    await server.start();
    const healed = await terminal.shows(/ada {2}patience\nconnected \| #general \| ada\n>$/);
    expect(healed).not.toContain("... patience");

    terminal.keys("/jo", "Tab");
    await terminal.shows("> /join");
    terminal.keys("C-c");
    await terminal.shows(/\n>$/);
  },
);
