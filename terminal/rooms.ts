import type { HistoryEvent, NatterClient, RoomId, RoomSummary, UserId } from "@natter/client";
import { labelOf } from "./format.ts";

/** My rooms, as the server lists them and as events have changed them since. */
export class Rooms {
  readonly #me: UserId;
  #rooms: RoomSummary[] = [];
  /** What happens while a list is on its way may be newer than the list. */
  #held: HistoryEvent[] = [];
  #loading = 0;

  constructor(me: UserId) {
    this.#me = me;
  }

  /** Takes the list anew. Returns the `lastEventId` of that instant. */
  async load(client: NatterClient): Promise<string> {
    this.#loading++;
    try {
      const { items, lastEventId } = await client.api.room.list.query();
      this.#rooms = items;
      return lastEventId;
    } finally {
      this.#loading--;
      for (const event of this.#held) this.#count(event);
      if (this.#loading === 0) this.#held = [];
    }
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

  /** Counts what an event left unread. */
  note(event: HistoryEvent): void {
    if (this.#loading > 0) this.#held.push(event);
    this.#count(event);
  }

  /** Everything up to here has been read; that can be another device's doing. */
  read(roomId: RoomId, readSeq: number): void {
    const room = this.get(roomId);
    if (room === undefined) return;
    room.readSeq = Math.max(room.readSeq, readSeq);
    // A mark in the middle leaves a number that only the server knows: the next list says it.
    if (room.readSeq >= (room.lastMessage?.seq ?? 0)) Object.assign(room, { unread: 0, mentions: 0 });
  }

  leave(roomId: RoomId): void {
    this.#rooms = this.#rooms.filter(({ id }) => id !== roomId);
  }

  /** What waits in other rooms than this one. */
  unreadBeside(roomId: RoomId | null): { rooms: number; messages: number } {
    const waiting = this.#rooms.filter(({ id, unread }) => id !== roomId && unread > 0);
    return { rooms: waiting.length, messages: waiting.reduce((sum, { unread }) => sum + unread, 0) };
  }

  #count(event: HistoryEvent): void {
    const room = this.get(event.roomId);
    if (room === undefined || event.seq <= room.headSeq) return;
    room.headSeq = event.seq;
    if ("room" in event) {
      const { name, topic, archivedAt } = event.room;
      Object.assign(room, { name, topic, archivedAt });
    }
    if (event.kind !== "message.sent") return;
    const { message } = event;
    room.lastMessage = message;
    if (message.sender.id === this.#me) return this.read(room.id, event.seq);
    if (message.deletedAt !== null) return;
    room.unread++;
    if (message.mentions.includes(this.#me)) room.mentions++;
  }
}
