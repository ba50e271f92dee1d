import { sql } from "drizzle-orm";
import { readMigrationFiles, type MigrationMeta } from "drizzle-orm/migrator";
import type { Connection } from "./connection.ts";
import { DatabaseError, DatabaseTooNew } from "./errors.ts";

/** The folder of the migrations, or what `readMigrations` has read there. */
export type Migrations = string | readonly MigrationMeta[];

/** The migrations in a folder, in order: their statements and hashes, as plain data. */
export function readMigrations(migrationsFolder: string): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder });
}

/**
 * Brings the database up to the migrations, all of them or none: one transaction. Refuses a database that has seen
 * others, or that is none of Natter's.
 */
export function migrate(db: Connection, migrations: Migrations, file: string): void {
  const known = typeof migrations === "string" ? readMigrations(migrations) : migrations;
  const applied = appliedMigrations(db, file);
  if (!isBeginning(applied, known)) {
    throw new DatabaseTooNew(
      `The database ${file} was written by a newer version of Natter. Start that version or a later one.`,
    );
  }
  const missing = known.slice(applied.length);
  if (missing.length === 0) return;
  db.transaction(() => missing.forEach((migration) => apply(db, migration)), { behavior: "immediate" });
}

/** The hashes of the migrations that the database has seen, in order. */
function appliedMigrations(db: Connection, file: string): string[] {
  const tables = db.all<{ name: string }>(sql`select name from sqlite_schema where type = 'table'`);
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === "migrations")) {
    throw new DatabaseError(`The database ${file} is not one of Natter's. Name another file, or move it away.`);
  }
  return db.all<{ hash: string }>(sql`select hash from migrations order by id`).map(({ hash }) => hash);
}

function isBeginning(applied: readonly string[], known: readonly MigrationMeta[]): boolean {
  return applied.every((hash, index) => known[index]?.hash === hash);
}

/** Foreign keys are not enforced yet, so that a migration may rebuild a table: what it leaves is checked instead. */
function apply(db: Connection, migration: MigrationMeta): void {
  db.run(sql`create table if not exists migrations (id integer primary key, hash text not null)`);
  for (const statement of migration.sql) db.run(sql.raw(statement));
  db.run(sql`insert into migrations (hash) values (${migration.hash})`);
  const broken = db.all(sql`pragma foreign_key_check`);
  if (broken.length > 0)
    throw new DatabaseError("A migration would leave rows that point nowhere; nothing was changed.");
}
