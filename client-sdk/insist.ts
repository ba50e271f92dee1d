import { backOff } from "./backoff.ts";
import { passing } from "./consequences.ts";
import { isNatterError, type NatterError } from "./errors.ts";

/**
 * Attempts something until it succeeds, waiting in between where it was refused for a reason that passes; `refused`
 * hears of each such refusal.
 */
export async function insist<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  refused: (error: NatterError) => void = () => {},
): Promise<T> {
  for (let refusals = 0; ; refusals++) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !isNatterError(error) || !passing.has(error.reason)) throw error;
      refused(error);
      await pause(Math.max(error.retryAfterMs ?? 0, backOff(refusals + 2, Math.random())), signal);
    }
  }
}

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
