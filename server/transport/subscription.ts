import { isTrackedEnvelope } from "@trpc/server";
import { Delivery } from "../delivery/sink.ts";
import { LiveStream } from "../live-stream.ts";
import type { Call } from "./incoming.ts";
import type { Address, JsonRpc, RequestId } from "./frames.ts";
import type { SocketSink } from "./sink.ts";

/** One subscription of a socket, from the call that asks for it until it is stopped or ends by itself. */
export class Subscription implements Address {
  readonly id: RequestId;
  readonly jsonrpc: JsonRpc;
  readonly path: string;
  readonly #controller = new AbortController();
  #sink: SocketSink | null = null;

  /** Keeps what its frames need, and nothing else of the call. */
  constructor({ id, jsonrpc, path }: Call) {
    this.id = id;
    this.jsonrpc = jsonrpc;
    this.path = path;
  }

  get type() {
    return "subscription" as const;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Nothing of it is written from now on. */
  stop(): void {
    this.#sink?.close();
    this.#controller.abort(stopped);
  }

  /**
   * Carries the items to the sink until there are no more. Not an async function: what is parked here for hours would
   * keep all that such a function has at hand.
   */
  carry(items: AsyncIterable<unknown>, sink: SocketSink): Promise<void> {
    this.#sink = sink;
    // A live stream writes to the sink by itself: an iterator's promises for each item and reader cost 9 times that.
    return items instanceof LiveStream ? items.source(sink, this.signal) : iterate(items, sink, this.signal);
  }
}

/** Made once: nobody looks at where it was made, and making one costs more than all the rest of stopping. */
export const stopped = new DOMException("Stopped", "AbortError");

async function iterate(items: AsyncIterable<unknown>, sink: SocketSink, signal: AbortSignal): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal);
      if (next === null) return;
      ended = next.done === true;
      if (ended) return;
      const value: unknown = next.value;
      sink.write(isTrackedEnvelope(value) ? new Delivery(value[0], value[1]) : new Delivery(null, value));
      await sink.drained();
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) await iterator.return?.();
  }
}

/** Null once the signal has aborted. It takes the signal's one `onabort`, which costs nothing to replace. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve(null);
    signal.onabort = () => resolve(null);
    promise.then(resolve, reject);
  });
}
