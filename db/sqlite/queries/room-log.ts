import type { RoomId } from "../../../server/contract/index.ts";
import type { Position } from "../../store.ts";
import type { Connection } from "../connection.ts";

/** A room as one membership sees it: its events from `startSeq` on. */
export interface SeenRoom {
  roomId: RoomId;
  startSeq: number;
  headSeq: number;
}

/**
 * A room's events by their seqs. Seqs have no gap and grow with the positions, so the one index that has them finds a
 * position too, in a few steps: a second index would cost every message a page.
 */
export function createRoomLog(db: Connection) {
  const at = db.$client
    .prepare<{ roomId: RoomId; seq: number }, Position>(
      "select position from events where room_id = +:roomId and seq = +:seq",
    )
    .pluck();
  const from = db.$client
    .prepare<{ roomId: RoomId; seq: number; limit: number }, Position>(
      "select position from events where room_id = +:roomId and seq >= +:seq order by seq limit +:limit",
    )
    .pluck();

  /** The seq of the first event after the position that the membership sees; one past the head where there is none. */
  function firstAfter({ roomId, startSeq, headSeq }: SeenRoom, after: Position): number {
    const isAfter = (seq: number) => (at.get({ roomId, seq }) ?? after) > after;
    // Most readers are near the head: back from there in steps that double.
    let found = headSeq + 1;
    let before = headSeq;
    for (let step = 1; before >= startSeq && isAfter(before); step *= 2) {
      found = before;
      before = found - step;
    }
    // Between the last that was not after it (or the start) and the first that was.
    for (let low = Math.max(before + 1, startSeq); low < found;) {
      const middle = Math.floor((low + found) / 2);
      if (isAfter(middle)) found = middle;
      else low = middle + 1;
    }
    return found;
  }

  return {
    /** How many events the membership has yet to see after the position. */
    countAfter: (room: SeenRoom, after: Position): number => room.headSeq + 1 - firstAfter(room, after),

    /** Where the first ones are with `after < position < before`. */
    positionsBetween(room: SeenRoom, after: Position, before: Position, limit: number): Position[] {
      const found: Position[] = [];
      for (const position of from.iterate({ roomId: room.roomId, seq: firstAfter(room, after), limit })) {
        if (position >= before) break;
        found.push(position);
      }
      return found;
    },
  };
}
