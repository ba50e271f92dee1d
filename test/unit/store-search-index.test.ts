import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mostWaiting } from "../../db/sqlite/search-index.ts";
import { openTempSqliteStore, startChat, type Chat, type TempStore } from "../support/store.ts";

let temp: TempStore;
let chat: Chat;
let reader: Database.Database;

beforeEach(async () => {
  temp = await openTempSqliteStore();
  chat = await startChat(temp);
  await chat.write(chat.ada.create("lab"));
  reader = new Database(temp.file, { readonly: true });
});
afterEach(async () => {
  reader.close();
  await temp[Symbol.asyncDispose]();
});

/** How many messages are in the index, after each commit of so many, as often as it is made. */
async function indexedAfter(commits: number, messagesEach: number, body = "hello"): Promise<number[]> {
  const count = reader.prepare<[], number>("select count(*) from message_index_docsize").pluck();
  const counts: number[] = [];
  for (let commit = 0; commit < commits; commit++) {
    await chat.write(...Array.from({ length: messagesEach }, () => chat.ada.send("lab", body)));
    counts.push(count.get() ?? 0);
  }
  return counts;
}

test("messages that come one at a time are indexed by 64, so that nobody waits long for it", async () => {
  const counts = await indexedAfter(130, 1);
  expect([...new Set(counts)]).toEqual([0, 64, 128]);
});

test("the larger the commits, the more messages are indexed together", async () => {
  const counts = await indexedAfter(10, 50);
  expect(counts.findIndex((count) => count > 0)).toBe(Math.ceil(mostWaiting / 50) - 1);
  expect(counts.findLast((count) => count > 0)).toBe(300);
});

test("long messages are indexed before they are too much for one commit", async () => {
  const counts = await indexedAfter(30, 1, "x".repeat(4000));
  expect([...new Set(counts)]).toEqual([0, 13, 26]);
});

test("what waited when the server was stopped is indexed with what comes after it", async () => {
  expect(await indexedAfter(1, 60)).toEqual([0]);
  await temp.reopen();
  expect(await indexedAfter(4, 1)).toEqual([0, 0, 0, 64]);
});
