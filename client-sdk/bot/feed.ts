import type { Event } from "../../server/contract/index.ts";
import type { NatterClient } from "../client.ts";
import type { NatterError } from "../errors.ts";

export interface FeedItem {
  id: string;
  event: Event;
}

/** So many events may wait for a slow handler. Beyond, the stream is let go, and taken up again where it was left. */
const most = 1000;

/** Everything that happens from a position on, to be taken one by one. */
export class Feed {
  readonly #api: NatterClient["api"];
  #lastEventId: string | null;
  #items: FeedItem[] = [];
  #stream: { unsubscribe(): void } | null = null;
  /** Resolves a `next` that waits. */
  #wake: () => void = () => {};
  #failure: NatterError | null = null;
  readonly #closing: AbortSignal;

  /** `closing`: when it aborts, what waits is dropped. */
  constructor(api: NatterClient["api"], lastEventId: string | null, closing: AbortSignal) {
    this.#api = api;
    this.#lastEventId = lastEventId;
    this.#closing = closing;
    closing.addEventListener("abort", () => {
      this.#letGo();
      this.#wake();
    });
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** The next one, as soon as there is one; null once it is closed. Rejects when the server ends the stream for good. */
  async next(): Promise<FeedItem | null> {
    while (!this.#closing.aborted) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (this.#failure !== null) throw this.#failure;
      this.#stream ??= this.#open();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return null;
  }

  #open(): { unsubscribe(): void } {
    const from = this.#lastEventId === null ? {} : { lastEventId: this.#lastEventId };
    return this.#api.sync.onEvent.subscribe(from, {
      onData: ({ id, data }) => this.#arrived({ id, event: data }),
      onError: (error) => {
        // Calls of this client fail with nothing else.
        this.#failure = error as NatterError;
        this.#wake();
      },
    });
  }

  #arrived(item: FeedItem): void {
    // One that was on its way when the stream was let go comes again.
    if (this.#items.length >= most) return;
    this.#items.push(item);
    this.#lastEventId = item.id;
    if (this.#items.length >= most) this.#letGo();
    this.#wake();
  }

  #letGo(): void {
    this.#stream?.unsubscribe();
    this.#stream = null;
  }
}
