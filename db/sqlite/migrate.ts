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
 * Where a database stands among the migrations. `version`: how many it has seen; `newer`: of another program than this
 * one, because it has seen others; `foreign`: none of Natter's.
 */
export type Standing =
  | { is: "ours"; version: number; missing: readonly MigrationMeta[] }
  | { is: "newer"; version: number }
  | { is: "foreign" };

export function standingOf(db: Connection, migrations: Migrations): Standing {
  const known = typeof migrations === "string" ? readMigrations(migrations) : migrations;
  const applied = appliedMigrations(db);
  if (applied === null) return { is: "foreign" };
  const version = applied.length;
  const isBeginning = applied.every((hash, index) => known[index]?.hash === hash);
  return isBeginning ? { is: "ours", version, missing: known.slice(version) } : { is: "newer", version };
}

/**
 * What is missing to bring the database up to the migrations. Throws a `DatabaseError` for one that is none of Natter's,
 * `DatabaseTooNew` for one that has seen others.
 */
export function missingMigrations(db: Connection, migrations: Migrations, file: string) {
  const standing = standingOf(db, migrations);
  if (standing.is === "foreign") {
    throw new DatabaseError(`The database ${file} is not one of Natter's. Name another file, or move it away.`);
  }
  if (standing.is === "newer") {
    throw new DatabaseTooNew(
      `The database ${file} was written by a newer version of Natter. Start that version or a later one.`,
    );
  }
  return standing;
}

/** Carries out all of the migrations or none: one transaction. */
export function migrate(db: Connection, missing: readonly MigrationMeta[]): void {
  if (missing.length === 0) return;
  db.transaction(() => missing.forEach((migration) => apply(db, migration)), { behavior: "immediate" });
}

/** Refuses a database that is not exactly at the migrations, without changing it. */
export function assertCurrent(db: Connection, migrations: Migrations, file: string): void {
  if (missingMigrations(db, migrations, file).missing.length > 0) {
    throw new DatabaseError(
      `The database ${file} was written by an older version of Natter. Start the server once, which brings it up to date.`,
    );
  }
}

/** The hashes of the migrations that the database has seen, in order. Null: it has tables, but none of Natter's. */
function appliedMigrations(db: Connection): string[] | null {
  const tables = db.all<{ name: string }>(sql`select name from sqlite_schema where type = 'table'`);
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === "migrations")) return null;
  return db.all<{ hash: string }>(sql`select hash from migrations order by id`).map(({ hash }) => hash);
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
