import type { TestClock } from "../../client-sdk/testing/server.ts";
import type { Timers } from "../services.ts";

/** A clock that stands still but for `advance`, with timers that go by it. */
export function clockAt(start: Date): TestClock & Timers {
  let time = start.getTime();
  const alarms = new Set<{ at: number; call: () => void }>();
  const nextUntil = (end: number) =>
    [...alarms].filter(({ at }) => at <= end).reduce((first, one) => (one.at < first.at ? one : first), never);
  return {
    now: () => new Date(time),
    after: (ms, call) => {
      const alarm = { at: time + ms, call };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    advance: (ms) => {
      if (!Number.isFinite(ms)) throw new RangeError(`a clock cannot advance by ${ms} ms`);
      const end = time + ms;
      // One after the other, each at its time: it may set the next.
      for (let next = nextUntil(end); next !== never; next = nextUntil(end)) {
        alarms.delete(next);
        time = next.at;
        next.call();
      }
      time = end;
    },
  };
}

const never = { at: Infinity, call: () => {} };
