import { statSync } from "node:fs";
import { copyDatabase, type Contents, type OnCopied } from "./copy.ts";
import { Draft, refuseExisting } from "./draft.ts";
import { DatabaseError, sqliteCode } from "./errors.ts";
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
