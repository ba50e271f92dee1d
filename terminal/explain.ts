import { isNatterError } from "@natter/client";
import { excerpt } from "./text.ts";

/** An error in one line for the person who met it: what is wrong, and with which part of what they typed. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const fields = isNatterError(error) ? Object.entries(error.fields ?? {}) : [];
  return excerpt([message, ...fields.map(([field, what]) => `${field}: ${what}`)].join(" "), 500);
}
