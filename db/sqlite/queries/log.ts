import { and, asc, desc, eq, gt, gte, lt, lte, sql } from "drizzle-orm";
import { limits, type RoomId, type UserId } from "../../../server/contract/index.ts";
import type { LogPage, LogQueries, Position, Reader, StateItem } from "../../store.ts";
import { given } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { events, memberships, rooms } from "../schema.ts";
import type { EventRow, EventRows } from "./event-rows.ts";
import { isPresent } from "./members.ts";
import type { UserRows } from "./users.ts";

/**
 * A reader sees the rooms of their present memberships, from each one's start on, and of past ones how they ended.
 * Everything goes room by room along an index, so that a page costs what its reader can see and not the whole log.
 */
export function createLogQueries(db: Connection, rows: { events: EventRows; users: UserRows }): LogQueries {
  const roomsOf = prepareRoomsOf(db);
  const readRoom = prepareReadRoom(db);
  const countRoom = prepareCountRoom(db);
  const departures = prepareDepartures(db);
  const marks = prepareMarks(db);

  /** The first events of several rooms together: each room is read no further than the page can reach. */
  function merge(mine: readonly OwnRoom[], own: readonly EventRow[], after: Position, limit: number): EventRow[] {
    let page = [...own];
    for (const room of mine) {
      if (room.headPosition <= after) continue;
      const full = page.length < limit ? undefined : page.at(-1);
      const found = readRoom(room, after, full?.position ?? Number.MAX_SAFE_INTEGER, limit);
      if (found.length > 0) page = [...page, ...found].sort((a, b) => a.position - b.position).slice(0, limit);
    }
    return page;
  }

  function read(reader: Reader, after: Position, limit: number, statesFrom: Position): LogPage {
    const head = rows.events.head();
    const mine = roomsOf(reader);
    const found = merge(mine, departures(reader, after, limit), after, limit);
    const last = found.at(-1);
    return {
      events: rows.events.assemble(found),
      through: last !== undefined && found.length === limit ? last.position : Math.max(after, head),
      head,
      roomIds: mine.map(({ roomId }) => roomId),
      states: statesFrom > head ? [] : states(reader, statesFrom),
    };
  }

  function states(reader: Reader, from: Position): StateItem[] {
    const moved = marks(reader, from);
    if (reader.roomId !== undefined) return moved;
    return [...moved, ...rows.users.updatedSince(from).map((user) => ({ kind: "user.updated", user }) as const)];
  }

  function behind(reader: Reader, after: Position, limit: number): number {
    let count = departures(reader, after, limit).length;
    for (const room of roomsOf(reader)) {
      if (count >= limit) break;
      if (room.headPosition > after) count += countRoom(room, after);
    }
    return Math.min(count, limit);
  }

  return {
    head: async () => rows.events.head(),
    read: async (...request) => db.transaction(() => read(...request)),
    behind: async (...request) => db.transaction(() => behind(...request)),
    floor: async () => 0,
  };
}

type OwnRoom = ReturnType<ReturnType<typeof prepareRoomsOf>>[number];

const { placeholder } = sql;

/** The rooms of the reader's present memberships, or the one that is asked for. */
function prepareRoomsOf(db: Connection) {
  const ofUser = and(eq(memberships.userId, given("userId")), isPresent);
  const select = (one?: ReturnType<typeof eq>) =>
    db
      .select({
        roomId: rooms.id,
        startSeq: memberships.startSeq,
        headSeq: rooms.headSeq,
        headPosition: rooms.headPosition,
      })
      .from(memberships)
      .innerJoin(rooms, eq(rooms.id, memberships.roomId))
      .where(and(ofUser, one))
      .prepare();
  const all = select();
  const one = select(eq(memberships.roomId, given("roomId")));
  return (reader: Reader) => (reader.roomId === undefined ? all.all({ ...reader }) : one.all({ ...reader }));
}

/** A room's events with `after < position < before`, as far as the membership sees them. */
function prepareReadRoom(db: Connection) {
  // What lies between `after` and the membership's start is stepped over, not looked at: it may be years.
  const start = sql`(select position from events where room_id = ${given("roomId")} and seq = ${given("startSeq")})`;
  const statement = db
    .select()
    .from(events)
    .where(
      and(
        eq(events.roomId, given("roomId")),
        gte(events.position, sql`max(${given("after")} + 1, ${start})`),
        lt(events.position, given("before")),
      ),
    )
    .orderBy(asc(events.position))
    .limit(placeholder("limit"))
    .prepare();
  return ({ roomId, startSeq }: OwnRoom, after: Position, before: Position, limit: number): EventRow[] =>
    statement.all({ roomId, startSeq, after, before, limit });
}

/** How many such events there are: seqs have no gap, so the seq that the reader has reached tells. */
function prepareCountRoom(db: Connection) {
  const reached = db
    .select({ seq: events.seq })
    .from(events)
    .where(and(eq(events.roomId, given("roomId")), lte(events.position, given("after"))))
    .orderBy(desc(events.position))
    .limit(1)
    .prepare();
  return ({ roomId, startSeq, headSeq }: OwnRoom, after: Position): number =>
    headSeq - Math.max(startSeq - 1, reached.get({ roomId, after })?.seq ?? 0);
}

/** How the reader's past memberships ended. Someone who came back sees it before the start of the present one. */
function prepareDepartures(db: Connection) {
  const own = and(
    eq(events.userId, given("userId")),
    // Literally as in the index, which is not used otherwise.
    sql`${events.kind} in ('member.left', 'member.removed')`,
    gt(events.position, given("after")),
  );
  const select = (one?: ReturnType<typeof eq>) =>
    db.select().from(events).where(and(own, one)).orderBy(asc(events.position)).limit(placeholder("limit")).prepare();
  const all = select();
  const one = select(eq(events.roomId, given("roomId")));
  return (reader: Reader, after: Position, limit: number): EventRow[] =>
    (reader.roomId === undefined ? all : one).all({ ...reader, after, limit });
}

interface Mark {
  roomId: RoomId;
  userId: UserId;
  readSeq: number;
  large: number;
}

/** Read marks made at a position or later: one's own everywhere, other people's in small rooms. */
function prepareMarks(db: Connection) {
  const statement = db.$client.prepare<{ userId: UserId; roomId: RoomId | null; from: number; small: number }, Mark>(`
    select own.room_id as roomId, own.user_id as userId, own.read_seq as readSeq, member_count > :small as large
    from memberships own cross join rooms on rooms.id = own.room_id
    where own.user_id = +:userId and own.ended_at is null and own.read_position >= +:from
      and (:roomId is null or own.room_id = :roomId)
    union all
    select others.room_id, others.user_id, others.read_seq, 0
    from memberships own
      cross join rooms on rooms.id = own.room_id and rooms.member_count <= :small
      cross join memberships others on others.room_id = own.room_id and others.read_position >= +:from
        and others.ended_at is null and others.user_id <> own.user_id
    where own.user_id = +:userId and own.ended_at is null and (:roomId is null or own.room_id = :roomId)
  `);
  return ({ userId, roomId }: Reader, from: Position): StateItem[] =>
    statement
      .all({ userId, roomId: roomId ?? null, from, small: limits.smallRoom })
      .map(({ large, ...mark }) => ({ kind: "read.moved", ...mark, ownDevicesOnly: large === 1 }));
}
