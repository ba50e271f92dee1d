/** How values are spread: how many were at most as large as each of a few limits. */
export class Distribution {
  /** Ascending. */
  readonly limits: readonly number[];
  /** How many were above the limit before and not above this one; the last: above all. */
  readonly counts: number[];
  sum = 0;

  constructor(limits: readonly number[]) {
    this.limits = limits;
    this.counts = Array.from({ length: limits.length + 1 }, () => 0);
  }

  observe(value: number): void {
    let place = 0;
    while (place < this.limits.length && value > (this.limits[place] ?? Infinity)) place += 1;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.sum += value;
  }
}
