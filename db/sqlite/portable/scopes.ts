import type { Database } from "better-sqlite3";
import type { RecordType, Scope } from "../../portable.ts";

/** Which rows of each table belong to a scope, as conditions; `:id` is the scope's room or person. */
export type Conditions = Record<RecordType, string>;

export const conditions: Record<Scope["kind"], Conditions> = {
  server: {
    user: "true",
    block: "true",
    room: "true",
    ban: "true",
    membership: "true",
    message: "true",
    reaction: "true",
    read: "true",
  },
  room: {
    user: "users.id in (select value from json_each(:people))",
    block: "false",
    room: "rooms.id = :id",
    ban: "bans.room_id = :id",
    membership: "memberships.room_id = :id",
    message: "messages.room_id = :id",
    reaction: "reactions.message_id in (select id from messages where room_id = :id)",
    read: "memberships.room_id = :id",
  },
  user: {
    user: "users.id in (select value from json_each(:people))",
    block: "blocks.blocker_id = :id",
    room: `rooms.id in (
      select room_id from memberships where user_id = :id union select room_id from messages where sender_id = :id
      union select id from rooms where creator_id = :id
    )`,
    ban: "bans.user_id = :id",
    membership: "memberships.user_id = :id",
    // Kept from its index by the plus: that has them in another order, and would be sorted for every page.
    message: "+messages.sender_id = :id",
    reaction: "reactions.user_id = :id",
    read: "memberships.user_id = :id",
  },
};

/** Who must be in the file because something in it names them. The owner of a bot is one of them. */
const named = {
  room: `
    select creator_id as id from rooms where id = :id
    union select user_id from memberships where room_id = :id
    union select user_id from bans where room_id = :id
    union select by_id from bans where room_id = :id
    union select sender_id from messages where room_id = :id
    union select user_id from mentions where room_id = :id
    union select reactions.user_id from messages join reactions on reactions.message_id = messages.id
      where messages.room_id = :id
  `,
  user: `
    select :id as id
    union select id from users where owner_id = :id
    union select others.user_id from memberships own
      join rooms on rooms.id = own.room_id and rooms.type = 'direct'
      join memberships others on others.room_id = own.room_id
      where own.user_id = :id
  `,
};

/** What the conditions are given. */
export interface ScopeValues {
  id: string;
  /** JSON. */
  people: string;
}

export function valuesOf(client: Database, scope: Scope): ScopeValues {
  if (scope.kind === "server") return { id: "", people: "[]" };
  const id = scope.kind === "room" ? scope.roomId : scope.userId;
  const people = client
    .prepare<{ id: string }, string>(`
      with named (id) as (${named[scope.kind]})
      select id from named
      union select owner_id from users where id in (select id from named) and owner_id is not null
    `)
    .pluck();
  return { id, people: JSON.stringify(people.all({ id })) };
}

/** What the parts of an export work with. */
export interface ExportParts {
  client: Database;
  scope: Scope;
  where: Conditions;
  values: ScopeValues;
  /** Whether what people and bots sign in with is in it, and what repeats are recognised by. */
  credentials: boolean;
}

/** The newest message that a membership has read, by an index. */
export const lastRead = `(
  select id from messages where messages.room_id = memberships.room_id and seq <= memberships.read_seq
  order by seq desc limit 1
)`;
