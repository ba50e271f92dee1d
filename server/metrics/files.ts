import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** The files of a database. A size is NaN where there is nothing to be measured. */
export interface Files {
  databaseBytes(): Promise<number>;
  walBytes(): Promise<number>;
  /** What is left for this user on the disk. */
  freeBytes(): Promise<number>;
}

export function filesOf(databaseFile: string): Files {
  return {
    databaseBytes: () => sizeOf(databaseFile),
    walBytes: () => sizeOf(`${databaseFile}-wal`),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(dirname(databaseFile));
      return bavail * bsize;
    },
  };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return Number.NaN;
  }
}
