/** One item on its way to subscribers. It is made once, however many read it. */
export class Delivery {
  /** The tracked id: a `lastEventId`. Null for what is not kept (presence, typing). */
  readonly id: string | null;
  readonly data: unknown;
  /** What a transport has made of it: encoded once, shared between sockets. Nobody else looks at it. */
  encoded: unknown = null;

  constructor(id: string | null, data: unknown) {
    this.id = id;
    this.data = data;
  }
}

/** Where a stream's items go: implemented by each transport. */
export interface Sink {
  /** False when the reader is behind: stop writing, and wait for `drained`. A write all the same is still sent. */
  readonly writable: boolean;
  write(item: Delivery): void;
  /** Resolves when there is room again, at once if there is, or when the reader is gone. */
  drained(): Promise<void>;
}

/**
 * A stream to be started: writes to the sink until the signal aborts or the stream ends by itself, then resolves.
 * Rejects with an error that the reader is told.
 */
export type StreamSource = (sink: Sink, signal: AbortSignal) => Promise<void>;
