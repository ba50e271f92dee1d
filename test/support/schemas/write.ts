// Writes a database of the present schema, with data, as SQL: `npm run schema-fixture`, once a migration has been added.
// The tests upgrade each of them. `-- 3` writes the one of schema 3, as far as it can hold what is in the present one.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { fold } from "../../../db/fold.ts";
import { migrate, readMigrations } from "../../../db/sqlite/migrate.ts";
import { livelyChat } from "../lively-chat.ts";
import { openTempSqliteStore } from "../store.ts";

const migrations = readMigrations(join(import.meta.dirname, "../../../db/sqlite/migrations"));
const version = Number(process.argv[2] ?? migrations.length);

await using temp = await openTempSqliteStore();
await livelyChat(temp);
await temp.store.close();

const database = new Database(":memory:");
migrate(drizzle({ client: database }), migrations.slice(0, version));
database.pragma("foreign_keys = OFF");
database.prepare("attach ? as present").run(temp.file);
for (const table of tables()) copy(table);

const out = join(import.meta.dirname, `schema-${version}.sql`);
writeFileSync(out, `${[...dump()].join("\n")}\n`);
console.log(`${out}: ${readFileSync(out, "utf8").length} characters`);

/** Those that a statement of ours has made: not what belongs to the search index. */
function tables(): string[] {
  const names = database.prepare<[], string>(
    "select name from sqlite_schema where type = 'table' and name not like 'message_index%' and name <> 'migrations'",
  );
  return names.pluck().all();
}

function copy(table: string): void {
  const columns = columnsOf("main", table).filter((column) => columnsOf("present", table).includes(column));
  const list = columns.map((column) => `"${column}"`).join(", ");
  database.exec(`insert into main."${table}" (${list}) select ${list} from present."${table}"`);
}

function columnsOf(schema: string, table: string): string[] {
  return database
    .prepare<[string, string], string>("select name from pragma_table_info(?, ?)")
    .pluck()
    .all(table, schema);
}

function* dump(): Generator<string> {
  yield `-- A database of schema ${version}, made by npm run schema-fixture. It is never changed again.`;
  const made = database.prepare<[], { type: string; name: string; sql: string }>(
    "select type, name, sql from sqlite_schema where sql is not null and name not like 'message\\_index\\_%' escape '\\'",
  );
  const statements = made.all();
  for (const { type, sql } of statements) if (type === "table") yield `${sql};`;
  for (const table of ["migrations", ...tables()]) yield* rowsOf(table);
  if (statements.some(({ name }) => name === "message_index")) yield* indexed();
  for (const { type, sql } of statements) if (type !== "table") yield `${sql};`;
}

function* rowsOf(table: string): Generator<string> {
  const values = columnsOf("main", table).map((column) => `quote("${column}")`);
  const rows = database.prepare<[], string>(`select ${values.join(" || ', ' || ")} from main."${table}"`).pluck();
  for (const row of rows.all()) yield `INSERT INTO "${table}" VALUES (${row});`;
}

/** What the index holds is not kept anywhere but in the messages. */
function* indexed(): Generator<string> {
  const rows = database.prepare<[], { key: number; body: string }>(
    "select key, body from messages where key <= (select max(id) from present.message_index_docsize)",
  );
  const quote = database.prepare<[string], string>("select quote(?)").pluck();
  for (const { key, body } of rows.all()) {
    yield `INSERT INTO message_index (rowid, text) VALUES (${key}, ${quote.get(fold(body))});`;
  }
}
