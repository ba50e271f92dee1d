import type { ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Delivery, Sink } from "../delivery/sink.ts";
import { toJson } from "./json.ts";

/** A response that a stream writes to, as server-sent events. */
export class EventStream implements Sink {
  readonly #response: ServerResponse;
  readonly #log: Logger;
  /** What may wait for the reader before the stream is told to wait for it. */
  readonly #most: number;
  /** The event of items without a `kind`. */
  readonly #eventName: string;

  /** Begins the response: the reader knows at once that it is in. */
  constructor(response: ServerResponse, log: Logger, most: number, eventName = "message") {
    this.#response = response;
    this.#log = log;
    this.#most = most;
    this.#eventName = eventName;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // nginx would keep what it gets until it has a buffer full.
      "x-accel-buffering": "no",
    });
    // All who are cut off together must not come back together.
    response.write(`retry: ${Math.round(1000 + Math.random() * 2000)}\n\n`);
  }

  get writable(): boolean {
    return this.#response.writableLength < this.#most;
  }

  write(item: Delivery): void {
    if (this.#response.destroyed) return;
    let block: Buffer;
    try {
      block = blockOf(item, this.#eventName);
    } catch (err) {
      // One bad item must not end a stream that would meet it again at every resume.
      this.#log.error({ eventId: item.id, err }, "event left out");
      return;
    }
    this.#response.write(block);
  }

  drained(): Promise<void> {
    const response = this.#response;
    if (this.writable || response.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        response.off("drain", done).off("close", done);
        resolve();
      };
      response.on("drain", done).on("close", done);
    });
  }

  /** Shows everything on the way that somebody is still there. A reader who has enough to read needs no sign. */
  keepAlive(): void {
    if (this.#response.writableLength === 0) this.#response.write(": keep-alive\n\n");
  }

  /** Why the stream ends here, as its last event. */
  fail(problem: object): void {
    this.#response.write(`event: problem\ndata: ${toJson(problem)}\n\n`);
  }
}

/** Made once for all who read an item: of one kind of stream all have the same name. */
const blocks = new WeakMap<Delivery, Buffer>();

function blockOf(item: Delivery, eventName: string): Buffer {
  let block = blocks.get(item);
  if (block === undefined) {
    const { id, data } = item;
    const kind = typeof data === "object" && data !== null && "kind" in data ? String(data.kind) : eventName;
    block = Buffer.from(`${id === null ? "" : `id: ${id}\n`}event: ${kind}\ndata: ${toJson(data)}\n\n`);
    blocks.set(item, block);
  }
  return block;
}
