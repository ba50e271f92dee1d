import type { Event, NatterClient, PresenceUpdate, RoomId, TypingUpdate } from "@natter/client";

export interface LiveEvents {
  event(event: Event): void;
  presence(update: PresenceUpdate): void;
  typing(update: TypingUpdate): void;
  /** A stream that had to last is over. */
  failed(error: unknown): void;
}

interface Subscription {
  unsubscribe(): void;
}

/** Beyond so many events a summary is kinder than a replay. */
const maxReplay = 1000;

/** What the server tells by itself. The client resumes each stream where a connection was cut. */
export class Live {
  readonly #client: NatterClient;
  readonly #on: LiveEvents;
  #events: Subscription | null = null;
  #presence: Subscription | null = null;
  #typing: Subscription | null = null;

  constructor(client: NatterClient, on: LiveEvents) {
    this.#client = client;
    this.#on = on;
  }

  /** Everything in my rooms that came after this. */
  follow(lastEventId: string): void {
    const { event, failed } = this.#on;
    this.#events = this.#client.api.sync.onEvent.subscribe(
      { lastEventId, maxReplay },
      { onData: ({ data }) => event(data), onError: failed },
    );
  }

  /** Who is there among the people of my rooms as they are now. */
  watchPresence(): void {
    this.#presence?.unsubscribe();
    // Presence is a comfort: without it the chat goes on.
    const handlers = { onData: this.#on.presence, onError: () => {} };
    this.#presence = this.#client.api.presence.onChange.subscribe(undefined, handlers);
  }

  /** Who is typing in one room; null: nowhere. */
  watchTyping(roomId: RoomId | null): void {
    this.#typing?.unsubscribe();
    const handlers = { onData: this.#on.typing, onError: () => {} };
    this.#typing = roomId === null ? null : this.#client.api.typing.onChange.subscribe({ roomId }, handlers);
  }

  stop(): void {
    for (const each of [this.#events, this.#presence, this.#typing]) each?.unsubscribe();
  }
}
