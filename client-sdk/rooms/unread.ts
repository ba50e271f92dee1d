import { limits, type MessageEvent, type UserId } from "../../server/contract/index.ts";

/**
 * What is unread in a room: a number that the server counted, and every message since. Nearly everything that happens
 * can be counted on from there; where it cannot, `isExact` turns false, and the server is to be asked again.
 */
export interface Unread {
  /** Of the messages up to `throughSeq`, as the server counted. */
  readonly counted: { readonly unread: number; readonly mentions: number };
  readonly throughSeq: number;
  /** The unread ones after it, ascending. */
  readonly since: readonly { readonly seq: number; readonly mentionsMe: boolean }[];
  readonly isExact: boolean;
}

export function countedByServer(unread: number, mentions: number, throughSeq: number): Unread {
  return { counted: { unread, mentions }, throughSeq, since: [], isExact: true };
}

export function totals({ counted, since }: Unread): { unread: number; mentions: number } {
  const mentions = counted.mentions + since.filter(({ mentionsMe }) => mentionsMe).length;
  return {
    unread: Math.min(limits.unread, counted.unread + since.length),
    mentions: Math.min(limits.unread, mentions),
  };
}

/** Everything up to here has been read. `lastSeq`: that of the room's last message. */
export function readUpTo(unread: Unread, readSeq: number, lastSeq: number): Unread {
  const since = unread.since.filter(({ seq }) => seq > readSeq);
  const readAllCounted = readSeq >= Math.min(unread.throughSeq, lastSeq);
  if (readAllCounted) return { ...unread, since, counted: { unread: 0, mentions: 0 } };
  // How many of those that the server counted lie before it, only the server knows.
  return { ...unread, since, isExact: unread.isExact && unread.counted.unread === 0 };
}

/** After an event about an unread message of somebody else's. Each event once, in order. */
export function note(unread: Unread, { kind, message }: MessageEvent, me: UserId): Unread {
  const { seq } = message;
  const isGone = message.deletedAt !== null;
  const entry = { seq, mentionsMe: message.mentions.includes(me) };
  if (kind === "message.sent") {
    if (isGone) return unread;
    if (unread.since.length === limits.unread) return { ...unread, isExact: false };
    return { ...unread, since: [...unread.since, entry] };
  }
  const at = unread.since.findIndex((one) => one.seq === seq);
  if (at >= 0) return { ...unread, since: unread.since.toSpliced(at, 1, ...(isGone ? [] : [entry])) };
  if (seq > unread.throughSeq) return unread;
  return kind === "message.deleted"
    ? deletedAmongCounted(unread)
    : editedAmongCounted(unread, entry.mentionsMe, isGone);
}

function deletedAmongCounted({ counted, ...rest }: Unread): Unread {
  const { unread, mentions } = counted;
  const isExact = rest.isExact && mentions === 0 && unread < limits.unread;
  return { ...rest, counted: { unread: Math.max(0, unread - 1), mentions }, isExact };
}

/** Whether it mentioned me before is known only where nothing did. */
function editedAmongCounted(unread: Unread, mentionsMe: boolean, isGone: boolean): Unread {
  const { counted } = unread;
  // Replayed, it is as it is now: its deletion follows, and is counted then.
  if (isGone) return unread;
  if (counted.mentions > 0) return { ...unread, isExact: false };
  return mentionsMe ? { ...unread, counted: { ...counted, mentions: 1 } } : unread;
}
