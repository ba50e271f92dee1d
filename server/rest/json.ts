import { withoutForbiddenKeys } from "../transformer.ts";

/** In JSON text, a quote inside a string has a backslash before it: this is a key. */
const forbiddenKey = /"(?:__proto__|constructor|prototype)":/;

/**
 * A value as JSON, its dates as ISO 8601. None of the keys that are forbidden gets in by the API; should one be stored
 * all the same it is left out (promises.md, S5).
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return forbiddenKey.test(text) ? JSON.stringify(withoutForbiddenKeys(JSON.parse(text))) : text;
}
