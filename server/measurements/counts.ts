/** How often each of a small, closed set of things has happened, or how many there are now. */
export class Counts<Key extends string> {
  readonly #counts: Map<Key, number>;

  /** `keys`: those that are told also while there is nothing to tell, so that the first one is seen as a rise. */
  constructor(keys: readonly Key[] = []) {
    this.#counts = new Map(keys.map((key) => [key, 0]));
  }

  add(key: Key, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  [Symbol.iterator](): Iterator<[Key, number]> {
    return this.#counts.entries();
  }
}
