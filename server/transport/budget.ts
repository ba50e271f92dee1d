/** How many calls a socket may make: `burst` at once, `perSecond` in the long run. */
export class CallBudget {
  readonly #burst: number;
  readonly #perSecond: number;
  #left: number;
  #at = performance.now();

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#left = burst;
  }

  /** Takes one. 0: there was one; otherwise in how many milliseconds there will be. */
  take(): number {
    if (this.#left === Infinity) return 0;
    const now = performance.now();
    this.#left = Math.min(this.#burst, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return Math.ceil(((1 - this.#left) / this.#perSecond) * 1000);
    this.#left -= 1;
    return 0;
  }
}
