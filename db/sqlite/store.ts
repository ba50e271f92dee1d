import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Decide, Store } from "../store.ts";
import type { Connection } from "./connection.ts";
import { storageError } from "./errors.ts";
import type { Migrations } from "./migrate.ts";
import { databaseError, openDatabase, type Upgrade } from "./open.ts";
import { createBotQueries } from "./queries/bots.ts";
import { createEventRows } from "./queries/event-rows.ts";
import { createLogQueries } from "./queries/log.ts";
import { createMemberQueries, createMemberRows } from "./queries/members.ts";
import { createMessageRows } from "./queries/message-rows.ts";
import { createMessagePages, createMessageQueries } from "./queries/messages.ts";
import { createRoomRows } from "./queries/room-rows.ts";
import { createRoomQueries } from "./queries/rooms.ts";
import { createSessionQueries } from "./queries/sessions.ts";
import { createUserQueries, createUserRows } from "./queries/users.ts";
import { createFinderThread } from "./search/finder-thread.ts";
import { createFinder, type Finder } from "./search/finder.ts";
import { startWriterThread } from "./writer-thread.ts";
import { createWriter, type Writer, type WriterTarget } from "./writer.ts";

export interface SqliteOptions {
  /** Where the database is, or shall be made. `:memory:` is gone when it is closed. */
  file: string;
  /** The rules of chat. */
  decide: Decide;
  /** The module of a thread that writes, by the same rules. Without it, and in memory, writes hold this thread. */
  writeThread?: URL | undefined;
  /** The module of a thread that searches. Without it, and in memory, searches take their turns in this thread. */
  searchThread?: URL;
  /** The migrations, where they are not in the folder beside this code. */
  migrations?: Migrations;
  /** Names a new database: random, and never the same twice. */
  newEpoch?: () => string;
  /** Called before a database that exists is brought up to the present schema, once what was there is backed up. */
  onUpgrade?: (upgrade: Upgrade) => void;
}

/**
 * Opens the store on a SQLite file, for this process alone. Rejects with a `DatabaseError` whose message says what is
 * wrong and what to do: in use by another process, written by a newer version (`DatabaseTooNew`), damaged, and so on.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { file, migrations = join(import.meta.dirname, "migrations"), newEpoch = randomEpoch, onUpgrade } = options;
  const { connection, epoch, close } = await openDatabase(file, { migrations, newEpoch, onUpgrade });
  try {
    const writer = await startWriter(connection, { file, epoch }, options);
    const finder = startFinder(connection, file, options);
    const closeAll = async () => {
      await Promise.all([finder.close(), writer.close()]);
      close();
    };
    return createStore(connection, epoch, closeAll, { writer, finder });
  } catch (error) {
    close();
    throw databaseError(error, file);
  }
}

async function startWriter(
  connection: Connection,
  target: WriterTarget,
  { decide, writeThread }: SqliteOptions,
): Promise<Writer> {
  if (writeThread === undefined || target.file === inMemory) return createWriter(connection, target, decide);
  connection.$client.pragma("query_only = ON");
  return startWriterThread(writeThread, target);
}

function startFinder(connection: Connection, file: string, { searchThread }: SqliteOptions): Finder {
  if (searchThread === undefined || file === inMemory) return createFinder(connection.$client);
  return createFinderThread(searchThread, file);
}

/** Such a database is seen by the connection alone that made it, and so by one thread. */
const inMemory = ":memory:";

/** Every statement that is needed often is prepared here, once. */
function createStore(
  db: Connection,
  epoch: string,
  close: () => Promise<void>,
  { writer, finder }: { writer: Writer; finder: Finder },
): Store {
  const users = createUserRows(db);
  const rooms = createRoomRows(db);
  const members = createMemberRows(db);
  const messages = createMessageRows(db);
  const pages = createMessagePages(db, messages);
  const events = createEventRows(db, epoch, { users, rooms, messages });
  return {
    epoch,
    write: (commands) => writer.write(commands),
    log: explained(createLogQueries(db, { events, users })),
    sessions: explained(createSessionQueries(db)),
    users: explained(createUserQueries(db, users)),
    bots: explained(createBotQueries(db)),
    rooms: explained(createRoomQueries(db, { rooms, members, messages, pages, events })),
    members: explained(createMemberQueries(db, members)),
    messages: explained(createMessageQueries(db, { rows: messages, pages, finder })),
    ping: () => writer.ping(),
    close,
  };
}

/** The same queries, which reject with a `StorageError` where the database cannot be read. */
function explained<Queries extends Record<keyof Queries, Query>>(queries: Queries): Queries {
  const explaining = Object.entries<Query>(queries).map(([name, query]): [string, Query] => [
    name,
    async (...given) => {
      try {
        return await query(...given);
      } catch (error) {
        throw storageError(error) ?? error;
      }
    },
  ]);
  // The names, and what they take and give, are those of `queries`.
  return Object.fromEntries(explaining) as Queries;
}

type Query = (...given: never[]) => Promise<unknown>;

/** Names a database as no other is named. */
export function randomEpoch(): string {
  return randomBytes(6).toString("hex");
}
