import type { TRPCClient } from "@trpc/client";
import type { Event, Me, RoomId } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";
import { backOff } from "./backoff.ts";
import { Blocks } from "./blocks.ts";
import { within } from "./deadline.ts";
import { Feed } from "./feed.ts";
import { insist, pause } from "./insist.ts";
import { Outbox, patienceMs } from "./outbox/outbox.ts";
import type { OutboxStorage } from "./outbox/storage.ts";
import type { People } from "./people.ts";
import { MyRooms, type ListRead } from "./rooms/my-rooms.ts";
import { OpenRooms } from "./rooms/open-rooms.ts";
import { ReadMarks } from "./rooms/read-marks.ts";

export interface SignedInParts {
  readonly api: TRPCClient<AppRouter>;
  readonly me: Me;
  readonly people: People;
  readonly outbox: OutboxStorage;
  readonly isConnected: () => boolean;
  readonly changed: { readonly me: () => void; readonly rooms: () => void; readonly blocked: () => void };
  /** Who shares my rooms may have changed. */
  readonly peersChanged: () => void;
}

/** What one person sees while they are signed in: one stream of events, and everything that follows from it. */
export class SignedIn {
  me: Me;
  readonly blocks: Blocks;
  readonly rooms: MyRooms;
  readonly openRooms: OpenRooms;
  readonly #parts: SignedInParts;
  readonly #ending = new AbortController();
  readonly #feed: Feed;
  readonly #outbox: Outbox;
  readonly #marks: ReadMarks;
  /** How often in a row the stream was refused for good. */
  #brokenOff = 0;

  constructor(parts: SignedInParts) {
    const { api, people, isConnected } = parts;
    const me = parts.me.id;
    const ending = this.#ending.signal;
    this.#parts = parts;
    this.me = parts.me;
    this.#marks = new ReadMarks(api, ending);
    this.blocks = new Blocks(api, () => {
      parts.changed.blocked();
      this.openRooms.changed();
    });
    const feed = new Feed({
      event: (event) => this.#hear(event),
      reset: () => this.#reset(),
      failed: () => void this.#followAgain(),
    });
    this.#feed = feed;
    this.rooms = new MyRooms({
      ...{ api, feed, people, me, ending },
      unconfirmedMarks: () => this.#marks.unconfirmed,
      changed: parts.changed.rooms,
      wasRead: () => this.openRooms.changed(),
    });
    this.#outbox = new Outbox(me, {
      storage: parts.outbox,
      send: ({ roomId, clientId, body, replyToId, data }, signal) =>
        api.message.send.mutate({ roomId, clientId, body, replyToId, data }, { signal, ...within(Infinity) }),
      changed: (roomId) => this.openRooms.get(roomId)?.changed(),
      show: (message) => this.openRooms.get(message.roomId)?.stored(message) ?? true,
      patienceMs,
    });
    this.openRooms = new OpenRooms({
      ...{ api, feed, people, me, ending, isConnected, outbox: this.#outbox },
      blocked: () => this.blocks.current,
      summary: (roomId) => this.rooms.summary(roomId),
      pending: (roomId) => this.#outbox.pendingIn(roomId),
      refreshed: (roomId) => this.#outbox.allShown(roomId),
      markRead: (roomId, seq) => this.#markRead(roomId, seq),
    });
    feed.isLive.subscribe(() => this.#liveChanged());
  }

  start(list: ListRead): void {
    this.rooms.start(list);
    void this.#outbox.start();
  }

  /** `forget`: what waits to be sent never will be. */
  end(forget: boolean): void {
    this.#ending.abort();
    this.#feed.end();
    this.#outbox.end(forget);
    this.openRooms.end();
  }

  #hear(event: Event): void {
    const { people, changed, peersChanged } = this.#parts;
    people.hear(event);
    const before = this.me;
    this.me = applyToMe(before, event);
    if (this.me !== before) changed.me();
    this.rooms.hear(event);
    this.openRooms.hear(event);
    if (event.kind === "message.sent" && event.message.sender.id === this.me.id) this.#outbox.arrived(event.message);
    if (event.kind === "member.joined") peersChanged();
  }

  #reset(): void {
    this.rooms.reset();
    this.openRooms.reset();
  }

  async #followAgain(): Promise<void> {
    this.#brokenOff += 1;
    await pause(backOff(this.#brokenOff + 1, Math.random()), this.#ending.signal);
    if (!this.#ending.signal.aborted) this.#reset();
  }

  #liveChanged(): void {
    this.openRooms.changed();
    if (!this.#feed.isLive.getSnapshot()) return;
    this.#brokenOff = 0;
    void this.#readMyself().catch(() => {});
  }

  /** Nothing tells of what another device of mine has blocked, nor of what has been skipped. */
  async #readMyself(): Promise<void> {
    const { api, changed } = this.#parts;
    const options = within(Infinity);
    const query = () =>
      Promise.all([api.user.me.query(undefined, options), api.user.blocked.query(undefined, options)]);
    const read = () => {
      const answered = this.blocks.asking();
      return this.#feed.read(query, ([me, { items }], missed) => {
        this.me = missed.reduce(applyToMe, me);
        changed.me();
        answered(items.map(({ id }) => id));
      });
    };
    await insist(read, this.#ending.signal);
  }

  #markRead(roomId: RoomId, seq: number): void {
    // Here at once, as if the server had said it.
    this.#feed.tell({ kind: "read.moved", roomId, userId: this.me.id, readSeq: seq });
    this.#marks.note(roomId, seq);
  }
}

function applyToMe(me: Me, event: Event): Me {
  return event.kind === "user.updated" && event.user.id === me.id ? { ...me, ...event.user } : me;
}
