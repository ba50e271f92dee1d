import type { Event } from "../../server/contract/index.ts";
import { backOff } from "../backoff.ts";
import { passing } from "../consequences.ts";
import { isClientReason, isNatterError, type NatterError } from "../errors.ts";

/** Decides what becomes of an event whose handler has failed for good. */
export type OnError = (error: unknown, event: Event) => Verdict | Promise<Verdict>;
type Verdict = "skip" | "stop" | void;

/** How often a handler may throw in a row. */
const mostFailures = 6;

/** The server or the network is away: no fault of the handler's, however long it takes. */
const away: ReadonlySet<NatterError["reason"]> = new Set([
  "unreachable",
  "timeout",
  "connection_lost",
  "draining",
  "rate_limited",
  "busy",
  "storage_full",
  "storage_down",
] as const);

/** Nothing that this bot tries will work any more. */
const final: ReadonlySet<NatterError["reason"]> = new Set([
  "session_ended",
  "account_disabled",
  "not_signed_in",
  "client_too_old",
  "closed",
] as const);

/** Tries again what has failed, and knows when to stop. */
export class Patience {
  readonly #onError: OnError;
  readonly #stopping: AbortSignal;

  /** `stopping`: gives up when it aborts, though not in the middle of a task. */
  constructor(onError: OnError, stopping: AbortSignal) {
    this.#onError = onError;
    this.#stopping = stopping;
  }

  /** Resolves when it is done or skipped; with false when it was given up before. Rejects with what ends the bot. */
  async carryOut(event: Event, task: () => Promise<void>): Promise<boolean> {
    let failures = 0;
    for (let attempt = 1; !this.#stopping.aborted; attempt += 1) {
      try {
        await task();
        return true;
      } catch (error) {
        const reason = isNatterError(error) ? error.reason : null;
        if (reason !== null && final.has(reason)) throw error;
        if (reason === null || !away.has(reason)) failures += 1;
        if (failures === mostFailures || (reason !== null && isRefusal(reason))) {
          if ((await this.#onError(error, event)) === "stop") throw error;
          return true;
        }
        await this.#wait(
          Math.max(isNatterError(error) ? (error.retryAfterMs ?? 0) : 0, backOff(attempt, Math.random())),
        );
      }
    }
    return false;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.#stopping.removeEventListener("abort", over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.#stopping.addEventListener("abort", over);
    });
  }
}

/** A definite no of the server's, which it would only repeat. */
function isRefusal(reason: NatterError["reason"]): boolean {
  return !away.has(reason) && !isClientReason(reason) && !passing.has(reason);
}
