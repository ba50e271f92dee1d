/** Numbers that look random and are the same again for the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to 1, without 1 (the mulberry32 algorithm). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to `limit`, without `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error("There is nothing to pick from.");
    return picked;
  }

  /** The first ones more often than the last ones: the higher `bias`, the more so. */
  pickFirst<T>(from: readonly T[], bias: number): T {
    const picked = from[Math.floor(from.length * this.next() ** bias)];
    if (picked === undefined) throw new Error("There is nothing to pick from.");
    return picked;
  }

  /** A UUIDv7 of that instant, as the server makes them. */
  id(ms: number): string {
    const time = ms.toString(16).padStart(12, "0");
    const group = () => fourDigits[this.below(65_536)] ?? "";
    const version = (fourDigits[this.below(4096)] ?? "").slice(1);
    const variant = (fourDigits[this.below(4096)] ?? "").slice(1);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${version}-8${variant}-${group()}${group()}${group()}`;
  }
}

const fourDigits = Array.from({ length: 65_536 }, (_, number) => number.toString(16).padStart(4, "0"));
