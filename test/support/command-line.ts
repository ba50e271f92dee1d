import { execFile } from "node:child_process";
import path from "node:path";

const entry = path.resolve(import.meta.dirname, "../../server/main.ts");

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `natter ...` on a data folder, as whoever runs the server types it. `input`: what is typed, or piped in. */
export function natter(
  data: string,
  args: readonly string[],
  { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  const options = {
    env: { PATH: process.env["PATH"], NATTER_DATA: data, ...env },
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}
