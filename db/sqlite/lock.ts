import Database from "better-sqlite3";
import { DatabaseError, sqliteCode } from "./errors.ts";
import { makePrivate } from "./private-file.ts";

/**
 * Makes this process the only one that writes the database: what Natter keeps in memory follows its own commits only.
 * The lock is the operating system's, on a file of its own, so it ends with the process, however that ends, and a
 * backup can still read the database. Returns what releases it.
 */
export function lockDatabase(file: string): () => void {
  const lockFile = `${file}-lock`;
  makePrivate(lockFile);
  const lock = new Database(lockFile, { timeout: 0 });
  try {
    lock.exec("begin exclusive");
  } catch (error) {
    lock.close();
    if (!sqliteCode(error)?.startsWith("SQLITE_BUSY")) throw error;
    throw new DatabaseError(
      `The database ${file} is in use by another process. Stop that one first, or choose another data folder.`,
      { cause: error },
    );
  }
  return () => lock.close();
}
