import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { password } from "./people.ts";
import { natterProgram } from "./program.ts";

export interface ChatArguments {
  url: string;
  username: string;
  /** Where sessions are remembered; absent: nowhere. */
  configFolder?: string;
  register?: boolean;
  password?: string | null;
}

/** `natter chat` in a process of its own, with pipes instead of a terminal. */
export class TerminalChat {
  readonly #child: ChildProcessWithoutNullStreams;
  /** What it has printed so far, both outputs. */
  output = "";
  #wake = () => {};

  constructor({ url, username, configFolder, register, ...given }: ChatArguments) {
    const flags = [...(register ? ["--register"] : []), ...(configFolder === undefined ? ["--no-remember"] : [])];
    const secret = given.password === undefined ? password : given.password;
    const [command, ...args] = natterProgram();
    this.#child = spawn(command, [...args, "chat", "--url", url, "--username", username, ...flags], {
      env: {
        PATH: process.env["PATH"],
        TZ: "UTC",
        ...(secret === null ? {} : { NATTER_PASSWORD: secret }),
        ...(configFolder === undefined ? {} : { XDG_CONFIG_HOME: configFolder }),
      },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
        this.#wake();
      });
    }
  }

  get lines(): string[] {
    return this.output.split("\n");
  }

  type(...lines: string[]): this {
    for (const line of lines) this.#child.stdin.write(`${line}\n`);
    return this;
  }

  /** Resolves when it has printed this, or something like it; rejects with everything that it has printed instead. */
  async shows(text: string | RegExp, deadlineMs = 30_000): Promise<this> {
    const isThere = () => (typeof text === "string" ? this.output.includes(text) : text.test(this.output));
    const deadline = Date.now() + deadlineMs;
    while (!isThere()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`never showed ${String(text)}; all it showed:\n${this.output}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this;
  }

  /** The end of what is typed. Resolves with the exit code when it has finished. */
  async end(): Promise<number | null> {
    this.#child.stdin.end();
    return this.ended();
  }

  /** Resolves with the exit code when it has ended by itself. */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "close");
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended();
  }
}
