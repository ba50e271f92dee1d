import type { Timers } from "../services.ts";

/** The machine's own. They keep no process from ending. */
export const machineTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms).unref();
    return () => clearTimeout(timer);
  },
};
