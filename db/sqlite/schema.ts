import { sql } from "drizzle-orm";
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
  type AnySQLiteColumn,
} from "drizzle-orm/sqlite-core";
import type { Role, RoomType, UserId } from "../../server/contract/index.ts";
import type { NewEntry } from "../../server/domain/decision.ts";

/** Dates are whole milliseconds. Text keys (`...Key`) are folded, so that case never tells two names apart. */

export const meta = sqliteTable("meta", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});

export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    kind: text("kind").$type<"person" | "bot">().notNull().default("person"),
    role: text("role").$type<"user" | "admin">().notNull().default("user"),
    /** Whose bot it is; null: a person. */
    ownerId: text("owner_id").references((): AnySQLiteColumn => users.id),
    username: text("username").notNull(),
    usernameKey: text("username_key").notNull(),
    displayName: text("display_name").notNull(),
    /** The display name, folded: what a search looks in. */
    nameKey: text("name_key").notNull(),
    /** Its beginning: short enough to travel in a cursor. */
    sortKey: text("sort_key").notNull(),
    email: text("email"),
    emailKey: text("email_key"),
    passwordHash: text("password_hash"),
    avatarUrl: text("avatar_url"),
    statusText: text("status_text"),
    createdAt: date("created_at").notNull(),
    disabledAt: date("disabled_at"),
    lastSeenAt: date("last_seen_at"),
    /** The log's head when the profile last changed; null: never. */
    updatedPosition: integer("updated_position"),
  },
  (table) => [
    uniqueIndex("users_username").on(table.usernameKey),
    uniqueIndex("users_email").on(table.emailKey),
    index("users_of_owner")
      .on(table.ownerId)
      .where(sql`${table.ownerId} is not null`),
    index("users_sorted").on(table.sortKey, table.id),
    index("users_updated")
      .on(table.updatedPosition, table.id)
      .where(sql`${table.updatedPosition} is not null`),
  ],
);

/** A bot has one that lives, which never runs out; its `refreshHash` is that of the bot's token. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    device: text("device"),
    createdAt: date("created_at").notNull(),
    lastSeenAt: date("last_seen_at").notNull(),
    endsAt: date("ends_at").notNull(),
    endedAt: date("ended_at"),
    refreshHash: text("refresh_hash").notNull(),
    previousHash: text("previous_hash"),
    rotatedAt: date("rotated_at").notNull(),
    refreshExpiresAt: date("refresh_expires_at").notNull(),
  },
  (table) => [
    index("sessions_of_user")
      .on(table.userId)
      .where(sql`${table.endedAt} is null`),
  ],
);

export const blocks = sqliteTable(
  "blocks",
  {
    blockerId: text("blocker_id")
      .notNull()
      .references(() => users.id),
    blockedId: text("blocked_id")
      .notNull()
      .references(() => users.id),
    createdAt: date("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockerId, table.blockedId] }),
    index("blocks_of_blocked").on(table.blockedId),
  ],
);

export const rooms = sqliteTable(
  "rooms",
  {
    id: text("id").primaryKey(),
    type: text("type").$type<RoomType>().notNull(),
    name: text("name"),
    topic: text("topic"),
    /** Name and topic, folded: what a search looks in. */
    searchKey: text("search_key").notNull(),
    /** The beginning of the folded name: short enough to travel in a cursor. */
    sortKey: text("sort_key").notNull(),
    creatorId: text("creator_id")
      .notNull()
      .references(() => users.id),
    clientId: text("client_id"),
    contentHash: text("content_hash"),
    /** The sorted ids of a direct room's people. */
    directKey: text("direct_key"),
    memberCount: integer("member_count").notNull().default(0),
    headSeq: integer("head_seq").notNull().default(0),
    /** The position of the newest event: which room was active last. */
    headPosition: integer("head_position").notNull().default(0),
    createdAt: date("created_at").notNull(),
    archivedAt: date("archived_at"),
  },
  (table) => [
    uniqueIndex("rooms_direct").on(table.directKey),
    uniqueIndex("rooms_client").on(table.creatorId, table.clientId),
    index("rooms_public")
      .on(table.sortKey, table.id)
      .where(sql`${table.type} = 'public' and ${table.archivedAt} is null`),
  ],
);

/** Ended, not deleted: a person who comes back has the same row. */
export const memberships = sqliteTable(
  "memberships",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role").$type<Role>().notNull(),
    /** The first event that the present membership may see. */
    startSeq: integer("start_seq").notNull(),
    readSeq: integer("read_seq").notNull(),
    /** The log's head when the mark was made; null: not moved since joining. */
    readPosition: integer("read_position"),
    joinedAt: date("joined_at").notNull(),
    endedAt: date("ended_at"),
  },
  (table) => [
    primaryKey({ columns: [table.roomId, table.userId] }),
    index("memberships_of_user")
      .on(table.userId)
      .where(sql`${table.endedAt} is null`),
    index("memberships_owners")
      .on(table.roomId)
      .where(sql`${table.role} = 'owner' and ${table.endedAt} is null`),
    index("memberships_read")
      .on(table.roomId, table.readPosition)
      .where(sql`${table.readPosition} is not null`),
  ],
);

export const bans = sqliteTable(
  "bans",
  {
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    byId: text("by_id")
      .notNull()
      .references(() => users.id),
    createdAt: date("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.userId] })],
);

export const messages = sqliteTable(
  "messages",
  {
    /** Grows with the log; the search index knows a message by it. */
    key: integer("key").primaryKey(),
    id: text("id").notNull(),
    roomId: text("room_id")
      .notNull()
      .references(() => rooms.id),
    seq: integer("seq").notNull(),
    updatedSeq: integer("updated_seq").notNull(),
    senderId: text("sender_id")
      .notNull()
      .references(() => users.id),
    clientId: text("client_id").notNull(),
    /** Of the first send: an edit leaves it as it is. */
    contentHash: text("content_hash").notNull(),
    body: text("body").notNull(),
    /** JSON. */
    data: text("data"),
    replyToId: text("reply_to_id"),
    mentions: text("mentions", { mode: "json" }).$type<UserId[]>().notNull(),
    createdAt: date("created_at").notNull(),
    editedAt: date("edited_at"),
    deletedAt: date("deleted_at"),
  },
  (table) => [
    uniqueIndex("messages_id").on(table.id),
    // All that counting the unread looks at. That a seq is used once, the log sees to.
    index("messages_in_room").on(table.roomId, table.seq, table.senderId, table.deletedAt),
    uniqueIndex("messages_client").on(table.senderId, table.roomId, table.clientId),
  ],
);

/** The same as `messages.mentions`, in the order in which they are counted. Own ones are read by sending them. */
export const mentions = sqliteTable(
  "mentions",
  {
    userId: text("user_id").notNull(),
    roomId: text("room_id").notNull(),
    seq: integer("seq").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.roomId, table.seq] }),
    index("mentions_of_message").on(table.roomId, table.seq),
  ],
);

export const reactions = sqliteTable(
  "reactions",
  {
    /** The order in which they were made. */
    key: integer("key").primaryKey(),
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    emoji: text("emoji").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: date("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("reactions_once").on(table.messageId, table.emoji, table.userId),
    // The first ones of each, however many there are.
    index("reactions_in_order").on(table.messageId, table.emoji, table.key, table.userId),
  ],
);

/** How many reactions of one emoji a message has: counting them would cost as much as there are. None: no row. */
export const reactionTallies = sqliteTable(
  "reaction_tallies",
  {
    /** The order in which the emoji were first used. */
    key: integer("key").primaryKey(),
    messageId: text("message_id")
      .notNull()
      .references(() => messages.id),
    emoji: text("emoji").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [uniqueIndex("reaction_tallies_once").on(table.messageId, table.emoji)],
);

/** The log. What only the server must hear has no room and no seq. */
export const events = sqliteTable(
  "events",
  {
    position: integer("position").primaryKey(),
    kind: text("kind").$type<NewEntry["kind"]>().notNull(),
    roomId: text("room_id"),
    seq: integer("seq"),
    at: date("at").notNull(),
    actorId: text("actor_id"),
    messageId: text("message_id"),
    /** Whom it concerns: the member, the session's person, the one who was blocked. */
    userId: text("user_id"),
    /** JSON: what the rows no longer say. */
    detail: text("detail"),
  },
  (table) => [
    uniqueIndex("events_room_seq").on(table.roomId, table.seq),
    index("events_departures")
      .on(table.userId, table.position)
      .where(sql`${table.kind} in ('member.left', 'member.removed')`),
  ],
);

function date(name: string) {
  return integer(name, { mode: "timestamp_ms" });
}
