import { setImmediate } from "node:timers";

/** For so long may reads hold the loop, one after another, before sockets and timers have their turn. */
const sliceMs = 8;

/**
 * Lets reads of the database go one at a time, a slice of each turn of the event loop. The database answers in this
 * thread: what one frame full of queries asks for, or a hundred streams that resume, would otherwise be read in one
 * go, and nobody else heard meanwhile.
 */
export class Scheduler {
  #waiting: (() => void)[] = [];
  #serving = false;

  /** Resolves when it is the caller's turn, in the order of asking. The next one's comes once the caller waits for I/O. */
  yield(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!this.#serving) this.#serveNextTurn();
    });
  }

  #serveNextTurn(): void {
    this.#serving = true;
    setImmediate(() => void this.#serve());
  }

  async #serve(): Promise<void> {
    const started = performance.now();
    const waiting = this.#waiting;
    this.#waiting = [];
    let served = 0;
    while (served < waiting.length && performance.now() - started < sliceMs) {
      waiting[served]?.();
      served += 1;
      await microtasksDone();
    }
    this.#waiting = [...waiting.slice(served), ...this.#waiting];
    this.#serving = false;
    if (this.#waiting.length > 0) this.#serveNextTurn();
  }
}

/** For all reads: the database is one. */
export const scheduler = new Scheduler();

/** A tick that is asked for within a microtask comes when no microtask is left. */
async function microtasksDone(): Promise<void> {
  await Promise.resolve();
  await new Promise<void>((resolve) => process.nextTick(resolve));
}
