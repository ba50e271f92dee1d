import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import {
  limits,
  type Author,
  type MessageId,
  type Role,
  type Room,
  type RoomId,
  type RoomSnapshot,
  type RoomSummary,
  type UserId,
} from "../../../server/contract/index.ts";
import type { RoomQueries } from "../../store.ts";
import { authorColumns, containsText, given, oneOf, roomColumns } from "../columns.ts";
import { createAtOneInstant } from "../at-one-instant.ts";
import type { Connection } from "../connection.ts";
import { memberships, rooms, users } from "../schema.ts";
import type { EventRows } from "./event-rows.ts";
import { isPresent, type MemberRows } from "./members.ts";
import type { MessageRows } from "./message-rows.ts";
import type { MessagePages } from "./messages.ts";
import { lookedThrough, readNamePage } from "./name-pages.ts";
import type { RoomRows } from "./room-rows.ts";

export interface RoomParts {
  rooms: RoomRows;
  members: MemberRows;
  messages: MessageRows;
  pages: MessagePages;
  events: EventRows;
}

export function createRoomQueries(db: Connection, parts: RoomParts): RoomQueries {
  const list = prepareList(db, parts);
  const atOneInstant = createAtOneInstant(db);

  /** A person who is not a member sees nothing: the membership is looked up first. */
  function open(roomId: RoomId, userId: UserId, messageLimit: number): RoomSnapshot | null {
    const membership = parts.members.get(roomId, userId);
    const room = parts.rooms.get(roomId);
    if (membership === null || room === null) return null;
    return {
      room,
      membership,
      members: parts.members.list(roomId, "", "", limits.snapshotMembers).items,
      messages: parts.pages.list(roomId, userId, { limit: messageLimit }),
      lastEventId: parts.events.lastEventId(),
    };
  }

  return {
    get: async (roomId) => parts.rooms.get(roomId),
    list: async (userId) => atOneInstant(() => ({ items: list(userId), lastEventId: parts.events.lastEventId() })),
    browse: prepareBrowse(db),
    open: async (roomId, userId, messageLimit) => atOneInstant(() => open(roomId, userId, messageLimit)),
  };
}

type SummaryRow = Room & { role: Role; readSeq: number; unread: number; mentions: number; lastId: MessageId | null };

function prepareList(db: Connection, parts: RoomParts): (userId: UserId) => RoomSummary[] {
  const most = sql.raw(String(limits.unread));
  const summaries = db
    .select({
      ...roomColumns,
      role: memberships.role,
      readSeq: memberships.readSeq,
      unread: sql<number>`(select count(*) from (
        select 1 from messages
        where messages.room_id = ${rooms.id} and seq > ${memberships.readSeq}
          and sender_id <> ${memberships.userId} and deleted_at is null
        limit ${most}
      ))`,
      mentions: sql<number>`(select count(*) from (
        select 1 from mentions
        where mentions.user_id = ${memberships.userId} and mentions.room_id = ${rooms.id}
          and mentions.seq > ${memberships.readSeq}
        limit ${most}
      ))`,
      lastId: sql<MessageId | null>`(
        select id from messages where messages.room_id = ${rooms.id} order by seq desc limit 1
      )`,
    })
    .from(memberships)
    .innerJoin(rooms, eq(rooms.id, memberships.roomId))
    .where(and(eq(memberships.userId, given("userId")), isPresent))
    .orderBy(sql`${rooms.headPosition} desc`)
    .prepare();
  const othersIn = prepareOthers(db);

  return (userId) => {
    const found: SummaryRow[] = summaries.all({ userId });
    const lastIds = found.flatMap(({ lastId }) => lastId ?? []);
    const lastMessages = parts.messages.get(lastIds, userId);
    const others = othersIn(
      found.filter(({ type }) => type === "direct").map(({ id }) => id),
      userId,
    );
    return found.map(({ lastId, ...summary }) => ({
      ...summary,
      lastMessage: lastId === null ? null : (lastMessages.get(lastId) ?? null),
      others: others.get(summary.id) ?? [],
    }));
  };
}

/** The people of direct rooms, without the reader. */
function prepareOthers(db: Connection) {
  const statement = db
    .select({ roomId: memberships.roomId, author: authorColumns(users) })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(oneOf(memberships.roomId, "roomIds"), ne(memberships.userId, given("userId")), isPresent))
    .orderBy(asc(users.sortKey), asc(users.id))
    .prepare();

  return (roomIds: readonly RoomId[], userId: UserId): Map<RoomId, Author[]> => {
    const byRoom = new Map<RoomId, Author[]>();
    if (roomIds.length === 0) return byRoom;
    for (const { roomId, author } of statement.all({ roomIds: JSON.stringify(roomIds), userId })) {
      byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), author]);
    }
    return byRoom;
  };
}

function prepareBrowse(db: Connection): RoomQueries["browse"] {
  const { placeholder } = sql;
  const after = and(
    // Literally as in the index, which is not used otherwise.
    sql`${rooms.type} = 'public'`,
    isNull(rooms.archivedAt),
    sql`(${rooms.sortKey}, ${rooms.id}) > (${given("name")}, ${given("id")})`,
  );
  const page = db
    .select({ room: roomColumns, sortKey: rooms.sortKey, id: rooms.id })
    .from(rooms)
    .where(
      and(
        after,
        sql`(${rooms.sortKey}, ${rooms.id}) <= (${given("endName")}, ${given("endId")})`,
        containsText(rooms.searchKey, "query"),
      ),
    )
    .orderBy(asc(rooms.sortKey), asc(rooms.id))
    .limit(placeholder("limit"))
    .prepare();
  const end = db
    .select({ sortKey: rooms.sortKey, id: rooms.id })
    .from(rooms)
    .where(after)
    .orderBy(asc(rooms.sortKey), asc(rooms.id))
    .limit(1)
    .offset(lookedThrough - 1)
    .prepare();
  const statements = { page: page.all.bind(page), end: end.get.bind(end) };

  return async (request) => {
    const { items, nextCursor } = readNamePage("rooms", statements, request);
    return { items: items.map(({ room }) => room), nextCursor };
  };
}
