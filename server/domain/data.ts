import { limits } from "../contract/index.ts";
import { isPlainText, utf8Bytes, type Problem } from "./text.ts";

/** What keeps a value from being a message's `data`: a JSON object of limited size and depth. */
export function dataProblem(value: unknown): Problem {
  if (!isObject(value)) return "not an object";
  const problem = valueProblem(value, 1);
  if (problem !== null) return problem;
  return utf8Bytes(JSON.stringify(value)) > limits.data.maxBytes ? `larger than ${limits.data.maxBytes} bytes` : null;
}

/** Goes no deeper than allowed, whatever is nested. */
function valueProblem(value: unknown, depth: number): Problem {
  if (value === null || typeof value === "boolean" || Number.isFinite(value)) return null;
  if (typeof value === "string") return isPlainText(value) ? null : "contains text that is not well-formed, or NUL";
  if (!isObject(value) && !Array.isArray(value)) return "contains a value that JSON cannot hold";
  if (depth > limits.data.depth) return `nested deeper than ${limits.data.depth}`;
  for (const [key, inner] of Object.entries(value)) {
    const problem = isKey(key) ? valueProblem(inner, depth + 1) : "contains a key that is not allowed";
    if (problem !== null) return problem;
  }
  return null;
}

/** superjson throws on these three; elsewhere they reach an object's prototype. */
function isKey(key: string): boolean {
  return key !== "__proto__" && key !== "constructor" && key !== "prototype" && isPlainText(key);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
