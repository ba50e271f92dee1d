import { getTRPCErrorFromUnknown } from "@trpc/server";
import type { Logger } from "pino";
import type { Reason, UserId } from "../contract/index.ts";
import type { Counts } from "../measurements/counts.ts";
import { explain, isFault } from "../trpc.ts";
import type { Wheel } from "./wheel.ts";

export interface CallRecord {
  path: string;
  type: string;
  userId: UserId | null;
  durationMs: number;
}

/** A path is what a client says it is. */
const longestPath = 100;

/** One line a call: who called what, never with what. */
export function logCall(log: Logger, record: CallRecord): void {
  if (log.isLevelEnabled("debug")) log.debug(tidy(record), "call");
}

/** So many failed calls have a line of their own; what else fails within the time is counted and summed up in one. */
const linesAtOnce = 50;
const sumUpMs = 10_000;

/**
 * What has failed. A refusal is news of the day; what whoever runs the server must look into is an error, and is logged
 * whole. Each kind for itself is bounded: a client in a loop must not fill the disk, nor a full disk the log.
 */
export class FailedCalls {
  readonly #log: Logger;
  readonly #wheel: Pick<Wheel, "after">;
  readonly #told: Counts<Reason>;
  readonly #refused = new Unlogged();
  readonly #faults = new Unlogged();
  #summing = false;

  /** `told`: where all of them are counted. */
  constructor(log: Logger, wheel: Pick<Wheel, "after">, told: Counts<Reason>) {
    this.#log = log;
    this.#wheel = wheel;
    this.#told = told;
  }

  /** `log`: the connection's; made only for what is logged. */
  add(log: () => Logger, record: CallRecord, cause: unknown): void {
    const error = getTRPCErrorFromUnknown(cause);
    const { reason } = explain(error);
    this.#told.add(reason);
    this.#sumUpLater();
    if (!(isFault(reason) ? this.#faults : this.#refused).mayLog(reason)) return;
    if (isFault(reason)) log().error({ ...tidy(record), reason, err: error.cause ?? error }, "call failed");
    else log().info({ ...tidy(record), reason }, "call refused");
  }

  #sumUpLater(): void {
    if (this.#summing) return;
    this.#summing = true;
    this.#wheel.after(sumUpMs, () => {
      this.#summing = false;
      const [failed, refused] = [this.#faults.sumUp(), this.#refused.sumUp()];
      if (failed !== null) this.#log.error({ count: failed }, "more calls failed");
      if (refused !== null) this.#log.info({ count: refused }, "more calls refused");
    });
  }
}

/** What has no line of its own, counted by its reason. */
class Unlogged {
  #lines = 0;
  #counts: Partial<Record<Reason, number>> = {};

  mayLog(reason: Reason): boolean {
    this.#lines += 1;
    if (this.#lines <= linesAtOnce) return true;
    this.#counts[reason] = (this.#counts[reason] ?? 0) + 1;
    return false;
  }

  /** How many of each; null: none. Begins anew. */
  sumUp(): Partial<Record<Reason, number>> | null {
    const counts = this.#lines > linesAtOnce ? this.#counts : null;
    this.#lines = 0;
    this.#counts = {};
    return counts;
  }
}

function tidy(record: CallRecord) {
  return { ...record, path: record.path.slice(0, longestPath), durationMs: Math.round(record.durationMs) };
}
