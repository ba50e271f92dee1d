export interface HeartbeatTiming {
  /** How long a silence may last before the server is asked whether it is there, */
  readonly quietMs: number;
  /** how long while a call waits for its answer, */
  readonly hurriedMs: number;
  /** and how long it may take to answer that. */
  readonly answerMs: number;
}

/** A network that died without a word is noticed within 15 s, and within 8 s while a call waits. */
export const defaultHeartbeat: HeartbeatTiming = { quietMs: 10_000, hurriedMs: 3_000, answerMs: 5_000 };

export interface HeartbeatOptions {
  readonly timing: HeartbeatTiming;
  /** Asks the server for a sign of life; anything that comes is one. */
  ping(): void;
  /** No sign came in time. */
  dead(): void;
  /** Whether a call waits for its answer. */
  isBusy(): boolean;
}

/** Notices that a connection is dead although nothing says so. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #heardAt = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  #asked = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#check();
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardAt = performance.now();
    if (!this.#asked) return;
    this.#asked = false;
    this.#wake(this.#patience());
  }

  /** A call has gone out: from now on a silence matters sooner. */
  hurry(): void {
    const { hurriedMs } = this.#options.timing;
    if (!this.#asked && this.#dueAt > performance.now() + hurriedMs) this.#wake(hurriedMs);
  }

  /** Asks at once: there is reason to doubt the connection. */
  probe(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#options.ping();
    this.#wake(this.#options.timing.answerMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #check(): void {
    // A timer that fires late means that this side slept or was blocked: the answer may lie there unread.
    const overslept = performance.now() > this.#dueAt + 1_000;
    if (this.#asked && !overslept) return this.#options.dead();
    this.#asked = false;
    const quietMs = performance.now() - this.#heardAt;
    const left = this.#patience() - quietMs;
    // Timers may fire a little early.
    if (left < 2) this.probe();
    else this.#wake(left);
  }

  #patience(): number {
    const { quietMs, hurriedMs } = this.#options.timing;
    return this.#options.isBusy() ? hurriedMs : quietMs;
  }

  #wake(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = performance.now() + afterMs;
    this.#timer = setTimeout(() => this.#check(), afterMs);
  }
}
