import type { Place } from "../trpc.ts";

/**
 * The mutations of one socket, in the order in which they were sent. tRPC runs the calls of one frame concurrently, and
 * a call with fewer middlewares would overtake; so each takes its place while its frame is being parsed.
 */
export class Line {
  /** Resolves when everyone in the line has left it. */
  #empty: Promise<void> = Promise.resolve();

  take(): Place {
    const reached = this.#empty;
    const { promise: left, resolve: release } = Promise.withResolvers<void>();
    // Whoever leaves before their turn (a call that failed early) still lets nobody past those in front.
    this.#empty = reached.then(() => left);
    return { reached, release };
  }
}
