import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** What the server says about itself, between a `reset` and a `report`. Loaded into it by `node --import`. */
export interface ProbeReport {
  /** Milliseconds; a loop that is never late has 10, the resolution of the timer. */
  loopP99: number;
  /** Of all threads, in microseconds. */
  cpu: number;
}

if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let cpu = process.cpuUsage();
  process.on("message", (message) => {
    if (message === "reset") {
      delay.reset();
      cpu = process.cpuUsage();
      return;
    }
    const { user, system } = process.cpuUsage(cpu);
    const report: ProbeReport = {
      loopP99: delay.percentile(99) / 1e6,
      cpu: user + system,
    };
    process.send?.(report);
  });
}
