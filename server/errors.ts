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

  constructor(reason: Reason, details: ErrorDetails = {}) {
    super(reasons[reason].message);
    this.reason = reason;
    this.details = details;
  }
}
