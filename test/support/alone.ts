import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { natterProgram } from "./program.ts";

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The executable alone in an empty folder, run in an environment that is as empty, PATH included. */
export class Alone implements AsyncDisposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), "natter-alone-"));
  /** Where it may put what it unpacks; by default a folder that it has for itself. */
  temporary = mkdtempSync(path.join(tmpdir(), "natter-alone-tmp-"));
  #server: ChildProcess | null = null;
  readonly #made = [this.folder, this.temporary];

  constructor() {
    copyFileSync(natterProgram()[0], path.join(this.folder, "natter"));
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Ended> {
    const child = this.#spawn(args);
    const ended: Ended = { code: null, stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk: Buffer) => (ended.stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (ended.stderr += chunk.toString()));
    await once(child, "close");
    return { ...ended, code: child.exitCode };
  }

  /** Starts the server. Resolves with its URL. */
  async serve(): Promise<string> {
    const child = (this.#server = this.#spawn(["serve", "--port", "0"]));
    let log = "";
    child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
    const ready = once(child.stdout as NodeJS.ReadableStream, "data") as Promise<[Buffer]>;
    const ended = once(child, "exit").then(() => Promise.reject(new Error(`it ended before it was ready:\n${log}`)));
    const [line] = await Promise.race([ready, ended]);
    return /https?:\/\/\S+/.exec(line.toString())?.[0] ?? "";
  }

  async kill(): Promise<void> {
    const server = this.#server;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, "exit").catch(() => {});
    server.kill("SIGKILL");
    await exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    for (const folder of this.#made) rmSync(folder, { recursive: true, force: true });
  }

  #spawn(args: string[]): ChildProcess {
    return spawn(path.join(this.folder, "natter"), args, { cwd: this.folder, env: { TMPDIR: this.temporary } });
  }
}
