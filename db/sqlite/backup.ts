import { statSync } from "node:fs";
import { copyDatabase, type Contents, type OnCopied } from "./copy.ts";
import { Draft, refuseExisting, targetError } from "./draft.ts";
import { openForReading } from "./open.ts";

export interface BackupRequest {
  /** The database: in use by a server or not. */
  file: string;
  target: string;
  /** Whether a file may be replaced by it. */
  replace: boolean;
  onCopied?: OnCopied;
}

export interface Backup extends Contents {
  file: string;
  bytes: number;
}

/**
 * Writes a backup: one SQLite file, this user's alone, that appears whole and looked through or not at all. It holds
 * whatever was acknowledged before. Rejects with a `DatabaseError` that says what is wrong; then nothing is left behind.
 */
export async function backUp({ file, target, replace, onCopied }: BackupRequest): Promise<Backup> {
  refuseExisting(target, replace);
  const source = openForReading(file).$client;
  try {
    const draft = new Draft(target);
    try {
      const contents = await copyDatabase(source, draft.file, onCopied);
      draft.publish({ replace });
      return { file: target, bytes: statSync(target).size, ...contents };
    } finally {
      draft.discard();
    }
  } catch (error) {
    throw targetError(error, target);
  } finally {
    source.close();
  }
}
