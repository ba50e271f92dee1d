import superjson from "superjson";
import { NatterError } from "./errors.ts";
import { encodeOutput, forbiddenKeys } from "./output-values.ts";

type SuperJSONResult = ReturnType<typeof superjson.serialize>;

/** No input of the API comes near these. */
const maxDepth = 16;
const maxValues = 20_000;

/**
 * Outward superjson, so that dates arrive as dates. Inward plain values and `undefined` only: superjson's other types
 * let a short message allocate gigabytes, before any schema has seen it (promises.md, S4).
 */
export const transformer = {
  input: { serialize: (value: unknown) => superjson.serialize(value), deserialize: readInput },
  output: {
    serialize: writeOutput,
    deserialize: (value: SuperJSONResult): unknown => superjson.deserialize(value),
  },
};

/**
 * superjson refuses the forbidden keys, and with them the whole answer, or the stream, that holds one. None gets in by
 * the API; should one be stored all the same it is left out (promises.md, S5).
 */
function writeOutput(value: unknown): SuperJSONResult {
  // What superjson declares as JSON may hold dates here: whoever writes it as text gets the same.
  const encoded = encodeOutput(value) as SuperJSONResult | null;
  if (encoded !== null) return encoded;
  try {
    return superjson.serialize(value);
  } catch {
    return superjson.serialize(withoutForbiddenKeys(value));
  }
}

/** A copy that can be written: what is plain, without the keys that no answer may have. */
export function withoutForbiddenKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutForbiddenKeys);
  if (!isPlainObject(value)) return value;
  const allowed = Object.entries(value).filter(([key]) => !forbiddenKeys.has(key));
  return Object.fromEntries(allowed.map(([key, inner]) => [key, withoutForbiddenKeys(inner)]));
}

/** Reads `{ json, meta? }` as superjson writes it. Throws `invalid_input` on anything but plain values. */
export function readInput(raw: unknown): unknown {
  if (raw === undefined || raw === null) return undefined;
  if (!isRecord(raw)) throw badInput("input", "expected superjson's { json, meta }");
  assertPlain(raw["json"]);
  const meta = raw["meta"];
  if (meta === undefined || meta === null) return raw["json"];
  if (!isRecord(meta)) throw badInput("meta", "expected an object");
  return withUndefined(raw["json"], meta["values"]);
}

/**
 * Throws `invalid_input` where a value is nested too deeply, has too many parts or a key that is not allowed. Walks
 * without recursion: depth is what an attacker would use.
 */
export function assertPlain(root: unknown): void {
  const open: [value: unknown, depth: number][] = [[root, 0]];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    seen++;
    if (typeof value !== "object" || value === null) continue;
    if (depth >= maxDepth) throw badInput("input", "nested too deeply");
    // Of a long list the length alone is looked at: its keys would cost more than parsing it did.
    if (Array.isArray(value) && value.length > maxValues) throw badInput("input", "too many values");
    const keys = Object.keys(value);
    if (seen + open.length + keys.length > maxValues) throw badInput("input", "too many values");
    for (const key of keys) {
      if (forbiddenKeys.has(key)) throw badInput("input", "a key that is not allowed");
      open.push([(value as Record<string, unknown>)[key], depth + 1]);
    }
  }
}

/** superjson writes `undefined` as null and lists its paths: `["undefined"]` for the whole, else `{ "a.b": ["undefined"] }`. */
function withUndefined(json: unknown, values: unknown): unknown {
  if (values === undefined) return json;
  if (isUndefinedMark(values)) return undefined;
  if (!isRecord(values)) throw badInput("meta", "only plain values and undefined are taken");
  for (const [path, mark] of Object.entries(values)) {
    if (!isUndefinedMark(mark)) throw badInput("meta", "only plain values and undefined are taken");
    setUndefined(json, pathOf(path));
  }
  return json;
}

function setUndefined(json: unknown, path: string[]): void {
  const last = path.at(-1) ?? "";
  let parent = json;
  for (const key of path.slice(0, -1)) parent = own(parent, key);
  if (typeof parent !== "object" || parent === null || !isProperty(parent, last)) {
    throw badInput("meta", "a path that leads nowhere");
  }
  (parent as Record<string, unknown>)[last] = undefined;
}

/** Of its own, and not a list's `length`. */
function isProperty(value: object, key: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

function own(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Keys are joined by dots; a dot or a backslash inside one is escaped. */
function pathOf(text: string): string[] {
  const keys: string[] = [];
  let key = "";
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "\\") key += text.charAt(++i);
    else if (character === ".") {
      keys.push(key);
      key = "";
    } else key += character;
  }
  return [...keys, key];
}

function isUndefinedMark(value: unknown): boolean {
  return Array.isArray(value) && value.length === 1 && value[0] === "undefined";
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function badInput(field: string, problem: string): NatterError {
  return new NatterError("invalid_input", { fields: { [field]: problem } });
}
