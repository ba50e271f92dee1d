/** As superjson writes a value: the value as JSON, and what JSON cannot say of it. */
export interface Encoded {
  json: unknown;
  meta?: { values: Mark | Record<string, Mark>; v: 1 };
}

type Mark = ["Date"] | ["undefined"];

const date: Mark = ["Date"];
const nothing: Mark = ["undefined"];

/**
 * What superjson makes of plain values, dates and `undefined`, which is all that the API gives out, at a tenth of the
 * library's cost: nothing is copied that JSON says by itself. Null where there is anything else in it (the library
 * knows what to do), and where a key is one that superjson refuses. That an object occurs twice is not noted: it
 * arrives twice.
 */
export function encodeOutput(value: unknown): Encoded | null {
  const root = markOf(value);
  if (root !== undefined) return root === date ? markedDate(value as Date) : { json: null, meta: marked(nothing) };
  const walk = new Walk();
  if (!walk.into(value, "", 0)) return null;
  const json = walk.undefinedFound ? withNulls(value) : value;
  return walk.values === null ? { json } : { json, meta: marked(walk.values) };
}

function marked(values: Mark | Record<string, Mark>) {
  return { values, v: 1 } as const;
}

function markedDate(value: Date): Encoded | null {
  return isNaN(value.getTime()) ? null : { json: value, meta: marked(date) };
}

function markOf(value: unknown): Mark | undefined {
  if (value === undefined) return nothing;
  return value instanceof Date ? date : undefined;
}

/** Deeper than anything that the API gives out, and than a value that contains itself can hide. */
const maxDepth = 32;

/** One look at everything in a value: whether all of it is plain, and where its dates are. */
class Walk {
  values: Record<string, Mark> | null = null;
  undefinedFound = false;

  /** False: there is something that is not plain. `path`: of the value, with a dot behind it where it has one. */
  into(value: unknown, path: string, depth: number): boolean {
    switch (typeof value) {
      case "string":
      case "boolean":
        return true;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0);
      case "object":
        if (value === null) return true;
        if (depth === maxDepth) return false;
        return Array.isArray(value) ? this.#items(value, path, depth) : this.#properties(value, path, depth);
      default:
        return false;
    }
  }

  #items(value: readonly unknown[], path: string, depth: number): boolean {
    for (let at = 0; at < value.length; at++) {
      if (!this.#member(value[at], at, path, depth)) return false;
    }
    return true;
  }

  #properties(value: object, path: string, depth: number): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    for (const key in value) {
      if (forbiddenKeys.has(key)) return false;
      if (!this.#member((value as Record<string, unknown>)[key], key, path, depth)) return false;
    }
    return true;
  }

  #member(value: unknown, key: string | number, path: string, depth: number): boolean {
    if (typeof value === "string") return true;
    const mark = markOf(value);
    if (mark === undefined) {
      const inner = typeof value === "object" && value !== null ? `${path}${escaped(key)}.` : path;
      return this.into(value, inner, depth + 1);
    }
    if (mark === date && isNaN((value as Date).getTime())) return false;
    this.undefinedFound ||= mark === nothing;
    this.values ??= {};
    this.values[`${path}${escaped(key)}`] = mark;
    return true;
  }
}

/** Keys that superjson refuses to write. */
export const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Keys are joined by dots; a dot or a backslash inside one has a backslash before it. */
function escaped(key: string | number): string | number {
  return typeof key === "string" && /[.\\]/.test(key) ? key.replace(/[.\\]/g, "\\$&") : key;
}

/** JSON leaves `undefined` out; superjson writes null there and marks it. */
function withNulls(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNulls(inner)]));
}
