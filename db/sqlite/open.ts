import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Connection } from "./connection.ts";
import { epochOf } from "./epoch.ts";
import { DatabaseError, sqliteCode } from "./errors.ts";
import { lockDatabase } from "./lock.ts";
import { migrate, type Migrations } from "./migrate.ts";
import { makePrivate } from "./private-file.ts";

export interface OpenDatabase {
  connection: Connection;
  epoch: string;
  close(): void;
}

/**
 * Opens the database for this process alone, brought up to the present schema, and durable: what is committed
 * survives the loss of power. Throws a `DatabaseError`.
 */
export function openDatabase(file: string, making: { migrations: Migrations; newEpoch: () => string }): OpenDatabase {
  const inMemory = file === ":memory:";
  let unlock = () => {};
  let connection: Connection | null = null;
  try {
    if (!inMemory) {
      // Before SQLite makes it, which gives the files beside it the same mode.
      makePrivate(file);
      unlock = lockDatabase(file);
    }
    const opened = openConnection(file);
    connection = opened;
    // A migration may rebuild a table that others point to.
    opened.$client.pragma("foreign_keys = OFF");
    migrate(opened, making.migrations, file);
    opened.$client.pragma("foreign_keys = ON");
    const epoch = epochOf(opened, making.newEpoch);
    return { connection: opened, epoch, close: () => closeAll(opened.$client, unlock) };
  } catch (error) {
    connection?.$client.close();
    unlock();
    throw databaseError(error, file);
  }
}

/** A connection of its own to a database that `openDatabase` has opened, in whatever thread: as durable. */
export function openConnection(file: string): Connection {
  const client = new Database(file, { timeout: busyTimeoutMs });
  try {
    makeDurable(client, file === ":memory:");
    client.pragma("foreign_keys = ON");
    return drizzle({ client });
  } catch (error) {
    client.close();
    throw error;
  }
}

/** Only a backup reads beside this process, and a reader never blocks a write for long. */
const busyTimeoutMs = 250;

/**
 * The driver is compiled to settle for less in WAL mode, where an acknowledged message could vanish with the power:
 * so what was set is read back.
 */
function makeDurable(client: Database.Database, inMemory: boolean): void {
  const journal = client.pragma("journal_mode = WAL", { simple: true });
  client.pragma("synchronous = FULL");
  client.pragma("fullfsync = ON");
  client.pragma("checkpoint_fullfsync = ON");
  client.pragma("journal_size_limit = 67108864");
  client.pragma("temp_store = MEMORY");
  if (inMemory) return;
  const synchronous = client.pragma("synchronous", { simple: true });
  if (journal !== "wal" || synchronous !== 2) {
    throw new DatabaseError(
      `SQLite cannot write durably here (journal ${String(journal)}, synchronous ${String(synchronous)}): ` +
        "put the data folder on a local disk.",
    );
  }
}

function closeAll(client: Database.Database, unlock: () => void): void {
  client.close();
  unlock();
}

/** Why the database cannot be opened, and what to do about it. */
export function databaseError(error: unknown, file: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const [, problem] = problems.find(([code]) => matches(error, code)) ?? [];
  const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
  return new DatabaseError(`The database ${file} ${problem ?? `cannot be opened: ${reason}.`}`, { cause: error });
}

function matches(error: unknown, code: string): boolean {
  const own = sqliteCode(error) ?? (error instanceof Error && "code" in error ? error.code : null);
  return typeof own === "string" && own.startsWith(code);
}

const problems: [code: string, problem: string][] = [
  ["SQLITE_NOTADB", "is not a SQLite database. Move it away, or restore a backup."],
  ["SQLITE_CORRUPT", "is damaged. Restore a backup."],
  ["SQLITE_FULL", "cannot be written: the disk is full. Make room, then start again."],
  ["SQLITE_READONLY", "is read-only. Give this user write access to the file and its folder."],
  ["SQLITE_CANTOPEN", "cannot be opened. Give this user write access to the file and its folder."],
  ["ENOENT", "cannot be made: its folder does not exist. Create the folder first."],
  ["EACCES", "cannot be opened. Give this user read and write access to the file and its folder."],
  ["EPERM", "belongs to someone else. Make this user its owner."],
  ["EROFS", "cannot be written: the file system is read-only. Put the data folder somewhere else."],
  ["EISDIR", "is a folder. Name a file."],
  ["ENOSPC", "cannot be written: the disk is full. Make room, then start again."],
];
