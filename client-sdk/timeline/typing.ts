import type { TRPCClient } from "@trpc/client";
import { limits, type RoomId, type TypingUpdate, type UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";

/** Said again before the server lets it end. */
const repeatMs = limits.typingMs - 2_000;

export interface TypingParts {
  readonly api: TRPCClient<AppRouter>;
  readonly roomId: RoomId;
  readonly isConnected: () => boolean;
  readonly changed: () => void;
}

/** Who is typing in a room, and whether I am. */
export class Typing {
  readonly #parts: TypingParts;
  readonly #timers = new Map<UserId, ReturnType<typeof setTimeout>>();
  #subscription: { unsubscribe(): void } | null = null;
  #saidAt = -Infinity;

  constructor(parts: TypingParts) {
    this.#parts = parts;
  }

  get userIds(): readonly UserId[] {
    return [...this.#timers.keys()];
  }

  /** Begins to listen. */
  watch(): void {
    const { api, roomId } = this.#parts;
    const over = () => {
      this.#subscription = null;
    };
    // Without it the chat goes on.
    const handlers = { onData: (update: TypingUpdate) => this.#hear(update), onError: over, onComplete: over };
    this.#subscription ??= api.typing.onChange.subscribe({ roomId }, handlers);
  }

  unwatch(): void {
    this.set(false);
    this.#subscription?.unsubscribe();
    this.#subscription = null;
    for (const userId of this.userIds) this.stopped(userId);
  }

  /** They have sent what they typed, or are gone. */
  stopped(userId: UserId): void {
    clearTimeout(this.#timers.get(userId));
    if (this.#timers.delete(userId)) this.#parts.changed();
  }

  /** Says whether I am typing, no more often than it must be said. */
  set(typing: boolean): void {
    const { api, roomId, isConnected } = this.#parts;
    const sinceMs = performance.now() - this.#saidAt;
    const isKnown = typing ? sinceMs < repeatMs : sinceMs > limits.typingMs;
    // Said late it would be a lie: it does not wait for a connection.
    if (isKnown || !isConnected()) return;
    this.#saidAt = typing ? performance.now() : -Infinity;
    api.typing.set.mutate({ roomId, typing }).catch(() => {});
  }

  /** My message ends it at the server too. */
  sent(): void {
    this.#saidAt = -Infinity;
  }

  #hear({ userId, until }: TypingUpdate): void {
    if (until === null) return this.stopped(userId);
    const isNew = !this.#timers.has(userId);
    clearTimeout(this.#timers.get(userId));
    this.#timers.set(
      userId,
      // By the server's word, and at last by itself where the connection is lost. `until` is by a clock that may differ.
      setTimeout(() => this.stopped(userId), limits.typingMs),
    );
    if (isNew) this.#parts.changed();
  }
}
