import { asc } from "drizzle-orm";
import type { HistoryEvent, MessageId } from "../../../server/contract/index.ts";
import type { Position } from "../../store.ts";
import { oneOf } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { events } from "../schema.ts";
import type { EventRows, PlacedEvent } from "./event-rows.ts";

/** What a page may weigh, as JSON: what fits into a socket's buffer, so that little is read and not written. */
const pageBytes = 256 * 1024;
/** What is kept may weigh, by a guess at what it costs in memory with the frames that are made of it. */
const keptBytes = 32 * 1024 * 1024;
/** So many are looked up together. */
const step = 50;

interface Kept extends PlacedEvent {
  bytes: number;
}

/**
 * Replayed events, made once for all who replay the same stretch: thousands come back at once after a restart. Each
 * read brings it up to the instant that it reads at, by the log itself: an event that shows anything that has changed
 * since is made anew. What a reader may see is none of its business.
 */
export function createReplay(db: Connection, rows: { events: EventRows }) {
  const byPosition = db.select().from(events).where(oneOf(events.position, "positions")).orderBy(asc(events.position));
  const rowsAt = byPosition.prepare();
  const changesSince = prepareChangesSince(db);
  const kept = new Map<Position, Kept>();
  const showing = new Map<MessageId, Set<Position>>();
  let weight = 0;

  function drop(position: Position): void {
    const found = kept.get(position);
    if (found === undefined) return;
    kept.delete(position);
    weight -= costOf(found);
    for (const id of messagesIn(found.event)) {
      const positions = showing.get(id);
      positions?.delete(position);
      if (positions?.size === 0) showing.delete(id);
    }
  }

  function keep(made: Kept): void {
    kept.set(made.position, made);
    weight += costOf(made);
    for (const id of messagesIn(made.event)) {
      const positions = showing.get(id);
      if (positions === undefined) showing.set(id, new Set([made.position]));
      else positions.add(made.position);
    }
  }

  /** Drops what shows something that is no longer so at the instant of this transaction. */
  function bringUpToDate(head: Position): void {
    const changes = changesSince(head);
    if (changes === "all") for (const position of kept.keys()) drop(position);
    else for (const id of changes) for (const position of showing.get(id) ?? []) drop(position);
  }

  function make(positions: readonly Position[]): Map<Position, Kept> {
    if (positions.length === 0) return new Map();
    const made = rows.events.assemble(rowsAt.all({ positions: JSON.stringify(positions) }));
    return new Map(
      made.map((placed) => [placed.position, { ...placed, bytes: Buffer.byteLength(JSON.stringify(placed.event)) }]),
    );
  }

  /**
   * The events at these positions, in this order, as they are now; fewer where they are long, but one at least. To be
   * called in the transaction that has read the head. The same event may be given out more than once.
   */
  return (positions: readonly Position[], head: Position): PlacedEvent[] => {
    bringUpToDate(head);
    const page: Kept[] = [];
    let bytes = 0;
    for (let at = 0; at < positions.length && bytes < pageBytes; at += step) {
      const wanted = positions.slice(at, at + step);
      const made = make(wanted.filter((position) => !kept.has(position)));
      for (const event of made.values()) if (!event.event.kind.startsWith("room.")) keep(event);
      for (const position of wanted) {
        const found = made.get(position) ?? kept.get(position);
        if (found === undefined) throw new Error(`The log has no entry at ${position}.`);
        bytes += found.bytes;
        if (bytes > pageBytes && page.length > 0) break;
        page.push(found);
      }
    }
    for (const oldest of kept.keys()) {
      if (weight <= keptBytes) break;
      drop(oldest);
    }
    return page;
  };
}

/** The objects, the text that is made of them, and a frame or two. */
function costOf({ bytes }: Kept): number {
  return 2000 + 4 * bytes;
}

/** Whose change an event would show. (Rooms' events show a count that moves all the time: they are not kept.) */
function messagesIn(event: HistoryEvent): MessageId[] {
  if (!("message" in event)) return [];
  const { id, replyTo } = event.message;
  return replyTo === null ? [id] : [id, replyTo.id];
}

/** More than this is not looked through. */
const maxChanges = 1000;

/** Which messages have changed since the last call; `all` where it may be anything, as when somebody's name changed. */
function prepareChangesSince(db: Connection) {
  // The first counts what other connections have committed, the second what this one has written.
  const version = db.$client
    .prepare<[], string>("select data_version || ' ' || total_changes() from pragma_data_version")
    .pluck();
  const touched = db.$client
    .prepare<[Position, number], MessageId | null>("select message_id from events where position > +? limit +?")
    .pluck();
  const profile = db.$client
    .prepare<[Position], number>("select 1 from users where updated_position >= +? limit 1")
    .pluck();
  let seenVersion = "";
  let seenHead: Position = -1;

  return (head: Position): readonly MessageId[] | "all" => {
    const now = version.get() ?? "";
    if (now === seenVersion) return [];
    const since = seenHead;
    seenVersion = now;
    seenHead = head;
    if (head < since || profile.get(since) !== undefined) return "all";
    const ids = touched.all(since, maxChanges);
    return ids.length === maxChanges ? "all" : ids.filter((id) => id !== null);
  };
}
