import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseError, sqliteCode } from "./errors.ts";

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

/** Why a file cannot be written, and what to do about it; any other error as it is. */
export function targetError(error: unknown, target: string): unknown {
  const code = sqliteCode(error) ?? (error instanceof Error && "code" in error ? String(error.code) : "");
  const [, problem] = problems.find(([prefix]) => code.startsWith(prefix)) ?? [];
  return problem === undefined ? error : new DatabaseError(`${target} ${problem}`, { cause: error });
}

const problems: [code: string, problem: string][] = [
  ["SQLITE_FULL", "cannot be written: the disk is full. Make room, or choose another disk."],
  ["SQLITE_IOERR", "cannot be written: the disk failed or is full. Make room, or choose another disk."],
  ["SQLITE_CANTOPEN", "cannot be written. Choose another folder."],
  ["SQLITE_READONLY", "cannot be written. Choose another folder."],
  ["ENOSPC", "cannot be written: the disk is full. Make room, or choose another disk."],
  ["EDQUOT", "cannot be written: this user's quota is used up. Make room, or choose another disk."],
  ["ENOENT", "cannot be written: its folder does not exist. Make the folder first."],
  ["ENOTDIR", "cannot be written: part of its path is a file. Choose another folder."],
  ["EACCES", "cannot be written: this user may not write there. Choose another folder."],
  ["EPERM", "cannot be written: this user may not write there. Choose another folder."],
  ["EROFS", "cannot be written: the file system is read-only. Choose another folder."],
  ["EISDIR", "is a folder. Name a file."],
];
