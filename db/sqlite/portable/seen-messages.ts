import Database from "better-sqlite3";

/** The messages of a file, for looking them up: in a database that SQLite keeps on disk where it grows, and deletes. */
export class SeenMessages implements Disposable {
  readonly #db = new Database("");
  readonly #insertId;
  readonly #insertClientId;
  readonly #roomOf;

  constructor() {
    // It need not outlive anything.
    this.#db.pragma("journal_mode = OFF");
    this.#db.pragma("synchronous = OFF");
    this.#db.exec("create table ids (id text primary key, room integer not null) without rowid");
    this.#db.exec(`
      create table client_ids (sender integer, room integer, client_id text, primary key (sender, room, client_id))
      without rowid
    `);
    this.#insertId = this.#db.prepare<[string, number]>("insert or ignore into ids values (?, ?)");
    this.#insertClientId = this.#db.prepare<[number, number, string]>(
      "insert or ignore into client_ids values (?, ?, ?)",
    );
    this.#roomOf = this.#db.prepare<[string], number>("select room from ids where id = ?").pluck();
    this.#db.exec("begin");
  }

  /** What of the message has been seen before; null: nothing. Rooms and senders are numbers of the caller's. */
  add({ id, clientId }: { id: string; clientId: string }, room: number, sender: number): "id" | "clientId" | null {
    if (this.#insertId.run(id, room).changes === 0) return "id";
    return this.#insertClientId.run(sender, room, clientId).changes === 0 ? "clientId" : null;
  }

  /** The room of a message; null where it has not been seen. */
  roomOf(id: string): number | null {
    return this.#roomOf.get(id) ?? null;
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
