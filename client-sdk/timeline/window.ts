import type { Event, Message, MessagePage, UserId } from "../../server/contract/index.ts";
import { mapSame } from "../map-same.ts";
import { applyToMessage, mine, newerOf } from "./message.ts";

/** A stretch of a room's history without a hole: all messages from the first to the last of it. */
export interface Window {
  /** Ascending seq, each once. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** False: it ends at the newest message, and grows with what is sent. */
  readonly hasNewer: boolean;
  /** Lead on from the ends; null where there is nothing, or where the end was cut off here. */
  readonly olderCursor: string | null;
  readonly newerCursor: string | null;
}

export function windowOf({ items, nextCursor, previousCursor }: MessagePage): Window {
  return {
    messages: items,
    hasOlder: nextCursor !== null,
    hasNewer: previousCursor !== null,
    olderCursor: nextCursor,
    newerCursor: previousCursor,
  };
}

/** The window after an event; the same object where nothing in it changes. Repeats and late comers are harmless. */
export function applyToWindow(window: Window, event: Event, me: UserId): Window {
  if (event.kind === "message.sent" && belongs(window, event.message)) return insert(window, mine(event.message, me));
  return withMessages(window, (message) => applyToMessage(message, event, me));
}

/** Takes a copy of a message, where the window has the message or reaches to its place. */
export function put(window: Window, copy: Message, me: UserId): Window {
  if (belongs(window, copy)) return insert(window, copy);
  return withMessages(window, (held) => (held.id === copy.id ? newerOf(held, copy, me) : held));
}

/** Joins a page that meets or overlaps the window at its older or newer end. */
export function join(window: Window, page: MessagePage, end: "older" | "newer", me: UserId): Window {
  const bySeq = new Map(window.messages.map((message) => [message.seq, message]));
  for (const copy of page.items) {
    const held = bySeq.get(copy.seq);
    bySeq.set(copy.seq, held === undefined ? copy : newerOf(held, copy, me));
  }
  const messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const { nextCursor, previousCursor } = page;
  return end === "older"
    ? { ...window, messages, hasOlder: nextCursor !== null, olderCursor: nextCursor }
    : { ...window, messages, hasNewer: previousCursor !== null, newerCursor: previousCursor };
}

/** Keeps the `most` newest, or the `most` oldest: what is cut off can be loaded again. */
export function trim(window: Window, most: number, keep: "newest" | "oldest"): Window {
  if (window.messages.length <= most) return window;
  return keep === "newest"
    ? { ...window, messages: window.messages.slice(-most), hasOlder: true, olderCursor: null }
    : { ...window, messages: window.messages.slice(0, most), hasNewer: true, newerCursor: null };
}

/** Whether the window reaches to where this message stands, and does not have it. */
function belongs({ messages, hasOlder, hasNewer }: Window, { seq }: Message): boolean {
  const first = messages.at(0)?.seq ?? Infinity;
  const last = messages.at(-1)?.seq ?? -Infinity;
  if (seq > last) return !hasNewer;
  if (seq < first) return !hasOlder;
  return !messages.some((message) => message.seq === seq);
}

function withMessages(window: Window, change: (message: Message) => Message): Window {
  const messages = mapSame(window.messages, change);
  return messages === window.messages ? window : { ...window, messages };
}

function insert(window: Window, message: Message): Window {
  const at = window.messages.findLastIndex(({ seq }) => seq < message.seq);
  return { ...window, messages: window.messages.toSpliced(at + 1, 0, message) };
}
