/** Counts what each key has, and remembers no key that has nothing. */
export class Tally<Key> {
  readonly #counts = new Map<Key, number>();

  /** False: there are `most` already. Otherwise `leave` must be called, once. */
  enter(key: Key, most: number): boolean {
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) return false;
    this.#counts.set(key, count + 1);
    return true;
  }

  leave(key: Key): void {
    const count = (this.#counts.get(key) ?? 0) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}
