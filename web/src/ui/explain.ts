import { isNatterError, type NatterError } from "@natter/client";

/** An error in words for the person at the screen. */
export function explain(error: unknown): string {
  if (!isNatterError(error)) return "Something is wrong with this page. Load it again.";
  return words(error) ?? error.message;
}

/** What the server finds wrong with a field, as a sentence about it. */
export function explainField(problem: string): string {
  return problem.startsWith("contains") ? `It ${problem}.` : `It is ${problem}.`;
}

function words({ reason, retryAfterMs, fields }: NatterError): string | null {
  switch (reason) {
    case "invalid_input":
      return (
        Object.values(fields ?? {})
          .map(explainField)
          .join(" ") || null
      );
    case "rate_limited":
      return `That was a bit much at once. Try again ${soon(retryAfterMs)}.`;
    case "busy":
    case "draining":
      return `The server is busy. Try again ${soon(retryAfterMs)}.`;
    case "unreachable":
    case "timeout":
      return "The server cannot be reached. Check your connection, then try again.";
    case "connection_lost":
      return "The connection broke. Look whether it was done before you try again.";
    case "not_found":
      return "There is no such thing, or you cannot see it.";
    default:
      return null;
  }
}

function soon(ms = 1000): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 2) return "in a moment";
  return seconds < 90 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
