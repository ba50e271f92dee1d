import type { HistoryEvent, Room } from "../../server/contract/index.ts";

/** A room as an event of it leaves it. `room.headSeq` says up to where everything in it counts already. */
export function applyToRoom(room: Room, event: HistoryEvent): Room {
  // Replayed, it is the room as it is now, which may be further on than the events that have come.
  if ("room" in event && event.room.headSeq > room.headSeq) return { ...room, ...event.room };
  if (event.seq <= room.headSeq) return room;
  return { ...room, headSeq: event.seq, memberCount: room.memberCount + joinedOrLeft(event) };
}

function joinedOrLeft({ kind }: HistoryEvent): number {
  if (kind === "member.joined") return 1;
  return kind === "member.left" || kind === "member.removed" ? -1 : 0;
}
