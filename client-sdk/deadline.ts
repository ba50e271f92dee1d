/** Longer timers overflow and fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

/**
 * Options that give one call a deadline of its own, in milliseconds for all its attempts together; `Infinity`: none.
 *
 *     client.api.message.search.query({ query: "lunch" }, within(60_000))
 */
export function within(deadlineMs: number): { context: { deadlineMs: number } } {
  return { context: { deadlineMs } };
}

/** The deadline that `within` put into a call's context. */
export function deadlineOf(context: Record<string, unknown>, fallbackMs: number): number {
  const { deadlineMs } = context;
  return typeof deadlineMs === "number" ? deadlineMs : fallbackMs;
}

export type Deadline = ReturnType<typeof setTimeout> | undefined;

/** Calls `late` when the time is over. Stop it with `clearTimeout`. */
export function startDeadline(deadlineMs: number, late: () => void): Deadline {
  return deadlineMs > longestTimerMs ? undefined : setTimeout(late, deadlineMs);
}
