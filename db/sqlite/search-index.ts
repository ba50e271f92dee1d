import type { Database } from "better-sqlite3";
import { fold } from "../fold.ts";

/**
 * So many messages may wait to be indexed. The index writes a segment for each transaction that adds to it, and merges
 * segments later: one message a time costs more than all the rest of sending it, 64 together half of that, 256 a third.
 * But whoever sends the last of them waits for all: few wait where few write, and no more text than takes a moment.
 */
export const mostWaiting = 256;
const fewWaiting = 64;
const waitingPerCommand = 8;
const mostBytesWaiting = 50_000;

/** At most so many are indexed in one transaction, where more are behind. */
const atOnce = 512;

/** The key of the newest message that is indexed. Those up to here are; a search reads the ones after it themselves. */
export const indexedUpTo = "select coalesce(max(id), 0) from message_index_docsize";

export type SearchIndex = ReturnType<typeof createSearchIndex>;

/** Keeps the index that search asks for candidates. Call it in the transaction that changes the messages. */
export function createSearchIndex(db: Database) {
  const newestIndexed = db.prepare<[], number>(indexedUpTo).pluck();
  const countWaiting = db.prepare<[], number>(`select coalesce(max(key), 0) - (${indexedUpTo}) from messages`).pluck();
  const waiting = db.prepare<[], { key: number; body: string }>(
    `select key, body from messages where key > (${indexedUpTo}) order by key limit ${atOnce}`,
  );
  const insert = db.prepare<[number, string]>("insert into message_index (rowid, text) values (?, ?)");
  const remove = db.prepare<[number]>("delete from message_index where rowid = +?");
  // What was left by whoever had the database before; how long it is, is not worth reading all of it.
  const waits = { messages: countWaiting.get() ?? 0, bytes: 0 };
  const isIndexed = (key: number) => key <= (newestIndexed.get() ?? 0);

  return {
    /** A message has been inserted. */
    added(body: string): void {
      waits.messages += 1;
      waits.bytes += body.length;
    },
    edited(key: number, body: string): void {
      if (!isIndexed(key)) return;
      remove.run(key);
      insert.run(key, fold(body));
    },
    /** A deleted message's text goes at once. */
    deleted(key: number): void {
      if (isIndexed(key)) remove.run(key);
    },
    /** Indexes what waits, where it is enough for a transaction of so many commands. */
    keepUp(commands: number): void {
      const enough = Math.min(Math.max(fewWaiting, commands * waitingPerCommand), mostWaiting);
      if (waits.messages < enough && waits.bytes < mostBytesWaiting) return;
      const found = waiting.all();
      for (const { key, body } of found) insert.run(key, fold(body));
      // Should the transaction fail, they wait for the next ones to come.
      waits.messages = Math.max(0, waits.messages - found.length);
      waits.bytes = 0;
    },
  };
}
