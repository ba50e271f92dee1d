import type { Database } from "better-sqlite3";
import { DatabaseError } from "./errors.ts";

/** What SQLite finds wrong with the file: at most so many problems. Reads all of it. */
export function integrityProblems(client: Database, most: number): string[] {
  // A page that cannot be read at all is an error and not a problem in the list.
  try {
    const rows = client.prepare<[], string>(`pragma integrity_check(${most})`).pluck().all();
    return rows.flatMap((row) => row.split("\n")).filter((row) => row !== "ok" && row !== "");
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Rows that name others which are not there, as `table → table`. */
export function danglingRows(client: Database): string[] {
  const statement = client.prepare<[], { table: string; parent: string }>("pragma foreign_key_check");
  return statement.all().map(({ table, parent }) => `${table} → ${parent}`);
}

/** Throws a `DatabaseError` where something is wrong with the file. `name`: what it is called in the message. */
export function assertSound(client: Database, name: string): void {
  const [problem] = [...integrityProblems(client, 1), ...danglingRows(client)];
  if (problem !== undefined) throw new DatabaseError(`${name} is damaged (${problem}).`);
}
