/** Counts what each key has, and remembers no key that has nothing. */
export class Tally<Key> {
  readonly #counts = new Map<Key, number>();

  /** Returns how to leave; more than once is harmless. Null: there are `most` already. */
  enter(key: Key, most: number): (() => void) | null {
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) return null;
    this.#counts.set(key, count + 1);
    let entered = true;
    return () => {
      if (entered) this.#leave(key);
      entered = false;
    };
  }

  #leave(key: Key): void {
    const count = (this.#counts.get(key) ?? 0) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}
