import { SingleBar } from "cli-progress";

/** How far something long has come, for whoever waits for it. */
export interface Progress {
  /** So much of it is done. The total may still change. */
  update(done: number, total: number): void;
  /** Takes the bar away again, also after a failure. More than once is harmless. */
  end(): void;
}

/**
 * A bar on the standard error output, where that is a terminal; elsewhere nothing is shown. It appears with the first
 * `update`. `label`: what is being done, such as `copying`. `unit`: what is counted, such as `MB`.
 */
export function startProgress(label: string, unit: string): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, end: () => {} };
  const format = `${label} [{bar}] {percentage} %  {value} of {total} ${unit}`;
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, stopOnComplete: false, barsize: 30 });
  let shown = false;
  return {
    update: (done, total) => {
      if (!shown) bar.start(total, done);
      else bar.setTotal(total);
      shown = true;
      bar.update(done);
    },
    end: () => {
      if (shown) bar.stop();
      shown = false;
    },
  };
}
