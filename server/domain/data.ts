import { limits, type JsonObject } from "../contract/index.ts";
import { isPlainText, utf8Bytes } from "./text.ts";

/** Whether a value can travel as a message's `data`: a JSON object of limited size and depth. */
export function isData(value: unknown): value is JsonObject {
  return isObject(value) && isJson(value, 0) && utf8Bytes(JSON.stringify(value)) <= limits.data.maxBytes;
}

/** Goes no deeper than allowed, whatever is nested. */
function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return isPlainText(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return depth < limits.data.depth && value.every((inner) => isJson(inner, depth + 1));
  if (!isObject(value) || depth === limits.data.depth) return false;
  return Object.entries(value).every(([key, inner]) => isKey(key) && isJson(inner, depth + 1));
}

/** superjson throws on these three; elsewhere they reach an object's prototype. */
function isKey(key: string): boolean {
  return key !== "__proto__" && key !== "constructor" && key !== "prototype" && isPlainText(key);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
