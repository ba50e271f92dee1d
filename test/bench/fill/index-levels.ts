import type { Database } from "better-sqlite3";

/** Where FTS5 keeps how its index is made up of segments, which lie on levels. */
const structureRow = 10;

/** Version 2 of the record: a cookie of four bytes, then this mark, then the numbers of levels, segments and writes. */
const mark = 0xff000001;
const afterMark = 8;

/** Of four segments on a level one is made on the next. */
const segmentsPerLevel = 4;

/**
 * Makes one segment of the search index and lifts it to the level at which it would lie if its messages had come one by
 * one. On a low level it would be merged with every few new ones, which costs a server that has grown slowly nothing.
 */
export function liftSearchIndex(db: Database, messages: number): void {
  db.exec("insert into message_index (message_index) values ('optimize')");
  const read = db.prepare<[number], Buffer>("select block from message_index_data where id = ?").pluck();
  const record = read.get(structureRow);
  if (record?.readUInt32BE(4) !== mark) throw new Error("This SQLite lays out its search index in another way.");
  const levels = record[afterMark] ?? 0;
  const missing = Math.ceil(Math.log(messages + 1) / Math.log(segmentsPerLevel)) - levels;
  if (missing <= 0) return;
  let end = afterMark + 1;
  for (let numbers = 0; numbers < 2; end++) if ((record[end] ?? 0) < 0x80) numbers++;
  const header = Buffer.from(record.subarray(0, end));
  header[afterMark] = levels + missing;
  // Of an empty level: no merge under way, no segment.
  const lifted = Buffer.concat([header, Buffer.alloc(2 * missing), record.subarray(end)]);
  db.unsafeMode();
  db.prepare("update message_index_data set block = ? where id = ?").run(lifted, structureRow);
}
