import { tracked, type TrackedEnvelope } from "@trpc/server";
import { Delivery, type Sink, type StreamSource } from "./delivery/sink.ts";

/** How many items wait for a reader that iterates before the stream is told to wait. */
const maxQueued = 64;

/**
 * What a subscription procedure returns. A transport with a sink of its own starts the stream on it; any other (SSE)
 * iterates, which is slower and otherwise the same.
 */
export class LiveStream<Item> implements AsyncIterable<Item, void, unknown> {
  readonly source: StreamSource;
  #ending: AbortSignal | null = null;

  constructor(source: StreamSource) {
    this.source = source;
  }

  /**
   * Ends the iteration when the call's signal aborts. SSE would only end it after the next ping: it hears of a reader
   * that has gone while it waits for an item.
   */
  endWith(signal: AbortSignal): void {
    this.#ending = signal;
  }

  [Symbol.asyncIterator](): AsyncIterator<Item, void, unknown> {
    const ended = new AbortController();
    const queue = new QueueSink(ended.signal);
    const done = this.source(queue, ended.signal).then(
      () => queue.finish(null),
      (error: unknown) => queue.finish({ error }),
    );
    // Not a generator: its `return()` would wait behind a `next()` until the next item comes, perhaps for ever.
    const end = async (): Promise<IteratorResult<Item, void>> => {
      ended.abort();
      await done;
      return { done: true, value: undefined };
    };
    if (this.#ending?.aborted === true) ended.abort();
    this.#ending?.addEventListener("abort", () => ended.abort(), { once: true });
    return {
      async next() {
        const item = await queue.next();
        if (item === null) return end();
        return { done: false, value: (item.id === null ? item.data : tracked(item.id, item.data)) as Item };
      },
      return: end,
    };
  }
}

/** Items of a durable stream: each carries the `lastEventId` that resumes after it. */
export type Durable<T> = AsyncIterable<TrackedEnvelope<T>, void, unknown>;
/** Items of which only the latest counts. */
export type Ephemeral<T> = AsyncIterable<T, void, unknown>;

/** A stream whose items carry a `lastEventId`. */
export function durable<T>(source: StreamSource): Durable<T> {
  return new LiveStream<TrackedEnvelope<T>>(source);
}

/** A stream of which only the latest items count. */
export function ephemeral<T>(source: StreamSource): Ephemeral<T> {
  return new LiveStream<T>(source);
}

/** A sink for a reader that pulls. */
class QueueSink implements Sink {
  readonly #items: Delivery[] = [];
  #finished: { error: unknown } | "ended" | null = null;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => this.#wakeWriter?.(), { once: true });
  }

  get writable(): boolean {
    return this.#items.length < maxQueued;
  }

  write(item: Delivery): void {
    this.#items.push(item);
    this.#wakeReader?.();
  }

  async drained(): Promise<void> {
    if (this.writable) return;
    await new Promise<void>((resolve) => (this.#wakeWriter = resolve));
  }

  finish(failure: { error: unknown } | null): void {
    this.#finished = failure ?? "ended";
    this.#wakeReader?.();
  }

  /** The next item; null at the end; rejects where the stream failed. */
  async next(): Promise<Delivery | null> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) {
        if (this.writable) this.#wakeWriter?.();
        return item;
      }
      if (this.#finished === "ended") return null;
      if (this.#finished !== null) throw this.#finished.error;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
  }
}
