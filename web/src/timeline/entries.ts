import type { Message, PendingMessage, UserId } from "@natter/client";
import { isSameDay } from "../ui/time.ts";

/** A line of the timeline: the beginning of the room, or a message, stored or still on its way. */
export type Entry = { readonly kind: "beginning"; readonly key: string } | MessageEntry;

export type MessageEntry = {
  /** The same before and after a message is stored, so that it stays where it is. */
  readonly key: string;
  /** The first of its day. */
  readonly startsDay: boolean;
  /** The first that was unread when the room was opened. */
  readonly startsUnread: boolean;
  /** Soon after one of the same sender: needs no name and no picture. */
  readonly continues: boolean;
} & (
  | { readonly kind: "stored"; readonly message: Message }
  | { readonly kind: "pending"; readonly message: PendingMessage }
);

interface Timeline {
  hasOlder: boolean;
  messages: readonly Message[];
  pending: readonly PendingMessage[];
  firstUnreadSeq: number | null;
}

export function entriesOf({ hasOlder, messages, pending, firstUnreadSeq }: Timeline, myId: UserId): Entry[] {
  const entries: Entry[] = hasOlder ? [] : [{ kind: "beginning", key: "beginning" }];
  let before: Said | null = null;
  let isRead = firstUnreadSeq !== null;
  for (const message of messages) {
    const startsUnread: boolean =
      isRead && firstUnreadSeq !== null && message.seq >= firstUnreadSeq && message.sender.id !== myId;
    if (startsUnread) isRead = false;
    const said = { by: message.sender.id, at: message.createdAt };
    const isReply = message.replyTo !== null;
    entries.push({ kind: "stored", message, ...placeOf(said, before, startsUnread, isReply, message.clientId) });
    before = message.deletedAt === null ? said : { by: "", at: said.at };
  }
  for (const message of pending) {
    const said = { by: myId, at: message.createdAt };
    entries.push({
      kind: "pending",
      message,
      ...placeOf(said, before, false, message.replyToId !== null, message.clientId),
    });
    before = said;
  }
  return entries;
}

interface Said {
  by: UserId;
  at: Date;
}

const soonMs = 5 * 60_000;

function placeOf(said: Said, before: Said | null, startsUnread: boolean, isReply: boolean, clientId: string) {
  const startsDay = before === null || !isSameDay(said.at, before.at);
  const isSoon = before?.by === said.by && said.at.getTime() - before.at.getTime() < soonMs;
  return {
    key: `${said.by}:${clientId}`,
    startsDay,
    startsUnread,
    continues: isSoon && !startsDay && !startsUnread && !isReply,
  };
}
