import type { TRPCClient } from "@trpc/client";
import type { Event, Message, RoomId, RoomSummary, UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { within } from "../deadline.ts";
import { isNatterError } from "../errors.ts";
import type { Feed } from "../feed.ts";
import { insist } from "../insist.ts";
import { Derived } from "../observed.ts";
import type { PendingMessage } from "../outbox/pending.ts";
import type { People } from "../people.ts";
import { isOutcome, isShown, type Change } from "./changes.ts";
import type { RoomState } from "./open-room.ts";
import { Paging } from "./paging.ts";
import { readRoom, type CallOptions } from "./read-room.ts";
import { applyToRoomData, roomDataOf, type RoomData } from "./room-data.ts";
import { roomStateOf } from "./room-state.ts";
import { Typing } from "./typing.ts";
import { put, trim, windowOf, type Window } from "./window.ts";

/** So many messages a window keeps of those that have come while it was open, and while it was not. */
const most = { open: 2_000, closed: 200 };

/** A change that has been carried out is shown for so long at most until its event comes. */
const catchUpMs = 1_000;

/** What a room needs of the rest of the client. */
export interface RoomParts {
  readonly api: TRPCClient<AppRouter>;
  readonly feed: Feed;
  readonly people: People;
  readonly me: UserId;
  /** Aborts when nobody is signed in any more. */
  readonly ending: AbortSignal;
  readonly isConnected: () => boolean;
  readonly blocked: () => ReadonlySet<UserId>;
  readonly summary: (roomId: RoomId) => RoomSummary | undefined;
  readonly pending: (roomId: RoomId) => readonly PendingMessage[];
  /** Whatever was stored before now will not come as an event any more: the room has been read anew, or left. */
  readonly refreshed: (roomId: RoomId) => void;
}

/** Everything about one room, whoever looks at it. */
export class RoomStore {
  readonly id: RoomId;
  readonly paging: Paging;
  readonly typing: Typing;
  readonly #parts: RoomParts;
  #data: RoomData | null = null;
  /** Mine that the server has not confirmed, or whose event has not come. */
  #changes: readonly Change[] = [];
  #firstUnreadSeq: number | null = null;
  isLookedAt = false;
  #isRefreshing = false;
  #refreshAgain = false;
  #shown: RoomState | null = null;
  readonly #state = new Derived(() => this.#compute());
  readonly getSnapshot = this.#state.getSnapshot;
  readonly subscribe = this.#state.subscribe;
  readonly changed = () => this.#state.changed();

  constructor(id: RoomId, parts: RoomParts) {
    const { api, feed, people, me, isConnected } = parts;
    this.id = id;
    this.#parts = parts;
    this.typing = new Typing({ api, roomId: id, isConnected, changed: () => this.#typingChanged() });
    this.paging = new Paging({
      ...{ api, feed, people, me, roomId: id, changed: this.changed },
      window: () => this.#present.window,
      setWindow: (window) => {
        if (this.#present.isComplete) this.#setWindow(window);
      },
    });
  }

  get isReady(): boolean {
    return this.#data !== null;
  }

  /** Whether it is worth keeping for the next one who opens it. */
  get isCurrent(): boolean {
    return this.#data !== null && !this.#data.left && this.#data.isComplete && !this.#data.window.hasNewer;
  }

  get headSeq(): number {
    return this.#present.appliedSeq;
  }

  isUnreadUpTo(seq: number): boolean {
    const { left, membership } = this.#present;
    return !left && seq > membership.readSeq;
  }

  /** The first look at the room. */
  async load(): Promise<void> {
    await this.#read({});
  }

  /** Somebody begins to look at it. */
  opened(): void {
    const { membership } = this.#present;
    const unread = this.#parts.summary(this.id)?.unread ?? 0;
    this.#firstUnreadSeq = unread > 0 ? membership.readSeq + 1 : null;
    this.isLookedAt = true;
    this.typing.watch();
    this.changed();
  }

  /** Nobody looks at it any more. */
  closed(): void {
    this.isLookedAt = false;
    this.typing.unwatch();
    if (this.isCurrent) this.#trim(most.closed);
  }

  /** Nobody is signed in any more. */
  ended(): void {
    this.typing.unwatch();
    if (this.#data !== null) this.#set({ ...this.#data, left: true });
  }

  /** Events have been skipped. */
  reset(): void {
    if (this.#data === null) return;
    this.#set({ ...this.#data, isComplete: false });
    this.#refresh();
  }

  hear(event: Event): void {
    const before = this.#data;
    if (before === null) return;
    // What is unread is counted elsewhere, also from events that the room knew of already.
    if ("roomId" in event && event.roomId === this.id) this.changed();
    this.#changes = withoutFirst(this.#changes, (change) => isOutcome(event, change, this.#parts.me));
    if (event.kind === "message.sent" && event.roomId === this.id) this.typing.stopped(event.actorId);
    this.#set(applyToRoomData(before, event, this.#parts.me));
    this.#trim(most.open);
    const { isComplete, left } = this.#present;
    if (left && !before.left) this.#left();
    const rejoined = event.kind === "member.joined" && event.membership.user.id === this.#parts.me;
    if (!isComplete && (before.isComplete || rejoined)) this.#refresh();
  }

  /**
   * Shows a message of mine that has been stored. False where events before it have not come yet: then it comes with
   * its own.
   */
  stored(message: Message): boolean {
    if (this.#data === null || this.#data.left) return true;
    const { window, appliedSeq, isComplete } = this.#data;
    if (message.seq > appliedSeq + 1 || !isComplete) return false;
    this.#setWindow(put(window, message, this.#parts.me));
    return true;
  }

  /** Shows a change while `call` asks for it, and undoes it where that fails. */
  async change<T extends Message | void>(change: Change, call: () => Promise<T>): Promise<T> {
    this.#changes = [...this.#changes, change];
    this.changed();
    try {
      const answer = await call();
      const { window } = this.#present;
      const message = window.messages.find(({ id }) => id === change.messageId);
      if (answer !== undefined) this.#setWindow(put(window, answer, this.#parts.me));
      // Where the stream is live the event has come already, if there is one. Else it is on its way.
      const isThere = message === undefined || isShown(change, message, this.#parts.me);
      if (answer !== undefined || isThere || this.#isLive) this.#drop(change);
      else setTimeout(() => this.#drop(change), catchUpMs);
      return answer;
    } catch (error) {
      this.#drop(change);
      throw error;
    }
  }

  get #present(): RoomData {
    if (this.#data === null) throw new TypeError("The room has not been loaded.");
    return this.#data;
  }

  get #isLive(): boolean {
    return this.#parts.feed.isLive.getSnapshot() && this.#present.isComplete;
  }

  #set(data: RoomData): void {
    if (data === this.#data) return;
    this.#data = data;
    this.changed();
  }

  #setWindow(window: Window): void {
    if (window !== this.#present.window) this.#set({ ...this.#present, window });
  }

  #drop(change: Change): void {
    this.#changes = this.#changes.filter((one) => one !== change);
    this.changed();
  }

  /** Not while a page is on its way, which meets the window as it is. */
  #trim(count: number): void {
    const { window } = this.#present;
    if (window.hasNewer || this.paging.loading !== null || window.messages.length <= count) return;
    // By so much at a time that it need not be done with each message.
    this.#setWindow(trim(window, Math.ceil(count * 0.9), "newest"));
  }

  #typingChanged(): void {
    const { api, people } = this.#parts;
    for (const userId of this.typing.userIds) people.lookUp(api, userId, this.changed);
    this.changed();
  }

  /** Nothing more comes, not what was stored before either. */
  #left(): void {
    this.#set({ ...this.#present, left: true, isComplete: true });
    this.#parts.refreshed(this.id);
  }

  #refresh(): void {
    this.#refreshAgain = true;
    if (!this.#isRefreshing) void this.#refreshUntilCurrent();
  }

  async #refreshUntilCurrent(): Promise<void> {
    const { ending } = this.#parts;
    this.#isRefreshing = true;
    while (this.#refreshAgain && !ending.aborted) {
      this.#refreshAgain = false;
      try {
        await insist(() => this.#read(within(Infinity)), ending);
      } catch (error) {
        const isStranger = isNatterError(error) && (error.reason === "not_found" || error.reason === "not_allowed");
        if (isStranger && !this.#refreshAgain) this.#left();
      }
    }
    this.#isRefreshing = false;
  }

  /** Reads the room as it is now, with the messages around those that are shown. */
  #read(options: CallOptions): Promise<void> {
    const { api, feed, people, me, refreshed } = this.#parts;
    const shown = this.#data?.window;
    const middle = shown?.messages[Math.floor(shown.messages.length / 2)];
    const around = shown?.hasNewer === true ? (middle?.seq ?? null) : null;
    return feed.read(
      () => readRoom(api, this.id, around, options),
      ({ snapshot, members, page }, missed) => {
        people.meetIn({ ...snapshot, messages: page });
        people.meet(members.map(({ user }) => user));
        const read = { ...roomDataOf(snapshot, members), window: windowOf(page) };
        this.paging.moved();
        this.#set(missed.reduce((data, event) => applyToRoomData(data, event, me), read));
        // Where the membership had ended, its stream had too.
        if (this.isLookedAt) this.typing.watch();
        refreshed(this.id);
      },
    );
  }

  #compute(): RoomState {
    const { people, me, summary, pending, blocked } = this.#parts;
    const typists = this.typing.userIds.filter((id) => id !== me && !blocked().has(id));
    this.#shown = roomStateOf(
      {
        data: this.#present,
        me,
        changes: this.#changes,
        pending: pending(this.id),
        loading: this.paging.loading,
        firstUnreadSeq: this.#firstUnreadSeq,
        isLive: this.#isLive,
        summary: summary(this.id),
        typing: typists.flatMap((id) => people.get(id) ?? []),
      },
      this.#shown,
    );
    return this.#shown;
  }
}

function withoutFirst<T>(items: readonly T[], matches: (item: T) => boolean): readonly T[] {
  const at = items.findIndex(matches);
  return at < 0 ? items : items.toSpliced(at, 1);
}
