/** What a stream has brought so far, in order, and a way to wait for more. */
export class Inbox<Item> {
  readonly items: Item[] = [];
  /** What it was refused with, or failed with. */
  error: unknown = null;
  /** Whether the server has ended it. */
  ended = false;
  readonly #waiting = new Set<() => void>();

  put(item: Item): void {
    this.items.push(item);
    this.#wake();
  }

  fail(error: unknown): void {
    this.error = error;
    this.#wake();
  }

  end(): void {
    this.ended = true;
    this.#wake();
  }

  /** Resolves when `condition` holds; rejects after `deadlineMs` with what has come. */
  async until(condition: () => boolean, describe: () => unknown, deadlineMs = 10_000): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`never came; seen: ${JSON.stringify(describe())}; error: ${String(this.error)}`);
      await this.#change(left);
    }
  }

  #change(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting;
      const timer = setTimeout(wake, atMostMs);
      function wake() {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      }
      waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}

interface Handlers<Item> {
  onData(item: Item): void;
  onError(error: unknown): void;
  onComplete(): void;
}

/** Follows any subscription of a stock client: `new Followed((on) => api.typing.onChange.subscribe({ roomId }, on))`. */
export class Followed<Item> implements Disposable {
  readonly #inbox = new Inbox<Item>();
  readonly #subscription: { unsubscribe(): void };

  constructor(subscribe: (on: Handlers<Item>) => { unsubscribe(): void }) {
    this.#subscription = subscribe({
      onData: (item) => this.#inbox.put(item),
      onError: (error) => this.#inbox.fail(error),
      onComplete: () => this.#inbox.end(),
    });
  }

  get items(): readonly Item[] {
    return this.#inbox.items;
  }

  get error(): unknown {
    return this.#inbox.error;
  }

  get ended(): boolean {
    return this.#inbox.ended;
  }

  /** Resolves when `condition` holds; rejects after `deadlineMs` with what has come. */
  until(condition: (items: readonly Item[]) => boolean, deadlineMs?: number): Promise<void> {
    return this.#inbox.until(
      () => condition(this.items),
      () => this.items,
      deadlineMs,
    );
  }

  /** Resolves with the first item. */
  async first(): Promise<Item> {
    await this.until((items) => items.length > 0);
    return this.items[0] as Item;
  }

  /** Resolves when the server has ended it, or refused it. */
  over(): Promise<void> {
    return this.#inbox.until(
      () => this.ended || this.error !== null,
      () => this.items,
    );
  }

  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
  }
}
