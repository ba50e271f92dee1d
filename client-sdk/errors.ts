import { TRPCClientError } from "@trpc/client";
import { reasons, type Reason } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";

/** Every reason for which a call can fail without the server having refused it, and what to do then. */
export const clientReasons = {
  unreachable: "The server cannot be reached. Check the address and the network, then try again.",
  timeout: "The server did not answer in time. Check the network, then try again.",
  connection_lost: "The connection broke before the answer came. Look whether it was done before you repeat it.",
  bad_reply: "The answer makes no sense. Check that `url` leads to a Natter server.",
  aborted: "The call was cancelled.",
  closed: "This client has been closed. Create another one.",
} as const;

export type ClientReason = keyof typeof clientReasons;

/**
 * - `refused`: nothing was done, for sure.
 * - `unknown`: the request may have reached the server. A send may be repeated with the same clientId at any time.
 */
export type Outcome = "refused" | "unknown";

type Shape = NonNullable<TRPCClientError<AppRouter>["shape"]>;

export interface NatterErrorDetails {
  /** `refused` unless told. */
  outcome?: Outcome;
  /** The error as the server put it. */
  shape?: Shape;
  /** Unless the server's error has them. */
  fields?: Record<string, string> | undefined;
  cause?: Error;
}

/**
 * The one error that calls of this client fail with. `reason` is one of a closed list, so that a `switch` can be
 * complete: the server's `Reason`, or a `ClientReason` where the server did not refuse.
 */
export class NatterError extends TRPCClientError<AppRouter> {
  readonly reason: Reason | ClientReason;
  readonly outcome: Outcome;
  /** Where waiting helps: for how long, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Where the input was wrong: the path of each field, and what is wrong with it. */
  readonly fields: Record<string, string> | undefined;

  constructor(reason: Reason | ClientReason, { outcome = "refused", shape, fields, cause }: NatterErrorDetails = {}) {
    const message = shape?.message ?? (isClientReason(reason) ? clientReasons[reason] : reasons[reason].message);
    super(message, {
      ...(shape === undefined ? {} : { result: { error: shape } }),
      ...(cause === undefined ? {} : { cause }),
    });
    // TRPCClientError's constructor puts its own prototype in place.
    Object.setPrototypeOf(this, NatterError.prototype);
    this.name = "NatterError";
    this.reason = reason;
    this.outcome = outcome;
    this.retryAfterMs = shape?.data.retryAfterMs;
    this.fields = shape?.data.fields ?? fields;
  }
}

/** Whether a call of this client failed with it; then `error.reason` says why. */
export function isNatterError(error: unknown): error is NatterError {
  return error instanceof NatterError;
}

/** Tells a failure without an answer from a refusal by the server. */
export function isClientReason(reason: Reason | ClientReason): reason is ClientReason {
  return Object.hasOwn(clientReasons, reason);
}

/** Reads an error as the server sent it; null if it is none of ours. `mayBeDone`: by an earlier attempt at the call. */
export function refusal(shape: unknown, mayBeDone = false): NatterError | null {
  if (!isShape(shape)) return null;
  const { reason } = shape.data;
  // A newer server may know reasons that this client does not: the list that apps switch on stays closed.
  const known: Reason = Object.hasOwn(reasons, reason) ? reason : "internal";
  return new NatterError(known, { shape, outcome: mayBeDone || known === "internal" ? "unknown" : "refused" });
}

function isShape(value: unknown): value is Shape {
  if (!isRecord(value) || typeof value["message"] !== "string" || !isRecord(value["data"])) return false;
  return typeof value["data"]["reason"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
