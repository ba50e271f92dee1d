import { chmodSync, closeSync, openSync, statSync } from "node:fs";

/**
 * Makes sure that a file exists and that nobody else can read it. One that exists is not opened: closing it again would
 * drop every lock that this process holds on it.
 */
export function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    if (!statSync(file).isFile()) throw Object.assign(new Error("not a file"), { code: "EISDIR" });
    chmodSync(file, 0o600);
  }
}
