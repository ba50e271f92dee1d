import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ProbeReport } from "./probe.ts";

export interface ServerOptions {
  /** Node and the module that starts Natter. */
  command: readonly string[];
  data: string;
  secret: string;
  /** The processors that it may use, as `taskset` takes them: `0`, or `0,1`. */
  cores: string;
  /** What every fsync takes longer. */
  fsyncUs: number;
  /** A library made by `compileSlowFsync`. */
  slowFsync: string;
}

/** A Natter server in a process of its own, with a probe in it. */
export class ProbedServer implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start({ command, data, secret, cores, fsyncUs, slowFsync }: ServerOptions): Promise<ProbedServer> {
    const [node = "node", ...main] = command;
    const probe = join(import.meta.dirname, "probe.ts");
    const child = spawn("taskset", ["-c", cores, node, "--import", probe, ...main, "serve"], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      env: {
        PATH: process.env["PATH"],
        NATTER_PORT: "0",
        NATTER_DATA: data,
        NATTER_SECRET: secret,
        NATTER_RATE_LIMITS: "off",
        NATTER_LOG_LEVEL: "error",
        ...(fsyncUs === 0 ? {} : { LD_PRELOAD: slowFsync, NATTER_FSYNC_US: String(fsyncUs) }),
      },
    });
    if (child.stdout === null) throw new Error("the server has no output");
    for await (const line of createInterface(child.stdout)) {
      const url = /http:\S+/.exec(line)?.[0];
      if (url !== undefined) return new ProbedServer(child, url);
    }
    throw new Error("the server ended before it was ready");
  }

  /** From here on the probe counts anew. */
  reset(): void {
    this.#child.send("reset");
  }

  async report(): Promise<ProbeReport> {
    this.#child.send("report");
    const [report] = await once(this.#child, "message");
    return report as ProbeReport;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }
}

/** A library that makes fsync slow where it is preloaded. */
export function compileSlowFsync(folder: string): string {
  const library = join(folder, "slow-fsync.so");
  execFileSync("cc", ["-shared", "-fPIC", "-o", library, join(import.meta.dirname, "slow-fsync.c"), "-ldl"]);
  return library;
}
