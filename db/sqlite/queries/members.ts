import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { BannedPerson, Membership, Page, RoomId, UserId } from "../../../server/contract/index.ts";
import { makeCursor, readIdCursor } from "../../cursor.ts";
import { foldName } from "../../fold.ts";
import type { MemberQueries, PageRequest } from "../../store.ts";
import { authorColumns, containsText, given, membershipColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { bans, memberships, rooms, users } from "../schema.ts";
import { lookedThrough } from "./name-pages.ts";

export const isPresent = isNull(memberships.endedAt);

export type MemberRows = ReturnType<typeof createMemberRows>;

/** What room snapshots read too. */
export function createMemberRows(db: Connection) {
  const { placeholder } = sql;
  const one = db
    .select(membershipColumns)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.roomId, given("roomId")), eq(memberships.userId, given("userId")), isPresent))
    .prepare();
  const page = db
    .select(membershipColumns)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.roomId, given("roomId")),
        gt(memberships.userId, given("after")),
        lte(memberships.userId, given("end")),
        isPresent,
        or(containsText(users.nameKey, "query"), containsText(users.usernameKey, "query")),
      ),
    )
    .orderBy(asc(memberships.userId))
    .limit(placeholder("limit"))
    .prepare();
  const end = db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.roomId, given("roomId")), gt(memberships.userId, given("after"))))
    .orderBy(asc(memberships.userId))
    .limit(1)
    .offset(lookedThrough - 1)
    .prepare();

  /** In the order in which their accounts were made: it never changes, and costs no sorting in a large room. */
  function list(roomId: RoomId, after: UserId, query: string, limit: number): MemberStretch {
    const sought = foldName(query.trim());
    // Without a query every row is one of the page.
    const stop = sought === "" ? undefined : end.get({ roomId, after })?.userId;
    const found = page.all({ roomId, after, end: stop ?? beyondIds, query: sought, limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items, next: (found.length > limit ? items.at(-1)?.user.id : stop) ?? null };
  }

  return {
    get: (roomId: RoomId, userId: UserId): Membership | null => one.get({ roomId, userId }) ?? null,
    list,
  };
}

interface MemberStretch {
  items: Membership[];
  /** After whom it goes on; null at the end. */
  next: UserId | null;
}

/** Beyond every id. */
const beyondIds = "\u{10ffff}";

export function createMemberQueries(db: Connection, rows: MemberRows): MemberQueries {
  const access = db
    .select({
      room: { id: rooms.id, type: rooms.type, archivedAt: rooms.archivedAt, memberCount: rooms.memberCount },
      role: memberships.role,
    })
    .from(rooms)
    .leftJoin(memberships, and(eq(memberships.roomId, rooms.id), eq(memberships.userId, given("userId")), isPresent))
    .where(eq(rooms.id, given("roomId")))
    .prepare();
  const peers = db.$client
    .prepare<{ userId: UserId; roomSize: number; most: number }, UserId>(`
    select distinct others.user_id
    from memberships own
      cross join rooms on rooms.id = own.room_id and rooms.member_count <= +:roomSize
      cross join memberships others on others.room_id = own.room_id and others.ended_at is null
    where own.user_id = +:userId and own.ended_at is null and others.user_id <> +:userId
    limit +:most
  `)
    .pluck();

  return {
    access: async (roomId, userId) => {
      const found = access.get({ roomId, userId });
      if (found === undefined) return null;
      const { archivedAt, ...room } = found.room;
      return { room: { ...room, archived: archivedAt !== null }, role: found.role };
    },
    list: async (roomId, { query = "", cursor, limit }) => {
      const after = cursor === undefined ? "" : readIdCursor("members", cursor);
      const { items, next } = rows.list(roomId, after, query, limit);
      return { items, nextCursor: next === null ? null : makeCursor("members", next) };
    },
    bans: createBanList(db),
    peers: async (userId, { roomSize, most }) => [userId, ...peers.all({ userId, roomSize, most: most - 1 })],
  };
}

function createBanList(db: Connection): MemberQueries["bans"] {
  const byWhom = alias(users, "by_whom");
  const page = db
    .select({ user: authorColumns(users), by: authorColumns(byWhom), createdAt: bans.createdAt })
    .from(bans)
    .innerJoin(users, eq(users.id, bans.userId))
    .innerJoin(byWhom, eq(byWhom.id, bans.byId))
    .where(and(eq(bans.roomId, given("roomId")), gt(bans.userId, given("after"))))
    .orderBy(asc(bans.userId))
    .limit(sql.placeholder("limit"))
    .prepare();
  return async (roomId: RoomId, { cursor, limit }: PageRequest): Promise<Page<BannedPerson>> => {
    const after = cursor === undefined ? "" : readIdCursor("bans", cursor);
    const found = page.all({ roomId, after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last === undefined ? null : makeCursor("bans", last.user.id) };
  };
}
