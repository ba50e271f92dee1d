import { execFile } from "node:child_process";
import path from "node:path";

const entry = path.resolve(import.meta.dirname, "../../server/main.ts");

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** `natter ...` on a data folder, as whoever runs the server types it. */
export function natter(data: string, ...args: string[]): Promise<Said> {
  const env = { PATH: process.env["PATH"], NATTER_DATA: data };
  return new Promise((resolve) => {
    const options = { env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [entry, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
