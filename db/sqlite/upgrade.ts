import { readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Database } from "better-sqlite3";
import { copyDatabase } from "./copy.ts";
import { Draft, draftSuffix, targetError } from "./draft.ts";
import { DatabaseError } from "./errors.ts";

/** So many are kept: the newest. */
const kept = 3;

/** What the migrations write goes to the write-ahead log first. */
const headroom = 64 * 1024 * 1024;

/**
 * Keeps a copy of the database in its folder before its schema changes, named after the schema and the time. Resolves
 * with the file's path. Throws a `DatabaseError` where it cannot be made: then nothing has been changed.
 */
export async function backUpBeforeUpgrade(
  client: Database,
  { file, version }: { file: string; version: number },
): Promise<string> {
  assertRoom(file);
  const prefix = `${file}.before-upgrade-`;
  const target = `${prefix}${stamp(new Date())}-schema-${version}`;
  try {
    const draft = new Draft(target);
    try {
      await copyDatabase(client, draft.file);
      draft.publish({ replace: false });
    } finally {
      draft.discard();
    }
  } catch (error) {
    throw targetError(error, target);
  }
  for (const old of backupsNamed(prefix).slice(kept)) rmSync(old);
  return target;
}

/** `20261128T165500Z`: sorted as text, sorted by time. */
export function stamp(time: Date): string {
  return time.toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

/** The free bytes that an upgrade takes at most, with the backup before it, and those that there are. */
export function roomForUpgrade(file: string): { needed: number; free: number } {
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const { bavail, bsize } = statfsSync(dirname(file));
  return { needed: size(file) + size(`${file}-wal`) + headroom, free: bavail * bsize };
}

function assertRoom(file: string): void {
  const { needed, free } = roomForUpgrade(file);
  if (free >= needed) return;
  const [wanted, there] = [needed, free].map((bytes) => `${Math.ceil(bytes / 1024 / 1024)} MB`);
  throw new DatabaseError(
    `The database ${file} has to be upgraded, and is backed up before that: ${wanted} of free space are needed, there ` +
      `are ${there}. Make room, then start again.`,
  );
}

/** Newest first. */
function backupsNamed(prefix: string): string[] {
  const folder = dirname(prefix);
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(prefix)) && !name.endsWith(draftSuffix))
    .toSorted()
    .reverse()
    .map((name) => join(folder, name));
}
