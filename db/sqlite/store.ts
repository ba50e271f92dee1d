import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Store } from "../store.ts";
import type { Connection } from "./connection.ts";
import { storageError } from "./errors.ts";
import { createHealth } from "./health.ts";
import { openDatabase } from "./open.ts";
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
import { Reserve } from "./reserve.ts";
import { createFinderThread } from "./search/finder-thread.ts";
import { createFinder, type Finder } from "./search/finder.ts";
import { createWrite } from "./write.ts";

export interface SqliteOptions {
  /** Where the database is, or shall be made. `:memory:` is gone when it is closed. */
  file: string;
  /** The module of a thread that searches. Without it, and in memory, searches take their turns in this thread. */
  searchThread?: URL;
  /** The folder of the migrations, where it is not the one beside this code. */
  migrations?: string;
  /** Names a new database: random, and never the same twice. */
  newEpoch?: () => string;
}

/**
 * Opens the store on a SQLite file, for this process alone. Rejects with a `DatabaseError` whose message says what is
 * wrong and what to do: in use by another process, written by a newer version (`DatabaseTooNew`), damaged, and so on.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { file, searchThread, migrations = join(import.meta.dirname, "migrations"), newEpoch = randomEpoch } = options;
  const { connection, epoch, close } = openDatabase(file, { migrations, newEpoch });
  const reserve = new Reserve(file === ":memory:" ? null : `${file}-reserve`);
  reserve.keep();
  const inThread = searchThread === undefined || file === ":memory:";
  const finder = inThread ? createFinder(connection.$client) : createFinderThread(searchThread, file);
  const closeAll = async () => {
    await finder.close();
    close();
  };
  return createStore(connection, epoch, closeAll, { reserve, finder });
}

/** Every statement that is needed often is prepared here, once. */
function createStore(
  db: Connection,
  epoch: string,
  close: () => Promise<void>,
  { reserve, finder }: { reserve: Reserve; finder: Finder },
): Store {
  const users = createUserRows(db);
  const rooms = createRoomRows(db);
  const members = createMemberRows(db);
  const messages = createMessageRows(db);
  const pages = createMessagePages(db, messages);
  const events = createEventRows(db, epoch, { users, rooms, messages });
  const health = createHealth(db);
  const write = createWrite(db, { users, rooms, messages, events }, health, reserve);
  return {
    epoch,
    write: async (commands, decide) => write(commands, decide),
    log: explained(createLogQueries(db, { events, users })),
    sessions: explained(createSessionQueries(db)),
    users: explained(createUserQueries(db, users)),
    bots: explained(createBotQueries(db)),
    rooms: explained(createRoomQueries(db, { rooms, members, messages, pages, events })),
    members: explained(createMemberQueries(db, members)),
    messages: explained(createMessageQueries(db, { rows: messages, pages, finder })),
    ping: async () => health.ping(),
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

function randomEpoch(): string {
  return randomBytes(6).toString("hex");
}
