import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { connect } from "../compiled-session.ts";
import { DatabaseError } from "../errors.ts";
import { assertCurrent, type Migrations } from "../migrate.ts";
import { databaseError } from "../open.ts";

/** A database as it was at one instant, whatever is written to it meanwhile. */
export interface Snapshot extends Disposable {
  client: Database.Database;
  /** Null: restored, and not started since. */
  epoch: string | null;
}

/**
 * Opens a snapshot beside a server that runs, or without one: it only reads, and keeps nobody from writing. While it is
 * open the write-ahead log grows by what is written. Throws a `DatabaseError`, also for another version's database.
 */
export function openSnapshot(file: string, migrations: Migrations): Snapshot {
  if (!existsSync(file)) {
    throw new DatabaseError(`There is no database ${file}. Name the server's data folder with --data or NATTER_DATA.`);
  }
  let client: Database.Database | null = null;
  try {
    client = new Database(file, { readonly: true, fileMustExist: true });
    const opened = client;
    opened.pragma("temp_store = MEMORY");
    // The first read, which decides on the instant.
    opened.exec("begin");
    assertCurrent(connect(opened), migrations, file);
    const epoch = opened.prepare<[], string>("select value from meta where key = 'epoch'").pluck().get() ?? null;
    return { client: opened, epoch, [Symbol.dispose]: () => opened.close() };
  } catch (error) {
    client?.close();
    throw databaseError(error, file);
  }
}
