import type { TRPCClient } from "@trpc/client";
import { limits, type Event, type MessagePage, type RoomId, type UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import type { Feed } from "../feed.ts";
import type { People } from "../people.ts";
import type { RoomState } from "./open-room.ts";
import { applyToWindow, join, trim, windowOf, type Window } from "./window.ts";

const pageSize = limits.page.default;
/** Where older messages are loaded beyond so many, the newer end is let go of. */
const most = 1_500;

export interface PagingParts {
  readonly api: TRPCClient<AppRouter>;
  readonly feed: Feed;
  readonly people: People;
  readonly roomId: RoomId;
  readonly me: UserId;
  readonly window: () => Window;
  readonly setWindow: (window: Window) => void;
  readonly changed: () => void;
}

/** Moves and extends a room's window. */
export class Paging {
  loading: RoomState["loading"] = null;
  readonly #parts: PagingParts;
  /** Grows when the window becomes another one, which a page on its way does not fit. */
  #windowNumber = 0;

  constructor(parts: PagingParts) {
    this.#parts = parts;
  }

  /** The window is another one: what is on its way for the former is dropped. */
  moved(): void {
    this.#windowNumber += 1;
    this.loading = null;
  }

  async loadOlder(): Promise<void> {
    const { hasOlder, olderCursor, messages } = this.#parts.window();
    if (!hasOlder || this.loading !== null) return;
    await this.#extend("older", olderCursor, (messages.at(0)?.seq ?? 0) - 1);
  }

  async loadNewer(): Promise<void> {
    const { hasNewer, newerCursor, messages } = this.#parts.window();
    if (!hasNewer || this.loading !== null) return;
    await this.#extend("newer", newerCursor, messages.at(-1)?.seq ?? 0);
  }

  async loadAround(seq: number): Promise<void> {
    const { messages, hasOlder, hasNewer } = this.#parts.window();
    const reachesBack = !hasOlder || seq >= (messages.at(0)?.seq ?? Infinity);
    const reachesOn = !hasNewer || seq <= (messages.at(-1)?.seq ?? -Infinity);
    if (reachesBack && reachesOn) return;
    await this.#move({ around: Math.max(0, seq) });
  }

  async jumpToNewest(): Promise<void> {
    if (this.#parts.window().hasNewer) await this.#move({});
  }

  /** `seq`: where the page is to be looked for when the window's end has lost its cursor. */
  async #extend(end: "older" | "newer", cursor: string | null, seq: number): Promise<void> {
    const { me, window, setWindow } = this.#parts;
    // Around a seq half of the page is in the window already.
    const where = cursor === null ? { around: Math.max(0, seq), limit: 2 * pageSize } : { cursor, limit: pageSize };
    await this.#load(end, where, (page, apply) => {
      const joined = apply(join(window(), page, end, me));
      setWindow(trim(joined, most, end === "older" ? "oldest" : "newest"));
    });
  }

  async #move(where: { around?: number }): Promise<void> {
    this.moved();
    await this.#load("around", { ...where, limit: pageSize }, (page, apply) =>
      this.#parts.setWindow(apply(windowOf(page))),
    );
  }

  async #load(
    loading: "older" | "newer" | "around",
    where: { cursor?: string; around?: number; limit: number },
    take: (page: MessagePage, apply: (window: Window) => Window) => void,
  ): Promise<void> {
    const { api, feed, people, roomId, me, changed } = this.#parts;
    const windowNumber = this.#windowNumber;
    const isCurrent = () => windowNumber === this.#windowNumber;
    this.loading = loading;
    changed();
    try {
      await feed.read(
        () => api.message.list.query({ roomId, ...where }),
        (page, missed) => {
          if (!isCurrent()) return;
          people.meetSenders(page.items);
          // What came meanwhile came in all rooms.
          const ours = missed.filter((event) => concerns(event, roomId));
          take(page, (window) => ours.reduce((now, event) => applyToWindow(now, event, me), window));
        },
      );
    } finally {
      if (isCurrent()) {
        this.loading = null;
        changed();
      }
    }
  }
}

function concerns(event: Event, roomId: RoomId): boolean {
  return !("roomId" in event) || event.roomId === roomId;
}
