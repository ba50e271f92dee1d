/**
 * superjson as far as it crosses the wire: plain values and `undefined`, and outward dates. The library itself would be
 * a fifth of what a browser loads.
 */

/** As superjson writes plain values. Throws a `TypeError` on anything else: the server takes nothing else. */
export function encode(value: unknown): { json: unknown } {
  assertPlain(value);
  return { json: value };
}

/** Throws a `TypeError` on anything but plain values, dates and `undefined` as superjson writes them. */
export function decode(encoded: unknown): unknown {
  if (!isRecord(encoded) || !("json" in encoded || "meta" in encoded)) {
    throw new TypeError("expected superjson's { json, meta }");
  }
  const { json, meta } = encoded;
  if (!isRecord(meta) || meta["values"] === undefined) return json;
  // As the only property of an object, so that the whole can be replaced like any part.
  const root = { json };
  restore(root, ["json"], meta["values"]);
  return root.json;
}

/** `["Date"]` marks the value at the path, `{ "a.b": ["Date"] }` those below it. */
function restore(root: Record<string, unknown>, path: readonly string[], marks: unknown): void {
  if (isRecord(marks)) {
    for (const [below, mark] of Object.entries(marks)) restore(root, [...path, ...keysOf(below)], mark);
    return;
  }
  if (!Array.isArray(marks) || marks.length !== 1) throw new TypeError("an unknown mark");
  const holder = path.slice(0, -1).reduce<unknown>((value, key) => own(value, key), root);
  const key = path.at(-1) ?? "";
  const restored = typed(own(holder, key), marks[0]);
  // `own` has found it there.
  (holder as Record<string, unknown>)[key] = restored;
}

function typed(value: unknown, type: unknown): unknown {
  if (type === "undefined") return undefined;
  if (type === "Date" && typeof value === "string") return new Date(value);
  throw new TypeError("an unknown type");
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
    throw new TypeError("a path that leads nowhere");
  }
  return (value as Record<string, unknown>)[key];
}

/** Keys are joined by dots; a dot or a backslash inside one has a backslash before it. */
function keysOf(path: string): string[] {
  const keys = [""];
  for (let at = 0; at < path.length; at++) {
    const character = path.charAt(at);
    if (character === ".") keys.push("");
    else keys.push((keys.pop() ?? "") + (character === "\\" ? path.charAt(++at) : character));
  }
  return keys;
}

function assertPlain(value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  if (value === undefined || value === null || typeof value === "string" || typeof value === "boolean") return;
  if (Array.isArray(value)) return value.forEach(assertPlain);
  if (!isRecord(value) || !isPlain(Object.getPrototypeOf(value))) throw new TypeError("only plain values can be sent");
  Object.values(value).forEach(assertPlain);
}

/** An object literal's prototype, also one of another frame. */
function isPlain(prototype: unknown): boolean {
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
