import type { Logger } from "pino";
import type { Delivery, Sink } from "../delivery/sink.ts";
import type { RouterConfig } from "./environment.ts";
import { itemFrame } from "./frames.ts";
import type { Outlet } from "./outlet.ts";

/** The socket that a subscription writes to. */
export interface SinkOwner {
  readonly outlet: Outlet;
  readonly log: Logger;
}

/** A subscription's way to its socket: items go out without a promise between them. */
export class SocketSink implements Sink {
  readonly #config: RouterConfig;
  readonly #owner: SinkOwner;
  /** What stands before each item. */
  readonly #prefix: string;
  readonly #path: string;
  #closed = false;
  #waiting: (() => void)[] | null = null;

  constructor(config: RouterConfig, owner: SinkOwner, prefix: string, path: string) {
    this.#config = config;
    this.#owner = owner;
    this.#prefix = prefix;
    this.#path = path;
  }

  get writable(): boolean {
    return this.#owner.outlet.writable;
  }

  write(item: Delivery): void {
    if (this.#closed) return;
    let frame: Buffer;
    try {
      frame = itemFrame(this.#config, item, this.#prefix);
    } catch (err) {
      // One bad item must not end a stream that would meet it again at every resume.
      this.#owner.log.error({ path: this.#path, eventId: item.id, err }, "event left out");
      return;
    }
    this.#owner.outlet.push(frame);
  }

  drained(): Promise<void> {
    if (this.#closed || this.writable) return Promise.resolve();
    return new Promise((resolve) => {
      (this.#waiting ??= []).push(resolve);
      void this.#owner.outlet.drained().then(() => this.#release());
    });
  }

  /** Nothing written from now on goes out. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const resolve of waiting ?? []) resolve();
  }
}
