import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DatabaseError, DatabaseTooNew } from "../../db/sqlite/errors.ts";
import { migrate, missingMigrations } from "../../db/sqlite/migrate.ts";
import { openSqliteStore, type SqliteOptions } from "../../db/sqlite/store.ts";
import type { Store } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { openTempSqliteStore, startChat } from "../support/store.ts";

const migrations = join(import.meta.dirname, "../../db/sqlite/migrations");
const storeModule = join(import.meta.dirname, "../../db/sqlite/store.ts");

const openStore = (options: Omit<SqliteOptions, "decide">) => openSqliteStore({ decide, ...options });

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "natter-sqlite-"));
  file = join(folder, "natter.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function epochOf(options: Parameters<typeof openStore>[0]): Promise<string> {
  const store = await openStore(options);
  await store.close();
  return store.epoch;
}

async function failure(options: Parameters<typeof openStore>[0]): Promise<Error> {
  let store: Store;
  try {
    store = await openStore(options);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  await store.close();
  throw new Error("It opened.");
}

/** Runs statements on the database of a store that is closed. */
function tamper(...statements: string[]): void {
  const database = new Database(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

describe("opening", () => {
  test("nobody else can read the files", async () => {
    writeFileSync(file, "", { mode: 0o644 });
    const store = await openStore({ file });
    for (const suffix of ["", "-wal", "-shm", "-lock"]) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
    await store.close();
  });

  test("a database keeps its epoch; a restored one gets another", async () => {
    const epoch = await epochOf({ file });
    expect(await epochOf({ file })).toBe(epoch);
    tamper("delete from meta where key = 'epoch'");
    expect(await epochOf({ file })).not.toBe(epoch);
    expect(await epochOf({ file: ":memory:", newEpoch: () => "e1" })).toBe("e1");
  });

  test("what cannot be opened is refused in one line that says what to do", async () => {
    const other = join(folder, "other.db");
    new Database(other).exec("create table theirs (id)").close();
    const noise = join(folder, "noise.db");
    writeFileSync(noise, "This is no database. ".repeat(500));
    const cases: [file: string, message: RegExp][] = [
      [join(folder, "missing", "natter.db"), /folder does not exist\. Create/],
      [folder, /is a folder\. Name a file/],
      [noise, /is not a SQLite database\. Move it away/],
      [other, /not one of Natter's\. Name another file/],
    ];
    for (const [path, message] of cases) {
      const error = await failure({ file: path });
      expect(error).toBeInstanceOf(DatabaseError);
      expect(error.message).toMatch(message);
      expect(error.message).not.toContain("\n");
    }
    expect(readFileSync(noise, "utf8")).toContain("This is no database.");
  });

  test("a damaged database is refused", async () => {
    await epochOf({ file });
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xaa, 100, 8192));
    const error = await failure({ file });
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toMatch(/damaged/);
  });
});

describe("migrating", () => {
  /** The migrations of this version and one more. */
  function withOneMore(statements: string): string {
    const copy = join(folder, "migrations");
    cpSync(migrations, copy, { recursive: true });
    const journalFile = join(copy, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(journalFile, "utf8"));
    journal.entries.push({
      idx: journal.entries.length,
      version: "6",
      when: Date.now(),
      tag: "9999_next",
      breakpoints: true,
    });
    writeFileSync(journalFile, JSON.stringify(journal));
    writeFileSync(join(copy, "9999_next.sql"), statements);
    return copy;
  }

  async function someData(): Promise<void> {
    const store = await openStore({ file });
    const chat = await startChat({ store, file, reopen: async () => store, [Symbol.asyncDispose]: async () => {} });
    await chat.write(chat.ada.create("lab"), chat.ada.send("lab", "kept"));
    await store.close();
  }

  test("an upgrade keeps the data, and the older program refuses the database from then on", async () => {
    await someData();
    const next = withOneMore(
      "alter table users add column pronouns text;--> statement-breakpoint\ncreate table extra (id)",
    );
    const store = await openStore({ file, migrations: next });
    expect((await store.messages.list("lab", "ada", { limit: 1 })).items).toMatchObject([{ body: "kept" }]);
    await store.close();
    const error = await failure({ file });
    expect(error).toBeInstanceOf(DatabaseTooNew);
    expect(error.message).toMatch(/newer version of Natter\. Start that version/);
  });

  test.each([
    ["fails half-way", "create table extra (id);--> statement-breakpoint\ninsert into nowhere values (1)"],
    ["would leave rows that point nowhere", "delete from users where id = 'ada'"],
  ])("a migration that %s changes nothing", async (_case, statements) => {
    await someData();
    const next = withOneMore(statements);
    expect(await failure({ file, migrations: next })).toBeInstanceOf(DatabaseError);
    const store = await openStore({ file });
    expect((await store.messages.list("lab", "ada", { limit: 1 })).items).toMatchObject([
      { body: "kept", sender: { id: "ada" } },
    ]);
    await store.close();
    const database = new Database(file, { readonly: true });
    expect(database.prepare("select 1 from sqlite_schema where name = 'extra'").get()).toBeUndefined();
    database.close();
  });

  test("reactions from before they were counted are counted", async () => {
    const copy = join(folder, "migrations");
    cpSync(migrations, copy, { recursive: true });
    const journalFile = join(copy, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(journalFile, "utf8"));
    writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
    const database = new Database(file);
    const connection = drizzle({ client: database });
    migrate(connection, missingMigrations(connection, copy, file).missing);
    database.pragma("foreign_keys = OFF");
    database.exec(`
      insert into users (id, username, username_key, display_name, name_key, sort_key, created_at)
        values ('ada', 'ada', 'ada', 'Ada', 'ada', 'ada', 0), ('grace', 'grace', 'grace', 'Grace', 'grace', 'grace', 0);
      insert into rooms (id, type, search_key, sort_key, creator_id, created_at) values ('lab', 'private', '', '', 'ada', 0);
      insert into messages (id, room_id, seq, updated_seq, sender_id, client_id, content_hash, body, mentions, created_at)
        values ('m1', 'lab', 1, 4, 'ada', 'c1', '', 'hello', '[]', 0);
      insert into reactions (message_id, emoji, user_id, created_at)
        values ('m1', '🎉', 'ada', 0), ('m1', '👍', 'ada', 0), ('m1', '🎉', 'grace', 0);
    `);
    database.close();
    const store = await openSqliteStore({ file, decide });
    expect((await store.messages.get("m1", "grace"))?.reactions).toEqual([
      { emoji: "🎉", count: 2, userIds: ["grace", "ada"] },
      { emoji: "👍", count: 1, userIds: ["ada"] },
    ]);
    await store.close();
  });

  test("the first migrations are all or nothing too", async () => {
    const next = withOneMore("insert into nowhere values (1)");
    await failure({ file, migrations: next });
    const database = new Database(file, { readonly: true });
    expect(database.prepare("select * from sqlite_schema").all()).toEqual([]);
    database.close();
  });
});

describe("one process", () => {
  let other: ChildProcess | null = null;
  afterEach(() => other?.kill("SIGKILL"));

  async function openElsewhere(): Promise<ChildProcess> {
    const program = `
      const { openSqliteStore } = await import(${JSON.stringify(storeModule)});
      await openSqliteStore({ file: ${JSON.stringify(file)} });
      process.on("disconnect", () => process.exit());
      process.send("open");
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    other = child;
    const exited = once(child, "exit").then(([code]) => Promise.reject(new Error(`Exited with ${code}.`)));
    await Promise.race([once(child, "message"), exited]);
    exited.catch(() => {});
    return child;
  }

  test("a database in use is refused until its process has ended, however that ends", async () => {
    const elsewhere = await openElsewhere();
    const error = await failure({ file });
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.message).toMatch(/in use by another process\. Stop that one first/);
    const exited = once(elsewhere, "exit");
    elsewhere.kill("SIGKILL");
    await exited;
    await epochOf({ file });
  });

  test("the same process cannot open it twice either, the first keeps it, and closing lets it go", async () => {
    const store = await openStore({ file });
    expect((await failure({ file })).message).toMatch(/in use/);
    // As another process sees it: a second look from within must not have dropped the lock.
    await expect(openElsewhere()).rejects.toThrow("Exited with 1.");
    await store.close();
    await epochOf({ file });
  });

  test("a backup reads while the store is open", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    await chat.write(chat.ada.create("lab"), chat.ada.send("lab", "saved"));
    mkdirSync(join(folder, "backup"));
    const reader = new Database(temp.file, { readonly: true });
    await reader.backup(join(folder, "backup/natter.db"));
    reader.close();
    const copy = await openStore({ file: join(folder, "backup/natter.db") });
    expect((await copy.messages.list("lab", "ada", { limit: 1 })).items).toMatchObject([{ body: "saved" }]);
    await copy.close();
  });
});

describe("the search index", () => {
  test("keeps nothing of what was edited away or deleted", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    await chat.write(
      chat.ada.create("lab"),
      chat.ada.send("lab", "original", { id: "m1" }),
      chat.ada.send("lab", "doomed", { id: "m2" }),
      chat.ada.send("lab", "early", { id: "m3" }),
      chat.ada.send("lab", "hasty", { id: "m4" }),
      chat.ada.edit("m3", "mature"),
      chat.ada.delete("m4"),
    );
    await chat.untilIndexed();
    await chat.write(chat.ada.edit("m1", "improved"), chat.ada.delete("m2"));
    const reader = new Database(temp.file, { readonly: true });
    const matches = reader.prepare("select count(*) from message_index where message_index match ?").pluck();
    const found = ["ori", "doo", "ear", "has", "imp", "mat"].map((piece) => matches.get(piece));
    expect(found).toEqual([0, 0, 0, 0, 1, 1]);
    reader.close();
  });

  test("someone who is removed while it searches for them is told nothing of the room", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    const { ada, mallory } = chat;
    await chat.write(ada.create("lab", [mallory]), ada.send("lab", "a secret plan"));
    const searching = temp.store.messages.search("mallory", { query: "plan", limit: 10 });
    await chat.write(ada.member("room.removeMember", "lab", mallory));
    expect((await searching).items).toEqual([]);
  });
});
