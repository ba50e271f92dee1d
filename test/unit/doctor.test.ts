import { chmodSync, closeSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examine } from "../../server/admin/doctor/examine.ts";
import { readConfig } from "../../server/config.ts";
import { openDataFolder } from "../../server/data-folder.ts";
import { livelyChat } from "../support/lively-chat.ts";
import { openTempSqliteStore, type TempStore } from "../support/store.ts";

let temp: TempStore;
let folder: string;
beforeEach(async () => {
  temp = await openTempSqliteStore();
  folder = dirname(temp.file);
  openDataFolder(folder).secret();
  await livelyChat(temp);
});
afterEach(() => temp[Symbol.asyncDispose]());

/** The names of the checks that found something wrong. */
async function complaints(data = folder): Promise<string[]> {
  const { config } = readConfig({ flags: { data }, env: {}, envFile: {} });
  const findings = await examine(config, "0.1.0", () => {});
  for (const finding of findings) expect(finding.ok || finding.remedy).toBeTruthy();
  return findings.filter(({ ok }) => !ok).map(({ check }) => check);
}

const change = (sql: string) => () => {
  const database = new Database(temp.file);
  database.pragma("foreign_keys = OFF");
  database.exec(sql);
  database.close();
};

/** In the middle of the file, past what says that it is a database. */
function scratchThePages(): void {
  change("pragma wal_checkpoint(truncate)")();
  const database = new Database(temp.file, { readonly: true });
  const page = database.prepare("select rootpage from sqlite_schema where name = 'messages_id'").pluck().get();
  database.close();
  const descriptor = openSync(temp.file, "r+");
  writeSync(descriptor, Buffer.alloc(64, 0xff), 0, 64, (Number(page) - 1) * 4096 + 8);
  closeSync(descriptor);
}

const faults: [what: string, check: string, inject: () => void][] = [
  ["others can read the database", "files", () => chmodSync(temp.file, 0o644)],
  ["the data folder is open to others", "files", () => chmodSync(folder, 0o755)],
  ["the secret is gone", "secret", () => rmSync(join(folder, "secret.key"))],
  [
    "the secret is an example",
    "secret",
    () => writeFileSync(join(folder, "secret.key"), "change-me-please-".repeat(3)),
  ],
  ["something half done lies about", "leftovers", () => leaveADraft()],
  ["a page of the file is damaged", "integrity", scratchThePages],
  ["a row points nowhere", "references", change("update reactions set user_id = 'nobody' where user_id = 'ada'")],
  ["the log has a gap", "log", change("update events set position = position + 1000 where position > 20")],
  ["a room's log has a gap", "rooms", change("update events set seq = 99 where kind = 'message.edited'")],
  ["a room's head is wrong", "rooms", change("update rooms set head_seq = head_seq - 1 where id = 'lab'")],
  ["a message has no event", "messages", change("update events set message_id = 'hello' where message_id = 'spam'")],
  ["a room's members are miscounted", "members", change("update rooms set member_count = 7 where id = 'lab'")],
  ["a mention is not counted", "unread", change("delete from mentions")],
  ["a read mark is beyond the room", "unread", change("update memberships set read_seq = 999 where user_id = 'grace'")],
  ["a reaction is miscounted", "reactions", change("update reaction_tallies set count = 5")],
  ["a message cannot be found", "search", change("delete from message_index where rowid = 1")],
  [
    "a deleted message can be found",
    "search",
    change("insert or replace into message_index (rowid, text) values (3, 'forget')"),
  ],
  ["the schema is of the future", "schema", change("insert into migrations (hash) values ('of the future')")],
  ["the clock was ahead", "clock", change("update events set at = 7258118400000")],
];

function leaveADraft(): void {
  const draft = join(folder, "natter.db.1234.partial");
  writeFileSync(draft, "", { mode: 0o600 });
  utimesSync(draft, 0, 0);
}

describe("the doctor", () => {
  test("is content with a healthy folder, while it is in use and afterwards", async () => {
    expect(await complaints()).toEqual([]);
    await temp.store.close();
    expect(await complaints()).toEqual([]);
  });

  test.each(faults)("finds that %s (%s)", async (_, check, inject) => {
    await temp.store.close();
    inject();
    expect(await complaints()).toContain(check);
  });

  test("changes nothing, and says so where there is nothing to look at", async () => {
    expect(await complaints(join(folder, "nowhere"))).toEqual(["database"]);
    await temp.store.close();
    writeFileSync(temp.file, "this is no database, whatever it is called, and has a few bytes more than a header");
    expect(await complaints()).toEqual(["database"]);
  });
});
