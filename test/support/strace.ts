import { spawn } from "node:child_process";
import { once } from "node:events";

/** System calls of a running process go wrong, until it is disposed of. */
export interface Injection extends AsyncDisposable {
  /** Resolves when it is over: taken back, or with the process, which one of them has ended. */
  readonly over: Promise<unknown>;
}

/**
 * Makes system calls of a process fail, or kill it: `fsync:error=EIO`, `pwrite64:signal=KILL:when=7`. Null where strace
 * is not installed, or may not look into other processes.
 */
export async function inject(pid: number, rule: string): Promise<Injection | null> {
  const [calls = ""] = rule.split(":");
  const options = ["-f", "-o", "/dev/null", "-e", `trace=${calls}`, "-e", `inject=${rule}`];
  const strace = spawn("strace", [...options, "-p", String(pid)], { stdio: ["ignore", "ignore", "pipe"] });
  const over = once(strace, "exit").catch(() => undefined);
  const attached = new Promise<boolean>((resolve) => {
    strace.stderr.on("data", (text: Buffer) => {
      if (text.includes("attached")) resolve(true);
    });
    void over.then(() => resolve(false));
  });
  if (!(await attached)) return null;
  return {
    over,
    [Symbol.asyncDispose]: async () => {
      strace.kill("SIGINT");
      await over;
    },
  };
}
