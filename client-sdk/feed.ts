import type { TRPCClient } from "@trpc/client";
import type { Event } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";
import { NatterError } from "./errors.ts";
import { Value, type Observed } from "./observed.ts";

/** Beyond so many events new snapshots are cheaper than a replay. */
const maxReplay = 1_000;

export interface FeedEvents {
  /** What happens in all my rooms, in order. */
  event(event: Event): void;
  /** Events have been skipped: all that is held is to be read anew. */
  reset(): void;
  /** It has broken off for good: `follow` it again, from a new place. */
  failed(): void;
}

type Take<T> = (read: T, missed: readonly Event[]) => void;

/** The one stream of events of a client, and the way to read snapshots that fit it. */
export class Feed {
  readonly #on: FeedEvents;
  readonly #isLive = new Value(false);
  /** Whether what happens arrives here at once. */
  readonly isLive: Observed<boolean> = this.#isLive;
  /** What has come since each read began that is under way. */
  readonly #reads = new Set<Event[]>();
  /** Grows when events have been skipped: what was read before does not fit any more. */
  #generation = 0;
  #ended = false;
  #subscription: { unsubscribe(): void } | null = null;
  readonly #waiting = new Set<() => void>();

  constructor(on: FeedEvents) {
    this.#on = on;
  }

  get isFollowing(): boolean {
    return this.#subscription !== null;
  }

  /** Follows what comes after `lastEventId`. */
  follow(api: TRPCClient<AppRouter>, lastEventId: string): void {
    this.#subscription = api.sync.onEvent.subscribe(
      { lastEventId, maxReplay },
      {
        onData: ({ data }) => this.#hear(data),
        onConnectionStateChange: ({ state }) => {
          if (state !== "pending") this.#setLive(false);
        },
        onError: () => this.#failed(),
        onComplete: () => this.#failed(),
      },
    );
    this.#wakeAll();
  }

  end(): void {
    this.#ended = true;
    this.#subscription?.unsubscribe();
    this.#setLive(false);
    this.#wakeAll();
  }

  /**
   * Reads something and takes it over together with all events that came meanwhile. What had come before is in it,
   * because the query was made after; what comes later will be applied to it like to all that is held.
   */
  async read<T>(query: () => Promise<T>, take: Take<T>): Promise<void> {
    do {
      // What is read before the place is known where events begin may lack some.
      while (!this.isFollowing && !this.#ended) await new Promise<void>((resolve) => this.#waiting.add(resolve));
    } while (!(await this.readOnce(query, take)));
  }

  /** The same, without waiting for the stream. False: events have been skipped meanwhile, and nothing was taken over. */
  async readOnce<T>(query: () => Promise<T>, take: Take<T>): Promise<boolean> {
    const generation = this.#generation;
    const missed: Event[] = [];
    this.#reads.add(missed);
    try {
      const read = this.#ended ? null : { now: await query() };
      if (read === null || this.#ended) throw new NatterError("not_signed_in");
      if (generation !== this.#generation) return false;
      take(read.now, missed);
      return true;
    } finally {
      this.#reads.delete(missed);
    }
  }

  /** Tells of an event as if it had come from the server. */
  tell(event: Event): void {
    for (const missed of this.#reads) missed.push(event);
    this.#on.event(event);
  }

  #failed(): void {
    if (this.#ended) return;
    this.#subscription = null;
    this.#generation += 1;
    this.#setLive(false);
    this.#on.failed();
  }

  #wakeAll(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #hear(event: Event): void {
    if (event.kind === "reset") {
      this.#generation += 1;
      this.#on.reset();
    }
    if (event.kind === "ready" || event.kind === "reset") return this.#setLive(true);
    this.tell(event);
  }

  #setLive(isLive: boolean): void {
    if (isLive !== this.#isLive.getSnapshot()) this.#isLive.set(isLive);
  }
}
