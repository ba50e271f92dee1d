import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const starts = 5;

/** How long a program takes until it says that it is ready, the median of five starts in an empty environment. */
export async function startUpMs(program: string): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "natter-start-"));
  try {
    const times: number[] = [];
    for (let start = 0; start < starts; start++) times.push(await once_(program, folder));
    return times.toSorted((a, b) => a - b)[Math.floor(starts / 2)] ?? 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}
async function once_(program: string, cwd: string): Promise<number> {
  const started = performance.now();
  const child = spawn(program, ["serve", "--port", "0"], { cwd, env: {}, stdio: ["ignore", "pipe", "ignore"] });
  const exited = once(child, "exit");
  const first = await Promise.race([once(child.stdout, "data"), exited.then(() => null)]);
  const ms = performance.now() - started;
  child.kill();
  await exited;
  if (first === null) throw new Error("The executable does not start.");
  return ms;
}
