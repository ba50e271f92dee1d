import { and, asc, desc, eq, gt, lte, sql } from "drizzle-orm";
import type { Message, MessagePage, RoomId, UserId } from "../../../server/contract/index.ts";
import { listOf, makeCursor, readNumberCursor } from "../../cursor.ts";
import { BadCursor, type MessageQueries, type PageRequest } from "../../store.ts";
import { given } from "../columns.ts";
import { createAtOneInstant } from "../at-one-instant.ts";
import type { Connection } from "../connection.ts";
import { pageBytes } from "../page-bytes.ts";
import { messages } from "../schema.ts";
import { fitting, selectMessages, type MessageRow, type MessageRows } from "./message-rows.ts";
import type { Finder } from "../search/finder.ts";
import { createSearch } from "./search.ts";

/** A cursor knows its direction: it leads to what is older, or newer, than the seq in it. */
const older = "older";
const newer = "newer";

type ListRequest = PageRequest & { around?: number | undefined };

export type MessagePages = ReturnType<typeof createMessagePages>;

export function createMessageQueries(
  db: Connection,
  { rows, pages, finder }: { rows: MessageRows; pages: MessagePages; finder: Finder },
): MessageQueries {
  const atOneInstant = createAtOneInstant(db);
  return {
    get: async (messageId, viewerId) => rows.get([messageId], viewerId).get(messageId) ?? null,
    list: async (roomId, viewerId, request) => atOneInstant(() => pages.list(roomId, viewerId, request)),
    search: createSearch(db, rows, finder),
  };
}

/** Pages of a room, in ascending seq. */
export function createMessagePages(db: Connection, rows: MessageRows) {
  const { placeholder } = sql;
  const inRoom = eq(messages.roomId, given("roomId"));
  const upTo = selectMessages(db, and(inRoom, lte(messages.seq, given("seq"))))
    .orderBy(desc(messages.seq))
    .limit(placeholder("limit"))
    .prepare();
  const after = selectMessages(db, and(inRoom, gt(messages.seq, given("seq"))))
    .orderBy(asc(messages.seq))
    .limit(placeholder("limit"))
    .prepare();

  /** Up to a seq, the newest last. One more than asked for tells whether the page ends there. */
  function earlier(roomId: RoomId, seq: number, limit: number, bytes = pageBytes): Stretch {
    const found = upTo.all({ roomId, seq, limit: limit + 1 });
    const kept = fitting(found.slice(0, limit), bytes);
    return { rows: kept.reverse(), more: found.length > kept.length };
  }

  function later(roomId: RoomId, seq: number, limit: number, bytes = pageBytes): Stretch {
    const found = after.all({ roomId, seq, limit: limit + 1 });
    const kept = fitting(found.slice(0, limit), bytes);
    return { rows: kept, more: found.length > kept.length };
  }

  /** Half of the page is older than the seq or at it; where one side is short, the other one fills up. */
  function around(roomId: RoomId, seq: number, limit: number): [Stretch, Stretch] {
    const half = pageBytes / 2;
    const newerHalf = later(roomId, seq, Math.floor(limit / 2), half);
    const olderHalf = earlier(roomId, seq, limit - newerHalf.rows.length, half);
    if (olderHalf.more || !newerHalf.more) return [olderHalf, newerHalf];
    return [olderHalf, later(roomId, seq, limit - olderHalf.rows.length, half)];
  }

  function stretches(roomId: RoomId, { limit, cursor, around: seq }: ListRequest): [Stretch, Stretch] {
    if (seq !== undefined) return around(roomId, seq, limit);
    if (cursor === undefined) return [earlier(roomId, Number.MAX_SAFE_INTEGER, limit), none(false)];
    switch (listOf(cursor)) {
      case older:
        return [earlier(roomId, readNumberCursor(older, cursor) - 1, limit), none(true)];
      case newer:
        return [none(true), later(roomId, readNumberCursor(newer, cursor), limit)];
      default:
        throw new BadCursor();
    }
  }

  function list(roomId: RoomId, viewerId: UserId, request: ListRequest): MessagePage {
    const [olderPart, newerPart] = stretches(roomId, request);
    const items = rows.assemble([...olderPart.rows, ...newerPart.rows], viewerId);
    return { items, ...cursors(items, olderPart.more, newerPart.more) };
  }

  return { list };
}

/** Rows in ascending seq, and whether there are more in the direction in which they were read. */
interface Stretch {
  rows: MessageRow[];
  more: boolean;
}

function none(more: boolean): Stretch {
  return { rows: [], more };
}

/** A page that was reached by a cursor has that page beside it: an empty one leads nowhere. */
function cursors(items: readonly Message[], moreOlder: boolean, moreNewer: boolean) {
  const first = items.at(0);
  const last = items.at(-1);
  return {
    nextCursor: first !== undefined && moreOlder ? makeCursor(older, first.seq) : null,
    previousCursor: last !== undefined && moreNewer ? makeCursor(newer, last.seq) : null,
  };
}
