import { Presets, SingleBar } from "cli-progress";

/** How far the whole run is, on the standard error output. */
export interface Progress {
  /** What is under way. */
  begin(what: string): void;
  /** One round of it is over. */
  advance(result: string): void;
  stop(): void;
}

/** A bar on a terminal, a line for each round elsewhere. */
export function showProgress(rounds: number): Progress {
  return process.stderr.isTTY ? bar(rounds) : lines();
}

function bar(rounds: number): Progress {
  const format = " {bar} {percentage} % · {value} of {total} rounds · {eta_formatted} left · {what}";
  const shown = new SingleBar(
    { format, hideCursor: true, clearOnComplete: true, etaBuffer: 20 },
    Presets.shades_classic,
  );
  shown.start(rounds, 0, { what: "" });
  return {
    begin: (what) => shown.update({ what }),
    advance: () => shown.increment(),
    stop: () => shown.stop(),
  };
}

function lines(): Progress {
  let current = "";
  return {
    begin: (what) => void (current = what),
    advance: (result) => void process.stderr.write(`${current} ${result}\n`),
    stop: () => {},
  };
}
