import Database from "better-sqlite3";
import { fold } from "../../../db/fold.ts";
import { liftSearchIndex } from "./index-levels.ts";
import type { PastEvent, PastMessage, PastRoom } from "./history.ts";

/** Tables whose indexes are built once at the end, which takes a fraction of the time. */
const bulky = ["messages", "events", "reactions", "reaction_tallies", "mentions"];

/** So much of the search index is gathered in memory before it is written; SQLite's own measure is 1 MiB. */
const gatheredBytes = 256 * 1024 * 1024;
const gatheredBytesByDefault = 1024 * 1024;

/**
 * Writes rows past the store, fast and without a net: what is being written is lost if the process ends before
 * `finish`.
 */
export class Bulk {
  readonly #db: Database.Database;
  readonly #indexes: string[];
  readonly #insert;
  #written = 0;

  constructor(file: string) {
    this.#db = new Database(file);
    for (const pragma of [
      "journal_mode = MEMORY",
      "synchronous = OFF",
      "locking_mode = EXCLUSIVE",
      "foreign_keys = OFF",
    ]) {
      this.#db.pragma(pragma);
    }
    this.#db.pragma("cache_size = -400000");
    this.#db.pragma("threads = 2");
    const found = this.#db.prepare<[], { name: string; sql: string }>(`
      select name, sql from sqlite_schema
      where type = 'index' and sql is not null and tbl_name in (${bulky.map((table) => `'${table}'`).join()})
    `);
    const indexes = found.all();
    this.#indexes = indexes.map(({ sql }) => sql);
    for (const { name } of indexes) this.#db.exec(`drop index "${name}"`);
    this.#gather(gatheredBytes);
    this.#insert = prepareInserts(this.#db);
    this.#db.exec("begin");
  }

  event(event: PastEvent): void {
    const { position, kind, roomId, seq, at, actorId, messageId, emoji } = event;
    const detail = emoji === null ? null : JSON.stringify({ emoji });
    this.#insert.event.run(position, kind, roomId, seq, at, actorId, messageId, detail);
  }

  message(message: PastMessage): void {
    const { id, room, seq, updatedSeq, sender, clientId, contentHash, body, data, replyToId, mentions } = message;
    const { at, editedAt, deletedAt, reactions } = message;
    const identity = [id, room.id, seq, updatedSeq, sender.id, clientId, contentHash];
    const content = [body, data, replyToId, mentions.length === 0 ? "[]" : JSON.stringify(mentions)];
    this.#written += 1;
    const { lastInsertRowid } = this.#insert.message.run(...identity, ...content, at, editedAt, deletedAt);
    if (deletedAt === null) this.#insert.index.run(lastInsertRowid, fold(body));
    for (const userId of mentions) this.#insert.mention.run(userId, room.id, seq);
    const tallies = new Map<string, number>();
    for (const { emoji, userId, at: reactedAt } of reactions) {
      this.#insert.reaction.run(id, emoji, userId, reactedAt);
      tallies.set(emoji, (tallies.get(emoji) ?? 0) + 1);
    }
    for (const [emoji, count] of tallies) this.#insert.tally.run(id, emoji, count);
  }

  /** Where the rooms and their readers have come to. Then the indexes are built: that may take minutes. */
  async finish(rooms: readonly PastRoom[], onStage: (stage: string) => Promise<void>): Promise<void> {
    for (const { id, headSeq, headPosition, marks } of rooms) {
      this.#insert.head.run(headSeq, headPosition, id);
      for (const [userId, { seq, position }] of marks) this.#insert.mark.run(seq, position, id, userId, seq);
    }
    await onStage("search index");
    this.#gather(gatheredBytesByDefault);
    this.#db.exec("commit");
    liftSearchIndex(this.#db, this.#written);
    for (const sql of this.#indexes) {
      await onStage(/INDEX `?(\w+)/i.exec(sql)?.[1] ?? "index");
      this.#db.exec(sql);
    }
    this.#db.close();
  }

  #gather(bytes: number): void {
    // Not bound: the driver binds numbers as reals, and this must be an integer.
    this.#db.exec(`insert into message_index (message_index, rank) values ('hashsize', ${bytes})`);
  }
}

function prepareInserts(db: Database.Database) {
  return {
    event: db.prepare(`
      insert into events (position, kind, room_id, seq, at, actor_id, message_id, detail)
      values (?, ?, ?, ?, ?, ?, ?, ?)
    `),
    message: db.prepare(`
      insert into messages (id, room_id, seq, updated_seq, sender_id, client_id, content_hash, body, data, reply_to_id,
        mentions, created_at, edited_at, deleted_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    `),
    index: db.prepare("insert into message_index (rowid, text) values (?, ?)"),
    mention: db.prepare("insert into mentions (user_id, room_id, seq) values (?, ?, ?)"),
    reaction: db.prepare("insert into reactions (message_id, emoji, user_id, created_at) values (?, ?, ?, ?)"),
    tally: db.prepare("insert into reaction_tallies (message_id, emoji, count) values (?, ?, ?)"),
    head: db.prepare("update rooms set head_seq = ?, head_position = ? where id = ?"),
    mark: db.prepare(`
      update memberships set read_seq = ?, read_position = ? where room_id = ? and user_id = ? and read_seq < ?
    `),
  };
}
