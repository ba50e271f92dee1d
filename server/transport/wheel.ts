const tickMs = 500;
/** Further away than anything that a transport waits for. */
const slotCount = 128;

/** Something with one deadline at a time: it stands in the wheel itself, which costs no closure. */
export interface Timed {
  due(): void;
}

/** What stands in one slot of the wheel. Whoever is deleted from it is not run. */
export type Slot = Set<Timed>;

/**
 * Deadlines of many connections on one timer, a tick (half a second) early or late. Counts ticks, not the clock: a
 * clock that is set changes nothing.
 */
export class Wheel {
  readonly #slots = Array.from({ length: slotCount }, (): Slot => new Set());
  readonly #timer: NodeJS.Timeout;
  #now = 0;

  constructor() {
    this.#timer = setInterval(() => this.tick(), tickMs);
    this.#timer.unref();
  }

  /** Runs something once, unless the returned function has been called before. Throws where `ms` is over a minute. */
  after(ms: number, run: () => void): () => void {
    // An object of its own: the same function may be waiting twice.
    const entry = { due: run };
    const slot = this.place(ms, entry);
    return () => slot.delete(entry);
  }

  /** Calls `due` once, unless it is deleted from the returned slot before. Throws where `ms` is over a minute. */
  place(ms: number, timed: Timed): Slot {
    const ticks = Math.max(1, Math.round(ms / tickMs));
    const slot = ticks < slotCount ? this.#slots[(this.#now + ticks) % slotCount] : undefined;
    if (slot === undefined) throw new RangeError(`${ms} ms is further away than the wheel goes round`);
    return slot.add(timed);
  }

  /** What the timer calls. */
  tick(): void {
    this.#now += 1;
    const slot = this.#slots[this.#now % slotCount];
    if (slot === undefined) return;
    const due = [...slot];
    slot.clear();
    for (const timed of due) timed.due();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
