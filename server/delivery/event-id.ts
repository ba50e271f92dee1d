import type { Position } from "../../db/store.ts";

/** A `lastEventId` as text. Opaque to clients, so that it may become something else one day. */
export function formatEventId(epoch: string, position: Position): string {
  return `${epoch}.${position}`;
}

/** Null for what no server of ours has made. */
export function parseEventId(text: string): { epoch: string; position: Position } | null {
  const match = /^([A-Za-z0-9_-]{1,64})\.(0|[1-9]\d{0,14})$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { epoch: match[1], position: Number(match[2]) };
}
