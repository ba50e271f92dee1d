import { StorageError } from "../store.ts";

/** A database that cannot be opened. Its message is one line: what is wrong, and what to do about it. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
}

/** The database was written by a newer Natter than this one. */
export class DatabaseTooNew extends DatabaseError {
  override name = "DatabaseTooNew";
}

/** What SQLite says when it cannot store, in the words of the contract; null for an error of another sort. */
export function storageError(error: unknown): StorageError | null {
  if (error instanceof StorageError) return error;
  const code = sqliteCode(error);
  if (code === null) return null;
  if (noRoom.some((prefix) => code.startsWith(prefix))) return new StorageError("storage_full", { cause: error });
  if (notAnswering.some((prefix) => code.startsWith(prefix))) return new StorageError("storage_down", { cause: error });
  return null;
}

/** SQLite's own name of an error, such as `SQLITE_FULL`, also where the query builder has wrapped it. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_")) return error.code;
  return sqliteCode(error.cause);
}

/** SHMSIZE: the index beside the write-ahead log could not grow. */
const noRoom = ["SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR_SHMSIZE"];

const notAnswering = [
  "SQLITE_IOERR",
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_CANTOPEN",
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_NOMEM",
  "SQLITE_PROTOCOL",
];
