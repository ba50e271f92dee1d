import { join } from "node:path";
import Database from "better-sqlite3";
import type { Message } from "./message.ts";

/** The least that a chat stores: a table of messages, found by room, and each message once. */
export class MessageTable {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement;
  readonly #insertAll: (messages: readonly Message[]) => void;

  /** `synchronous`: NORMAL is what better-sqlite3 does in WAL mode; FULL survives the loss of power. */
  constructor(synchronous: "NORMAL" | "FULL") {
    this.#database = new Database(join(process.env["NATTER_DATA"] ?? ".", "messages.db"));
    this.#database.pragma("journal_mode = WAL");
    this.#database.pragma(`synchronous = ${synchronous}`);
    this.#database.exec(`
      create table messages (
        key integer primary key, id text not null unique, room_id text not null, sender_id text not null,
        client_id text not null, body text not null, created_at integer not null
      );
      create unique index messages_client on messages (sender_id, client_id);
      create index messages_room on messages (room_id, key);
    `);
    this.#insert = this.#database.prepare(
      "insert into messages (id, room_id, sender_id, client_id, body, created_at) values (?, ?, ?, ?, ?, ?)",
    );
    this.#insertAll = this.#database.transaction((messages: readonly Message[]) => {
      for (const message of messages) this.store(message);
    });
  }

  store({ id, roomId, senderId, clientId, body, createdAt }: Message): void {
    this.#insert.run(id, roomId, senderId, clientId, body, createdAt.getTime());
  }

  /** All of them in one transaction. */
  storeAll(messages: readonly Message[]): void {
    this.#insertAll(messages);
  }
}
