import type { HistoryEvent, NatterClient, RoomId, RoomSummary, UserId } from "@natter/client";
import { labelOf } from "./format.ts";

/** My rooms, as the server lists them and as events have changed them since. */
export class Rooms {
  readonly #me: UserId;
  #rooms: RoomSummary[] = [];

  constructor(me: UserId) {
    this.#me = me;
  }

  /** Takes the list anew. Returns the `lastEventId` of that instant. */
  async load(client: NatterClient): Promise<string> {
    const { items, lastEventId } = await client.api.room.list.query();
    this.#rooms = items;
    return lastEventId;
  }

  get all(): readonly RoomSummary[] {
    return this.#rooms;
  }

  get(roomId: RoomId): RoomSummary | undefined {
    return this.#rooms.find(({ id }) => id === roomId);
  }

  /** By its number in the list, or by name; names are not unique, so there may be several. */
  find(text: string): RoomSummary[] {
    const numbered = /^\d+$/.test(text) ? this.#rooms[Number(text) - 1] : undefined;
    if (numbered !== undefined) return [numbered];
    const wanted = text.toLowerCase();
    return this.#rooms.filter((room) => {
      const label = labelOf(room).toLowerCase();
      return label === wanted || label === `#${wanted}`;
    });
  }

  /** Counts what an event left unread. The room being looked at is counted by `read`. */
  note(event: HistoryEvent): void {
    const room = this.get(event.roomId);
    if (room === undefined || event.seq <= room.headSeq) return;
    room.headSeq = event.seq;
    if (event.kind === "message.sent") {
      room.lastMessage = event.message;
      if (event.message.sender.id === this.#me) return this.read(room.id, event.seq);
      room.unread++;
      if (event.message.mentions.includes(this.#me)) room.mentions++;
    } else if ("room" in event) {
      Object.assign(room, { name: event.room.name, topic: event.room.topic, archivedAt: event.room.archivedAt });
    }
  }

  /** Everything up to here has been read; this can be another device's doing. */
  read(roomId: RoomId, readSeq: number): void {
    const room = this.get(roomId);
    if (room === undefined) return;
    room.readSeq = Math.max(room.readSeq, readSeq);
    // What is in between is not known here: the next list says it exactly.
    if (room.readSeq >= (room.lastMessage?.seq ?? 0)) Object.assign(room, { unread: 0, mentions: 0 });
  }

  leave(roomId: RoomId): void {
    this.#rooms = this.#rooms.filter(({ id }) => id !== roomId);
  }

  /** How many messages wait in rooms other than this one. */
  unreadElsewhere(roomId: RoomId | null): { rooms: number; messages: number } {
    const waiting = this.#rooms.filter(({ id, unread }) => id !== roomId && unread > 0);
    return { rooms: waiting.length, messages: waiting.reduce((sum, { unread }) => sum + unread, 0) };
  }
}
