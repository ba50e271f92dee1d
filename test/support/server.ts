import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { natterProgram } from "./program.ts";

const startDeadlineMs = 60_000;

export interface StartOptions {
  /** Settings beyond host, port and data folder, by their environment names. */
  env?: Record<string, string>;
  /** Continue with this data folder and leave it in place at the end. */
  data?: string;
  port?: number;
  /** How to run Natter, where it is not `natterProgram`: the command and its first arguments. */
  command?: [string, ...string[]];
}

/** A Natter server in a process of its own, as an operator would run it. */
export class TestServer {
  readonly data: string;
  /** What it has logged so far. */
  log = "";
  #url = "";
  #child: ChildProcess | null = null;
  readonly #options: StartOptions;

  constructor(data: string, options: StartOptions) {
    this.data = data;
    this.#options = options;
  }

  /** `http://127.0.0.1:PORT`; the same after a restart. */
  get url(): string {
    return this.#url;
  }

  get wsUrl(): string {
    return `${this.#url.replace("http", "ws")}/trpc`;
  }

  get pid(): number {
    return this.#running().pid ?? fail("the server is not running");
  }

  /** Resolves when it takes connections; rejects with its log when it ends before. */
  async start(): Promise<void> {
    const port = this.#url === "" ? (this.#options.port ?? 0) : Number(new URL(this.#url).port);
    const [command, ...args] = this.#options.command ?? natterProgram();
    const child = spawn(command, [...args, "serve"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        NATTER_PORT: String(port),
        NATTER_DATA: this.data,
        NATTER_LOG_LEVEL: "info",
        NATTER_RATE_LIMITS: "off",
        ...this.#options.env,
      },
    });
    this.#child = child;
    child.stderr.on("data", (chunk: Buffer) => (this.log += chunk.toString()));
    this.#url = await this.#readyUrl(child);
  }

  /** Ends it the hard way, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Asks it to finish what it has begun. Resolves with its exit code. */
  async stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    if (this.#options.data === undefined) await rm(this.data, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  async #readyUrl(child: ChildProcess): Promise<string> {
    const output = child.stdout ?? fail("the server has no output");
    const timer = setTimeout(() => child.kill("SIGKILL"), startDeadlineMs);
    try {
      for await (const line of createInterface(output)) {
        this.log += `${line}\n`;
        const url = /https?:\/\/\S+/.exec(line)?.[0];
        if (url !== undefined) return url.replace(/\/$/, "");
      }
      return fail(`the server ended before it was ready:\n${this.log}`);
    } finally {
      clearTimeout(timer);
      output.on("data", (chunk: Buffer) => (this.log += chunk.toString())).resume();
    }
  }

  #running(): ChildProcess {
    return this.#child ?? fail("the server is not running");
  }
}

/** Starts a server on a free port with a fresh data folder. Use it with `await using`. */
export async function startServer(options: StartOptions = {}): Promise<TestServer> {
  const data = options.data ?? (await mkdtemp(path.join(tmpdir(), "natter-")));
  const server = new TestServer(data, options);
  await server.start();
  return server;
}

function fail(message: string): never {
  throw new Error(message);
}
