import type { TRPCClient } from "@trpc/client";
import type { Event, RoomId, RoomSummary, UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { within } from "../deadline.ts";
import { isNatterError, type NatterError } from "../errors.ts";
import type { Feed } from "../feed.ts";
import { insist, pause } from "../insist.ts";
import type { People } from "../people.ts";
import { applyToList, listOf, summaryOf, type List } from "./list.ts";
import type { RoomList } from "./room-list.ts";

/** The server is not asked for the list more often than this. */
const leastMs = 500;

export interface MyRoomsParts {
  readonly api: TRPCClient<AppRouter>;
  readonly feed: Feed;
  readonly people: People;
  readonly me: UserId;
  readonly ending: AbortSignal;
  /** What I have read, as far as the server may not know it yet. */
  readonly unconfirmedMarks: () => ReadonlyMap<RoomId, number>;
  readonly changed: () => void;
  /** The server's list has taken the place of what was counted here. */
  readonly wasRead: () => void;
}

export interface ListRead {
  readonly items: readonly RoomSummary[];
  readonly lastEventId: string;
}

/** The list of my rooms, read when it must be and counted on from there. */
export class MyRooms {
  readonly #parts: MyRoomsParts;
  #list: List = { rooms: [], isExact: false };
  #error: NatterError | null = null;
  #isReading = false;

  constructor(parts: MyRoomsParts) {
    this.#parts = parts;
  }

  snapshot(): RoomList {
    const rooms = this.#list.rooms.map(({ summary }) => summary);
    const sum = (count: (room: RoomSummary) => number) => rooms.reduce((total, room) => total + count(room), 0);
    return {
      status: this.#error === null ? "ready" : "failed",
      error: this.#error,
      rooms,
      unread: sum(({ unread }) => unread),
      mentions: sum(({ mentions }) => mentions),
    };
  }

  summary(roomId: RoomId): RoomSummary | undefined {
    return summaryOf(this.#list, roomId);
  }

  hear(event: Event): void {
    this.#set(applyToList(this.#list, event, this.#parts.me));
    if (!this.#list.isExact) this.read();
  }

  /** Counts on from here. */
  start({ items, lastEventId }: ListRead): void {
    this.#take(items, []);
    this.#parts.feed.follow(this.#parts.api, lastEventId);
  }

  /** What is held is not to be trusted any more. */
  reset(): void {
    this.#list = { ...this.#list, isExact: false };
    this.read();
  }

  /** Asks the server until the list is as it says. */
  read(): void {
    if (!this.#isReading) void this.#readUntilExact();
  }

  async #readUntilExact(): Promise<void> {
    const { ending } = this.#parts;
    this.#isReading = true;
    try {
      while (!this.#list.isExact && !ending.aborted) {
        await insist(
          () => this.#readOnce(),
          ending,
          (error) => this.#failed(error),
        );
        await pause(leastMs, ending);
      }
    } catch (error) {
      // Either nobody is signed in any more, or it will be as refused the next time.
      if (isNatterError(error) && !ending.aborted) this.#failed(error);
    } finally {
      this.#isReading = false;
    }
  }

  #failed(error: NatterError): void {
    this.#error = error;
    this.#parts.changed();
  }

  async #readOnce(): Promise<void> {
    const { api, feed } = this.#parts;
    const query = () => api.room.list.query(undefined, within(Infinity));
    if (feed.isFollowing) await feed.readOnce(query, ({ items }, missed) => this.#take(items, missed));
    else this.start(await query());
  }

  #take(items: readonly RoomSummary[], missed: readonly Event[]): void {
    const { me, people, unconfirmedMarks, wasRead } = this.#parts;
    const marks = [...unconfirmedMarks()].map(
      ([roomId, readSeq]) => ({ kind: "read.moved", roomId, userId: me, readSeq }) as const,
    );
    people.meetListed(items);
    this.#error = null;
    this.#set([...missed, ...marks].reduce<List>((list, event) => applyToList(list, event, me), listOf(items)));
    wasRead();
  }

  #set(list: List): void {
    if (list === this.#list) return;
    this.#list = list;
    this.#parts.changed();
  }
}
