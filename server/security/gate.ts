import { NatterError } from "../errors.ts";

interface GateOptions {
  /** How many tasks run at a time. */
  atOnce: number;
  /** How many may wait beyond those. */
  waiting: number;
  /** What a refused caller is told to wait, in milliseconds. */
  retryAfterMs: number;
}

/** Runs costly tasks few at a time, in the order in which they came; refuses with `busy` when too many wait. */
export function createGate({ atOnce, waiting, retryAfterMs }: GateOptions) {
  const line: (() => void)[] = [];
  let running = 0;

  return async function pass<T>(task: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++;
    else if (line.length >= waiting) throw new NatterError("busy", { retryAfterMs });
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      return await task();
    } finally {
      // The place goes straight to the next in line, so that nobody who comes meanwhile can slip in.
      const next = line.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
