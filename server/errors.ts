import { reasons, type Reason } from "./contract/index.ts";

export interface ErrorDetails {
  /** The path of each wrong field, and what is wrong with it. */
  fields?: Record<string, string>;
  retryAfterMs?: number;
}

/**
 * The one error that people are told about: a reason of the closed list. Anything else that is thrown reaches a client
 * as `internal` and the log whole.
 */
export class NatterError extends Error {
  override name = "NatterError";
  readonly reason: Reason;
  readonly details: ErrorDetails;

  /** `options.cause`: for the log, never for a client. */
  constructor(reason: Reason, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(reasons[reason].message, options);
    this.reason = reason;
    this.details = details;
  }
}
