import Database from "better-sqlite3";
import { afterAll } from "vitest";
import { openTempSqliteStore, type TempStore } from "./store.ts";

const writeThread = new URL("./write-thread.ts", import.meta.url);

export type OpenStore = [name: string, open: () => Promise<TempStore>];

/** Every store that the shared tests run on. Call it once in a file, at its top. */
export function stores(): OpenStore[] {
  afterAll(async () => {
    await shared?.[Symbol.asyncDispose]();
    shared = null;
  });
  return [
    ["sqlite", () => openTempSqliteStore()],
    ["sqlite with a thread that writes", () => openShared()],
  ];
}

let shared: TempStore | null = null;

/** One for all tests of a file, emptied for each: to start the thread takes longer than the tests do. */
async function openShared(): Promise<TempStore> {
  const temp = (shared ??= await openTempSqliteStore({ writeThread }));
  empty(temp.file);
  // What it keeps for replays starts anew where it sees that the log does.
  await temp.store.log.read({ userId: "nobody" }, -1, 1, Infinity);
  return {
    get store() {
      return temp.store;
    },
    file: temp.file,
    reopen: () => temp.reopen(),
    [Symbol.asyncDispose]: async () => {},
  };
}

function empty(file: string): void {
  const database = new Database(file);
  database.pragma("foreign_keys = OFF");
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'message_index%'")
    .pluck()
    .all();
  database.exec("begin immediate");
  for (const table of tables) if (table !== "meta" && table !== "migrations") database.exec(`delete from ${table}`);
  database.exec("insert into message_index (message_index) values ('delete-all')");
  database.exec("commit");
  database.close();
}
