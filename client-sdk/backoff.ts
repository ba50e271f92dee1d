const firstMs = 250;
const capMs = 10_000;
const spreadMs = 5_000;

/** Full jitter: anything up to a ceiling that doubles with each attempt. `chance` is in [0, 1). */
export function backOff(attempt: number, chance: number): number {
  return Math.floor(chance * Math.min(capMs, firstMs * 2 ** attempt));
}

/** For a server that asks to be left alone: never less than half of the longest wait. */
export function patientBackOff(chance: number): number {
  return Math.floor(((1 + chance) * capMs) / 2);
}

/** For many clients that lost the same server at once and would otherwise all come back in the same instant. */
export function spread(chance: number): number {
  return Math.floor(chance * spreadMs);
}

export const longestWaitMs = capMs;
