import type { Command } from "../../server/domain/commands.ts";
import type { Decide, Written } from "../store.ts";
import type { Connection } from "./connection.ts";
import { createHealth } from "./health.ts";
import { createEventRows } from "./queries/event-rows.ts";
import { createMessageRows } from "./queries/message-rows.ts";
import { createRoomRows } from "./queries/room-rows.ts";
import { createUserRows } from "./queries/users.ts";
import { Reserve } from "./reserve.ts";
import { createSearchIndex } from "./search-index.ts";
import { createWrite } from "./write.ts";

/** The half of the store that changes the database. A database has one. */
export interface Writer {
  /** As `Store.write`. */
  write(commands: readonly Command[]): Promise<Written>;
  /** Whether a write can be expected to succeed. */
  ping(): Promise<boolean>;
  /** What was asked for before is finished. */
  close(): Promise<void>;
}

/** What a writer needs to know of a database that has been opened. */
export interface WriterTarget {
  file: string;
  epoch: string;
}

/** Writes in the thread that calls it, on a connection that stays the caller's to close. */
export function createWriter(connection: Connection, { file, epoch }: WriterTarget, decide: Decide): Writer {
  const users = createUserRows(connection);
  const rooms = createRoomRows(connection);
  const messages = createMessageRows(connection);
  const events = createEventRows(connection, epoch, { users, rooms, messages });
  const index = createSearchIndex(connection.$client);
  const health = createHealth(connection);
  const reserve = new Reserve(file === ":memory:" ? null : `${file}-reserve`);
  reserve.keep();
  const write = createWrite(connection, { decide, users, rooms, messages, events, index }, health, reserve);
  return {
    write: async (commands) => write(commands),
    ping: async () => health.ping(),
    close: async () => {},
  };
}
