import Database from "better-sqlite3";
import { connect } from "./compiled-session.ts";
import type { Connection } from "./connection.ts";
import { epochOf } from "./epoch.ts";
import { DatabaseError, sqliteCode } from "./errors.ts";
import { lockDatabase } from "./lock.ts";
import { migrate, missingMigrations, type Migrations } from "./migrate.ts";
import { makePrivate } from "./private-file.ts";
import { backUpBeforeUpgrade } from "./upgrade.ts";

export interface OpenDatabase {
  connection: Connection;
  epoch: string;
  close(): void;
}

export interface Making {
  migrations: Migrations;
  newEpoch: () => string;
  /** Called before a database that exists is brought up to the present schema. */
  onUpgrade?: ((upgrade: Upgrade) => void) | undefined;
}

/** Schemas are numbered by how many migrations they have seen. `backup`: the file that holds what was there before. */
export interface Upgrade {
  from: number;
  to: number;
  backup: string;
}

/**
 * Opens the database for this process alone, brought up to the present schema, and durable: what is committed
 * survives the loss of power. Throws a `DatabaseError`.
 */
export async function openDatabase(file: string, making: Making): Promise<OpenDatabase> {
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
    const { version, missing } = missingMigrations(opened, making.migrations, file);
    if (version > 0 && missing.length > 0) {
      const backup = await backUpBeforeUpgrade(opened.$client, { file, version });
      making.onUpgrade?.({ from: version, to: version + missing.length, backup });
    }
    migrate(opened, missing);
    opened.$client.pragma("foreign_keys = ON");
    const epoch = epochOf(opened, making.newEpoch);
    return { connection: opened, epoch, close: () => closeAll(opened.$client, unlock) };
  } catch (error) {
    connection?.$client.close();
    unlock();
    throw databaseError(error, file);
  }
}

/** A connection that only reads, beside whoever has the database open. The file must exist. Throws a `DatabaseError`. */
export function openForReading(file: string): Connection {
  let client: Database.Database | null = null;
  try {
    client = new Database(file, { readonly: true, fileMustExist: true, timeout: readerTimeoutMs });
    // Reads it, so that what is no database is found here.
    client.pragma("schema_version");
    return connect(client);
  } catch (error) {
    client?.close();
    throw databaseError(error, file);
  }
}

/** Nobody waits for it but whoever asked for a backup. */
const readerTimeoutMs = 10_000;

/** A connection of its own to a database that `openDatabase` has opened, in whatever thread: as durable. */
export function openConnection(file: string): Connection {
  const client = new Database(file, { timeout: busyTimeoutMs });
  try {
    makeDurable(client, file === ":memory:");
    client.pragma("foreign_keys = ON");
    return connect(client);
  } catch (error) {
    client.close();
    throw error;
  }
}

/**
 * 16 MB. Those who talk write the same pages again and again: a checkpoint writes each of them once, and waits for the
 * disk twice, however much has come together.
 */
const pagesBeforeCheckpoint = 4000;

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
  client.pragma(`wal_autocheckpoint = ${pagesBeforeCheckpoint}`);
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
