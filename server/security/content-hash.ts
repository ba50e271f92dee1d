import { hash } from "node:crypto";
import type { Json } from "../contract/index.ts";

/** SHA-256 in hex of a content, the same whatever the order of its keys: tells a retry from a reused clientId. */
export function contentHash(content: Json): string {
  return hash("sha256", canonical(content));
}

/** JSON with sorted keys (the idea of RFC 8785). */
function canonical(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}
