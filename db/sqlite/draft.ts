import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseError } from "./errors.ts";

/** How a file is called that is still being written. One that lies about was left by a process that was killed. */
export const draftSuffix = ".partial";

/**
 * A file that is written under another name beside its target, this user's alone, and takes its place whole or not at
 * all. It goes away with the process, where that is not killed.
 */
export class Draft {
  readonly file: string;
  readonly #target: string;
  readonly #atExit = () => this.discard();

  constructor(target: string) {
    this.#target = target;
    this.file = `${target}.${randomUUID()}${draftSuffix}`;
    closeSync(openSync(this.file, "wx", 0o600));
    process.once("exit", this.#atExit);
  }

  /** It is on disk, under its name, when this returns. Throws a `DatabaseError` where it would replace something unasked. */
  publish({ replace }: { replace: boolean }): void {
    sync(this.file);
    refuseExisting(this.#target, replace);
    renameSync(this.file, this.#target);
    sync(dirname(this.#target));
    process.off("exit", this.#atExit);
  }

  /** More than once is harmless, and after `publish`. */
  discard(): void {
    process.off("exit", this.#atExit);
    for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(`${this.file}${suffix}`, { force: true });
  }
}

/** Throws a `DatabaseError` where there is a file already that shall not be replaced. */
export function refuseExisting(target: string, replace: boolean): void {
  if (!replace && existsSync(target)) {
    throw new DatabaseError(`${target} exists already. Name another file, or replace it with --force.`);
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
