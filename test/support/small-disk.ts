import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Leaves no byte of room. */
  fill(): void;
  makeRoom(): void;
}

/** A disk of so many megabytes, in memory; null where it cannot be had: mounting takes root, and Linux. */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(path.join(tmpdir(), "natter-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmdirSync(folder);
    return null;
  }
  const filler = path.join(folder, "filler");
  return {
    folder,
    fill: () => fill(filler),
    makeRoom: () => rmSync(filler),
    [Symbol.dispose]: () => {
      // Lazily: what is still open there may be closed later.
      execFileSync("umount", ["--lazy", folder]);
      rmdirSync(folder);
    },
  };
}

function fill(file: string): void {
  const descriptor = openSync(file, "w");
  for (const size of [1024 * 1024, 4096, 1]) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
    }
  }
  closeSync(descriptor);
}
