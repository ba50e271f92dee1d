/** So many calls at once, and so many a second in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** How many calls a socket may make: a bucket, filled when it is looked at. */
export class CallBudget {
  readonly #rate: Rate;
  /** When it will be full again, if nothing is taken from it. */
  #fullAt = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes so many. 0: they were there; otherwise in how many milliseconds they will be. */
  take(count = 1): number {
    const { burst, perSecond } = this.#rate;
    if (burst === Infinity) return 0;
    const now = performance.now();
    const fullAt = Math.max(this.#fullAt, now) + (count / perSecond) * 1000;
    const tooSoonMs = fullAt - now - (burst / perSecond) * 1000;
    if (tooSoonMs > 0) return Math.ceil(tooSoonMs);
    this.#fullAt = fullAt;
    return 0;
  }
}
