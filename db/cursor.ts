import { BadCursor } from "./store.ts";

/** Opaque text for a place in a list: `list` names the list, so that a cursor of another one is not taken. */
export function makeCursor(list: string, ...place: (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString("base64url");
}

/** The name that stands at a cursor, and the id that tells it from others of that name. Throws `BadCursor`. */
export function readNameCursor(list: string, cursor: string): { name: string; id: string } {
  const [name, id, ...rest] = read(list, cursor);
  if (typeof name !== "string" || typeof id !== "string" || rest.length > 0) throw new BadCursor();
  return { name, id };
}

/** The id at a cursor. Throws `BadCursor`. */
export function readIdCursor(list: string, cursor: string): string {
  const [id, ...rest] = read(list, cursor);
  if (typeof id !== "string" || rest.length > 0) throw new BadCursor();
  return id;
}

/** The number at a cursor. Throws `BadCursor`. */
export function readNumberCursor(list: string, cursor: string): number {
  const [number, ...rest] = read(list, cursor);
  if (typeof number !== "number" || !Number.isSafeInteger(number) || rest.length > 0) throw new BadCursor();
  return number;
}

/** The list that a cursor belongs to: null where it is not a cursor. */
export function listOf(cursor: string): string | null {
  const parts = parse(cursor);
  return Array.isArray(parts) && typeof parts[0] === "string" ? parts[0] : null;
}

function read(list: string, cursor: string): unknown[] {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts[0] !== list) throw new BadCursor();
  return parts.slice(1);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return null;
  }
}
