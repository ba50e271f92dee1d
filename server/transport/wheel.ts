const tickMs = 500;
/** Further away than anything that a transport waits for. */
const slotCount = 128;

/**
 * Deadlines of many connections on one timer, a tick (half a second) early or late. Counts ticks, not the clock: a
 * clock that is set changes nothing.
 */
export class Wheel {
  readonly #slots = Array.from({ length: slotCount }, () => new Set<() => void>());
  readonly #timer: NodeJS.Timeout;
  #now = 0;

  constructor() {
    this.#timer = setInterval(() => this.tick(), tickMs);
    this.#timer.unref();
  }

  /** Runs something once, unless the returned function has been called before. Throws where `ms` is over a minute. */
  after(ms: number, run: () => void): () => void {
    const ticks = Math.max(1, Math.round(ms / tickMs));
    if (ticks >= slotCount) throw new RangeError(`${ms} ms is further away than the wheel goes round`);
    const slot = this.#slots[(this.#now + ticks) % slotCount];
    // A function of its own: the same one may be waiting twice.
    const entry = () => run();
    slot?.add(entry);
    return () => slot?.delete(entry);
  }

  /** What the timer calls. */
  tick(): void {
    this.#now += 1;
    const slot = this.#slots[this.#now % slotCount];
    if (slot === undefined) return;
    const due = [...slot];
    slot.clear();
    for (const run of due) run();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
