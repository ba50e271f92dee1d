import {
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  type TRPCErrorShape,
  type TRPCProcedureType,
} from "@trpc/server";
import type { Reason } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { explain } from "../trpc.ts";
import type { RouterConfig } from "./environment.ts";
import { errorFrames, type Address } from "./frames.ts";

/** Why a call is refused before anything looks at it. Made once: an error costs more than parsing what is wrong. */
export const unreadable = new TRPCError({ code: "PARSE_ERROR" });
export const duplicateId = new TRPCError({ code: "BAD_REQUEST" });
export const tooManyCalls = new NatterError("too_large");
export const tooManySubscriptions = new NatterError("busy");
export const busy = new NatterError("busy", { retryAfterMs: 1000 });
export const draining = new NatterError("draining", { retryAfterMs: 1000 });

/** Tells the client of one socket why. Mostly it is the same error again and again, so the last one is kept. */
export class Refusals {
  readonly #config: RouterConfig;
  #rateLimited: NatterError | null = null;
  #last: { error: unknown; encode: ReturnType<typeof errorFrames> } | null = null;

  constructor(config: RouterConfig) {
    this.#config = config;
  }

  rateLimited(retryAfterMs: number): NatterError {
    const last = this.#rateLimited;
    if (last?.details.retryAfterMs === retryAfterMs) return last;
    return (this.#rateLimited = new NatterError("rate_limited", { retryAfterMs }));
  }

  /** The frame that says so. */
  frame(to: Address, error: unknown): Buffer {
    if (this.#last === null || this.#last.error !== error) {
      this.#last = { error, encode: errorFrames(this.#config, errorShape(this.#config, error)) };
    }
    return this.#last.encode(to);
  }
}

/** Why, in the words of the contract. */
export function reasonOf(error: unknown): Reason {
  return error instanceof NatterError ? error.reason : explain(getTRPCErrorFromUnknown(error)).reason;
}

/** What a client is told of an error. */
export function errorShape(
  config: RouterConfig,
  cause: unknown,
  call: { type?: TRPCProcedureType; path?: string; input?: unknown } = {},
): TRPCErrorShape {
  const { type = "unknown", path, input } = call;
  return getTRPCErrorShape({ config, error: getTRPCErrorFromUnknown(cause), type, path, input, ctx: undefined });
}
