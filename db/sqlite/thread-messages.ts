import type { Command } from "../../server/domain/commands.ts";
import { StorageError, type Written } from "../store.ts";

/** What goes between the store and the thread that writes for it. */
export type Request = { kind: "write"; commands: readonly Command[] } | { kind: "ping" } | { kind: "close" };

/** In the order of the requests; `ready` comes before them. */
export type Reply =
  | { kind: "ready" }
  | { kind: "written"; written: Written }
  | { kind: "pong"; answers: boolean }
  | { kind: "closed" }
  | { kind: "failed"; error: SentError };

/** An error as it is sent: between threads an `Error` keeps neither its class nor its `code`. */
interface SentError {
  reason: StorageError["reason"] | null;
  name: string;
  message: string;
  stack: string | undefined;
  code: string | undefined;
  cause: SentError | null;
}

export function sendable(error: unknown): SentError {
  if (!(error instanceof Error)) return sendable(new Error(String(error)));
  const { name, message, stack, cause } = error;
  return {
    reason: error instanceof StorageError ? error.reason : null,
    name,
    message,
    stack,
    code: "code" in error && typeof error.code === "string" ? error.code : undefined,
    cause: cause === undefined ? null : sendable(cause),
  };
}

export function received(sent: SentError): Error {
  const { reason, name, message, stack, code } = sent;
  const options = sent.cause === null ? {} : { cause: received(sent.cause) };
  const error = reason === null ? new Error(message, options) : new StorageError(reason, options);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return code === undefined ? error : Object.assign(error, { code });
}

/** The same, with its errors in the form in which they are sent. */
export function sendableWritten(written: Written): Written {
  return withErrors(written, sendable);
}

/** The same, with its errors as they were before they were sent. */
export function receivedWritten(written: Written): Written {
  // Each has been made by `sendable`.
  return withErrors(written, (error) => received(error as SentError));
}

function withErrors(written: Written, convert: (error: unknown) => unknown): Written {
  const outcomes = written.outcomes.map((outcome) =>
    outcome.kind === "failed" ? { ...outcome, error: convert(outcome.error) } : outcome,
  );
  return { ...written, outcomes };
}
