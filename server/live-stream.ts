import { tracked, type TrackedEnvelope } from "@trpc/server";
import type { Delivery, Sink, StreamSource } from "./delivery/sink.ts";

/** How many items wait for a reader that iterates before the stream is told to wait. */
const maxQueued = 64;

/**
 * What a subscription procedure returns. A transport with a sink of its own starts the stream on it; any other (SSE)
 * iterates, which is slower and otherwise the same.
 */
export class LiveStream<Item> implements AsyncIterable<Item, void, unknown> {
  readonly source: StreamSource;
  readonly #signal: AbortSignal | undefined;

  /** `signal`: the call's, which ends an iteration. Left to itself, SSE ends it only with the ping after the reader has gone. */
  constructor(source: StreamSource, signal?: AbortSignal) {
    this.source = source;
    this.#signal = signal;
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
    if (this.#signal?.aborted === true) ended.abort();
    this.#signal?.addEventListener("abort", () => ended.abort(), { once: true });
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
export function durable<T>(source: StreamSource, signal?: AbortSignal): Durable<T> {
  return new LiveStream<TrackedEnvelope<T>>(source, signal);
}

/** A stream of which only the latest items count. */
export function ephemeral<T>(source: StreamSource, signal?: AbortSignal): Ephemeral<T> {
  return new LiveStream<T>(source, signal);
}

/** A sink for a reader that pulls. */
class QueueSink implements Sink {
  readonly #items: Delivery[] = [];
  #finished: { error: unknown } | "ended" | null = null;
  #wakeReader: (() => void) | null = null;
  #writers: (() => void)[] = [];
  readonly #ended: AbortSignal;

  constructor(ended: AbortSignal) {
    this.#ended = ended;
    ended.addEventListener("abort", () => this.#wakeWriters(), { once: true });
  }

  get writable(): boolean {
    return this.#items.length < maxQueued;
  }

  write(item: Delivery): void {
    this.#items.push(item);
    this.#wakeReader?.();
  }

  async drained(): Promise<void> {
    if (this.writable || this.#ended.aborted) return;
    await new Promise<void>((resolve) => this.#writers.push(resolve));
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
        if (this.writable) this.#wakeWriters();
        return item;
      }
      if (this.#finished === "ended") return null;
      if (this.#finished !== null) throw this.#finished.error;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
  }

  #wakeWriters(): void {
    for (const wake of this.#writers.splice(0)) wake();
  }
}
