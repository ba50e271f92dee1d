import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { arch, cpus, loadavg, release, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { median } from "./report/summary.ts";

/** Where the figures come from: without it they say nothing. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  /** What it takes to make 4 kB durable where the databases are: the median of some. */
  fsyncMicros: number;
  /** How many wanted to run in the minute before; more than a little spoils the figures. */
  loadBefore: number;
  measuredAt: string;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
    fsyncMicros: Math.round(fsyncMicros()),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(1)),
    measuredAt: new Date().toISOString(),
  };
}

function fsyncMicros(): number {
  const folder = mkdtempSync(join(tmpdir(), "natter-bench-"));
  const file = openSync(join(folder, "file"), "w");
  const page = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 100 }, () => {
    writeSync(file, page);
    const start = performance.now();
    fsyncSync(file);
    return (performance.now() - start) * 1000;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}
