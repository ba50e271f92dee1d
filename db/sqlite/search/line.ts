import { StoreBusy } from "../../store.ts";
import type { UserId } from "../../../server/contract/index.ts";

/** So many searches may wait: at their longest they take some ten seconds, and nobody waits for longer. */
const mostWaiting = 64;

/** So many of one person: more than a client shows that searches with every key that is pressed. */
const mostOfOne = 16;

const retryAfterMs = 1000;

/**
 * Lets one task be carried out at a time. People take turns: someone who asks for much waits for themselves and not
 * everybody for them.
 */
export class Line {
  /** Whose turn is next comes first. */
  readonly #waiting = new Map<UserId, (() => void)[]>();
  #count = 0;
  #busy = false;

  /** Rejects with `StoreBusy` where too many wait, of this person or in all. */
  async take<T>(person: UserId, task: () => Promise<T>): Promise<T> {
    if (this.#busy) await this.#wait(person);
    this.#busy = true;
    try {
      return await task();
    } finally {
      this.#next();
    }
  }

  #wait(person: UserId): Promise<void> {
    const own = this.#waiting.get(person) ?? [];
    if (this.#count >= mostWaiting || own.length >= mostOfOne) throw new StoreBusy(retryAfterMs);
    this.#waiting.set(person, own);
    this.#count += 1;
    return new Promise((resolve) => void own.push(resolve));
  }

  /** The place goes straight to the next in line, so that nobody who comes meanwhile can slip in. */
  #next(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#busy = false;
      return;
    }
    const [person, [turn, ...rest]] = first;
    this.#waiting.delete(person);
    if (rest.length > 0) this.#waiting.set(person, rest);
    this.#count -= 1;
    turn?.();
  }
}
