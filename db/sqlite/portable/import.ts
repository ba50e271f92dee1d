import { existsSync } from "node:fs";
import type { RecordType } from "../../portable.ts";
import { connect } from "../compiled-session.ts";
import type { Connection } from "../connection.ts";
import type { Migrations } from "../migrate.ts";
import { openDatabase } from "../open.ts";
import { randomEpoch } from "../store.ts";
import { createAdd, type AddedRecord } from "./add.ts";
import { openSnapshot } from "./snapshot.ts";

/** A database that a file is to be imported into. */
export interface ImportDatabase extends Disposable {
  connection: Connection;
}

/** For this process alone, made where there is none. Rejects with a `DatabaseError`, as where a server has it open. */
export async function openForImport(file: string, migrations: Migrations): Promise<ImportDatabase> {
  const { connection, close } = await openDatabase(file, { migrations, newEpoch: randomEpoch });
  return { connection, [Symbol.dispose]: close };
}

/** For comparing alone, also while a server runs; an empty one where there is none. Rejects with a `DatabaseError`. */
export async function openForComparing(file: string, migrations: Migrations): Promise<ImportDatabase> {
  if (!existsSync(file)) return openForImport(":memory:", migrations);
  const { client, [Symbol.dispose]: close } = openSnapshot(file, migrations);
  return { connection: connect(client), [Symbol.dispose]: close };
}

/** A transaction ends after so many records: as many messages as the search index takes in at a time. */
const recordsTogether = 500;

/** Writes what is added in transactions of a bounded size, each of which leaves a database that is whole. */
export class ImportWriter {
  readonly #client;
  readonly #add;
  #pending = 0;

  constructor(connection: Connection, options: { botSessionEnd: Date }) {
    this.#client = connection.$client;
    this.#add = createAdd(connection, options);
  }

  /**
   * Adds a record, in the transaction of those before it. It becomes durable with a later `mayCommit`, or with `commit`.
   * Where it throws, nothing since the last of these is stored.
   */
  add(record: AddedRecord): void {
    if (this.#pending === 0) this.#client.exec("begin immediate");
    this.#pending += 1;
    this.#add.add(record);
  }

  /**
   * Commits, if enough has been added. `next`: what comes then. Blocks stay with their accounts, bans with
   * their room and reactions with their message: a repeat of the import leaves out what belongs to what is there.
   */
  mayCommit(next: RecordType): boolean {
    if (this.#pending < recordsTogether || belongsToEarlier.has(next)) return false;
    this.commit();
    return true;
  }

  commit(): void {
    if (this.#pending === 0) return;
    this.#add.settle();
    this.#client.exec("commit");
    this.#pending = 0;
  }
}

const belongsToEarlier = new Set<RecordType>(["user", "block", "ban", "reaction"]);
