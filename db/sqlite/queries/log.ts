import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { LogPage, LogQueries, Position, Reader, StatesPlace } from "../../store.ts";
import { given } from "../columns.ts";
import { createAtOneInstant } from "../at-one-instant.ts";
import type { Connection } from "../connection.ts";
import { events, memberships, rooms } from "../schema.ts";
import type { EventRows } from "./event-rows.ts";
import { isPresent } from "./members.ts";
import { createReplay } from "./replay.ts";
import { createRoomLog } from "./room-log.ts";
import { createStates } from "./states.ts";
import type { UserRows } from "./users.ts";

/**
 * A reader sees the rooms of their present memberships, from each one's start on, and of past ones how they ended.
 * Everything goes room by room along an index, so that a page costs what its reader can see and not the whole log.
 * Which positions those are is asked for each reader; what is there is made once for all who read it.
 */
export function createLogQueries(db: Connection, rows: { events: EventRows; users: UserRows }): LogQueries {
  const roomsOf = prepareRoomsOf(db);
  const roomLog = createRoomLog(db);
  const departures = prepareDepartures(db);
  const states = createStates(db);
  const replay = createReplay(db, rows);
  const atOneInstant = createAtOneInstant(db);

  /** The first events of several rooms together: each room is read no further than the page can reach. */
  function merge(mine: readonly OwnRoom[], own: readonly Position[], after: Position, limit: number): Position[] {
    let page = [...own];
    for (const room of mine) {
      if (room.headPosition <= after) continue;
      const full = page.length < limit ? undefined : page.at(-1);
      const found = roomLog.positionsBetween(room, after, full ?? Infinity, limit);
      if (found.length > 0) page = [...page, ...found].sort((a, b) => a - b).slice(0, limit);
    }
    return page;
  }

  function read(
    reader: Reader,
    after: Position,
    limit: number,
    statesFrom: Position,
    statesAfter: StatesPlace | null = null,
  ): LogPage {
    const head = rows.events.head();
    const mine = roomsOf(reader);
    const roomIds = mine.map(({ roomId }) => roomId);
    const told =
      statesFrom > head ? { states: [], moreStates: null } : states(reader, roomIds, statesFrom, statesAfter);
    if (told.moreStates !== null) return { events: [], through: after, head, roomIds, ...told };
    // Most readers come to listen, and there is nothing to look for behind the head.
    if (after >= head) return { events: [], through: after, head, roomIds, ...told };
    const found = merge(mine, departures(reader, after, limit), after, limit);
    const page = replay(found, head);
    const last = page.at(-1);
    const isCut = page.length < found.length || found.length === limit;
    return {
      events: page,
      through: last !== undefined && isCut ? last.position : Math.max(after, head),
      head,
      roomIds,
      ...told,
    };
  }

  function behind(reader: Reader, after: Position, limit: number): number {
    let count = departures(reader, after, limit).length;
    for (const room of roomsOf(reader)) {
      if (count >= limit) break;
      if (room.headPosition > after) count += roomLog.countAfter(room, after);
    }
    return Math.min(count, limit);
  }

  return {
    head: async () => rows.events.head(),
    read: async (...request) => atOneInstant(() => read(...request)),
    behind: async (...request) => atOneInstant(() => behind(...request)),
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

/** Where the reader's past memberships ended. Someone who came back sees it before the start of the present one. */
function prepareDepartures(db: Connection) {
  const own = and(
    eq(events.userId, given("userId")),
    // Literally as in the index, which is not used otherwise.
    sql`${events.kind} in ('member.left', 'member.removed')`,
    gt(events.position, given("after")),
  );
  const select = (one?: ReturnType<typeof eq>) =>
    db
      .select({ position: events.position })
      .from(events)
      .where(and(own, one))
      .orderBy(asc(events.position))
      .limit(placeholder("limit"))
      .prepare();
  const all = select();
  const one = select(eq(events.roomId, given("roomId")));
  return (reader: Reader, after: Position, limit: number): Position[] =>
    (reader.roomId === undefined ? all : one).all({ ...reader, after, limit }).map(({ position }) => position);
}
