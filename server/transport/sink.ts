import type { Delivery, Sink } from "../delivery/sink.ts";
import type { Outlet } from "./outlet.ts";

export interface SocketSinkParts {
  outlet: Outlet;
  /** The item as this subscription's frame. */
  encode(item: Delivery): Buffer;
  /** An item that cannot be put into words. */
  onUnspeakable(item: Delivery, error: unknown): void;
}

/** A subscription's way to its socket: items go out without a promise between them. */
export class SocketSink implements Sink {
  readonly #parts: SocketSinkParts;
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(parts: SocketSinkParts) {
    this.#parts = parts;
  }

  get writable(): boolean {
    return this.#parts.outlet.writable;
  }

  write(item: Delivery): void {
    if (this.#closed) return;
    let frame: Buffer;
    try {
      frame = this.#parts.encode(item);
    } catch (error) {
      // One bad item must not end a stream that would meet it again at every resume.
      this.#parts.onUnspeakable(item, error);
      return;
    }
    this.#parts.outlet.push(frame);
  }

  drained(): Promise<void> {
    if (this.#closed || this.writable) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      void this.#parts.outlet.drained().then(() => this.#release());
    });
  }

  /** Nothing written from now on goes out. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
