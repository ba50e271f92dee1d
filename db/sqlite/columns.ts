import { sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Author } from "../../server/contract/index.ts";
import { memberships, rooms, users } from "./schema.ts";

/** What statements select, to make the shapes of the contract. */

/** From `users`, or from the same table under another name. */
export function authorColumns<T extends Record<keyof Author, SQLiteColumn>>(table: T): Pick<T, keyof Author> {
  const { id, username, displayName, kind, avatarUrl } = table;
  return { id, username, displayName, kind, avatarUrl };
}

export const userColumns = { ...authorColumns(users), statusText: users.statusText, createdAt: users.createdAt };

export const meColumns = { ...userColumns, email: users.email, role: users.role };

export const roomColumns = {
  id: rooms.id,
  type: rooms.type,
  name: rooms.name,
  topic: rooms.topic,
  memberCount: rooms.memberCount,
  headSeq: rooms.headSeq,
  createdAt: rooms.createdAt,
  archivedAt: rooms.archivedAt,
};

/** With `users` joined. */
export const membershipColumns = {
  roomId: memberships.roomId,
  user: authorColumns(users),
  role: memberships.role,
  joinedAt: memberships.joinedAt,
  readSeq: memberships.readSeq,
};

/** A value that is bound as it comes when the statement runs, whatever the column makes of its own values. */
export function given(placeholder: string): SQL {
  return sql`${sql.placeholder(placeholder)}`;
}

/** The column is one of a JSON array: a list of any length in one prepared statement. */
export function oneOf(column: SQLiteColumn, placeholder: string): SQL {
  return sql`${column} in (select value from json_each(${sql.placeholder(placeholder)}))`;
}

/** The text occurs in the column, literally, whatever it is made of; the empty text occurs everywhere. */
export function containsText(column: SQLiteColumn, placeholder: string): SQL {
  return sql`instr(${column}, ${sql.placeholder(placeholder)}) > 0`;
}
