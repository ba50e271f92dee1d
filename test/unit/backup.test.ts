import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backUp } from "../../db/sqlite/backup.ts";
import { readMigrations } from "../../db/sqlite/migrate.ts";
import { restore } from "../../db/sqlite/restore.ts";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { mostWaiting } from "../../db/sqlite/search-index.ts";
import { livelyChat } from "../support/lively-chat.ts";
import { unsoundness } from "../support/recount.ts";
import { mountSmallDisk } from "../support/small-disk.ts";
import { openTempSqliteStore, type TempStore } from "../support/store.ts";

const migrations = join(import.meta.dirname, "../../db/sqlite/migrations");
const now = new Date("2026-02-01T12:00:00Z");
let temp: TempStore;
let folder: string;
let backup: string;
let file: string;
beforeEach(async () => {
  temp = await openTempSqliteStore();
  folder = mkdtempSync(join(tmpdir(), "natter-"));
  backup = join(folder, "backup.db");
  file = join(folder, "natter.db");
});
afterEach(async () => {
  await temp[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const toBackup = (more: { target?: string; replace?: boolean } = {}) =>
  backUp({ file: temp.file, target: backup, replace: false, ...more });
const fromBackup = (more: { backup?: string; replace?: boolean } = {}) =>
  restore({ backup, file, migrations, replace: false, now, ...more });
/** What there is besides the backup and the lock. */
const beside = () => readdirSync(folder).filter((name) => name !== "backup.db" && name !== "natter.db-lock");

describe("a backup", () => {
  test("of a store in use is one sound file of this user's alone, with everything in it", async () => {
    await livelyChat(temp);
    const made = await toBackup();
    expect(made).toMatchObject({ file: backup, messages: mostWaiting + 6, bytes: statSync(backup).size });
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(beside()).toEqual([]);
    await fromBackup();
    expect(unsoundness(folder)).toEqual([]);
  });

  test("never replaces a file unless it is told to", async () => {
    writeFileSync(backup, "dear to me");
    await expect(toBackup()).rejects.toThrow(/exists already\. Name another file, or replace it with --force/);
    expect(readFileSync(backup, "utf8")).toBe("dear to me");
    await toBackup({ replace: true });
    expect(statSync(backup).size).toBeGreaterThan(10_000);
  });

  test("on a full disk leaves nothing behind, and the store goes on", async ({ skip }) => {
    using disk = mountSmallDisk(1) ?? skip("a small disk of its own cannot be mounted here: it takes root, on Linux");
    const chat = await livelyChat(temp);
    disk.fill();
    await expect(toBackup({ target: join(disk.folder, "b.db") })).rejects.toThrow(/the disk is full\. Make room/);
    expect(readdirSync(disk.folder)).toEqual(["filler"]);
    await chat.write(chat.ada.send("lab", "still here"));
  });

  test.each([
    ["/nowhere/backup.db", /its folder does not exist/],
    ["/dev/null/backup.db", /part of its path is a file/],
  ])("cannot be written to %s, and says why", async (target, words) => {
    await expect(toBackup({ target })).rejects.toThrow(words);
  });
});

describe("restoring", () => {
  test("makes another log of it, in which people have to sign in again and bots go on", async () => {
    const chat = await livelyChat(temp);
    const session = {
      id: "token",
      device: null,
      refreshHash: "h",
      endsAt: new Date(9e12),
      refreshExpiresAt: new Date(9e12),
    };
    const dice = { userId: "dice", username: "dice", displayName: "Dice", ownerId: "ada" };
    await chat.write({ kind: "bot.create", actor: null, at: chat.now, ...dice, session });
    await toBackup();
    expect(await fromBackup()).toEqual({
      messages: mostWaiting + 6,
      schema: readMigrations(migrations).length,
      movedTo: null,
    });
    const store = await openSqliteStore({ file, decide });
    expect(store.epoch).not.toBe(chat.store.epoch);
    expect(await store.sessions.check("session-ada", chat.now)).toMatchObject({ state: "ended" });
    expect(await store.sessions.check("token", chat.now)).toMatchObject({ state: "live" });
    await store.close();
  });

  test("a backup that is only copied into place is another log too", async () => {
    await livelyChat(temp);
    await toBackup();
    cpSync(backup, file);
    const store = await openSqliteStore({ file, decide });
    expect(store.epoch).not.toBe(temp.store.epoch);
    await store.close();
  });

  test("moves a database aside only where it is told to, and never one in use", async () => {
    await toBackup();
    const inTheWay = await openSqliteStore({ file, decide });
    const { epoch } = inTheWay;
    await expect(fromBackup({ replace: true })).rejects.toThrow(/in use by another process\. Stop that one first/);
    await inTheWay.close();
    await expect(fromBackup()).rejects.toThrow(/There is a database already.*move it aside with --force/);
    const { movedTo } = await fromBackup({ replace: true });
    expect(movedTo).toBe(`${file}.before-restore-20260201T120000Z`);
    const old = new Database(movedTo ?? "", { readonly: true });
    expect(old.prepare("select value from meta where key = 'epoch'").pluck().get()).toBe(epoch);
    old.close();
  });

  /** What somebody may take for a backup. */
  const notBackups: [what: string, make: () => void, words: RegExp][] = [
    ["text", () => writeFileSync(backup, "not a database at all, by far"), /is not a backup of Natter's/],
    ["nothing", () => writeFileSync(backup, ""), /is not a backup of Natter's/],
    ["no file", () => {}, /cannot be read: check the path/],
    ["another program's", () => alter("drop table migrations"), /is not a backup of Natter's/],
    ["of a newer version", () => alter("insert into migrations (hash) values ('of the future')"), /by a newer version/],
    ["with rows that point nowhere", () => alter("update messages set sender_id = 'nobody'"), /is damaged/],
    ["cut short", () => writeFileSync(backup, readFileSync(backup).subarray(0, 60_000)), /is damaged/],
    ["a database in use", () => writeFileSync(`${backup}-wal`, "x"), /make one of it with natter backup/],
  ];
  test.each(notBackups)("refuses what is %s, and touches nothing", async (what, make, words) => {
    await livelyChat(temp);
    if (what !== "no file") await toBackup();
    make();
    await expect(fromBackup({ replace: true })).rejects.toThrow(words);
    expect(existsSync(file)).toBe(false);
    expect(beside().filter((name) => name !== "backup.db-wal")).toEqual([]);
  });

  function alter(sql: string): void {
    const database = new Database(backup);
    database.pragma("foreign_keys = OFF");
    database.exec(sql);
    database.close();
  }
});
