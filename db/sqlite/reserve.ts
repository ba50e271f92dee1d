import { randomFillSync } from "node:crypto";
import { closeSync, openSync, statSync, truncateSync, writeSync } from "node:fs";

/** A sign-out takes some 24 KB of the write-ahead log: this is for more than a hundred. */
const reservedBytes = 4 * 1024 * 1024;

/**
 * Room on the disk for what must be stored even when it is full: a file beside the database that keeps it from
 * everybody else. Where there is less room than that, it keeps what there is.
 */
export class Reserve {
  readonly #file: string | null;
  #length: number;

  /** Null: a database in memory, which needs none. */
  constructor(file: string | null) {
    this.#file = file;
    this.#length = file === null ? reservedBytes : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  }

  /** Takes what is missing of it, as far as there is room. */
  keep(): void {
    if (this.#file === null || this.#length >= reservedBytes) return;
    // Not zeros: some file systems keep those for nothing.
    const chunk = randomFillSync(Buffer.alloc(64 * 1024));
    let descriptor: number | null = null;
    try {
      descriptor = openSync(this.#file, "a", 0o600);
      while (this.#length < reservedBytes) this.#length += writeSync(descriptor, chunk);
    } catch {
      // No more room: what has been written so far is kept.
    } finally {
      if (descriptor !== null) closeSync(descriptor);
    }
  }

  /** Gives all of it up, until it is kept again. */
  release(): void {
    if (this.#file === null || this.#length === 0) return;
    try {
      truncateSync(this.#file, 0);
      this.#length = 0;
    } catch {
      // A file system that has become read-only: there is nothing to be gained here.
    }
  }
}
