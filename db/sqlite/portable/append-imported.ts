import type { Database } from "better-sqlite3";
import type { RoomId } from "../../../server/contract/index.ts";
import type { NewEntry } from "../../../server/domain/decision.ts";
import type { Position } from "../../store.ts";
import { toEventRow } from "../queries/event-rows.ts";

/** The log, for whoever writes much to it that nobody hears live. */
export interface ImportLog {
  /** The newest position. */
  head(): Position;
  /** The seq that the room's next event will have. */
  nextSeq(roomId: RoomId): number;
  /** Appends an entry at the next position; one of a room must have its next seq. */
  append(entry: NewEntry): void;
}

/** Call it in the transaction that changes the rows. */
export function createImportLog(client: Database): ImportLog {
  const newest = client.prepare<[], number>("select coalesce(max(position), 0) from events").pluck();
  const nextSeq = client.prepare<[RoomId], number>("select head_seq + 1 from rooms where id = ?").pluck();
  const insert = client.prepare(`
    insert into events (position, kind, room_id, seq, at, actor_id, message_id, user_id, detail)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  `);
  const advance = client.prepare<[number, Position, RoomId, number]>(
    "update rooms set head_seq = ?, head_position = ? where id = ? and head_seq + 1 = ?",
  );
  let head = newest.get() ?? 0;

  return {
    head: () => head,
    nextSeq: (roomId) => nextSeq.get(roomId) ?? 1,
    append: (entry) => {
      head += 1;
      const { kind, roomId, seq, at, actorId, messageId, userId, detail } = toEventRow(entry, head);
      insert.run(head, kind, roomId, seq, at.getTime(), actorId, messageId, userId, detail);
      if (!("roomId" in entry)) return;
      const { changes } = advance.run(entry.seq, head, entry.roomId, entry.seq);
      if (changes === 0) throw new Error(`${kind} with seq ${entry.seq} is not the next event of its room.`);
    },
  };
}
