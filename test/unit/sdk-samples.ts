import type {
  Author,
  Membership,
  Message,
  MessageEvent,
  MessagePage,
  ReactionEvent,
  Room,
  RoomSnapshot,
  RoomSummary,
  UserId,
} from "../../server/contract/index.ts";

/** Things as the server tells them, for tests without one. Ada is who looks. */
export const at = new Date("2026-01-05T09:00:00Z");

export function author(id: UserId, more: Partial<Author> = {}): Author {
  return { id, username: id, displayName: id, kind: "person", avatarUrl: null, ...more };
}

export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    roomId: "room",
    seq,
    updatedSeq: more.seq ?? seq,
    sender: author("grace"),
    clientId: `c${seq}`,
    body: `message ${seq}`,
    data: null,
    replyTo: null,
    mentions: [],
    reactions: [],
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    ...more,
  };
}

export function sent(seq: number, more: Partial<Message> = {}): MessageEvent {
  return about("message.sent", seq, message(seq, more));
}

export function edited(seq: number, of: Message, more: Partial<Message>): MessageEvent {
  return about("message.edited", seq, { ...of, updatedSeq: seq, editedAt: at, ...more });
}

export function deleted(seq: number, of: Message): MessageEvent {
  return about("message.deleted", seq, {
    ...of,
    updatedSeq: seq,
    body: "",
    mentions: [],
    reactions: [],
    deletedAt: at,
  });
}

function about(kind: MessageEvent["kind"], seq: number, now: Message): MessageEvent {
  return { kind, roomId: "room", seq, at, actorId: now.sender.id, message: now };
}

export function reaction(
  seq: number,
  kind: ReactionEvent["kind"],
  messageId: string,
  actorId: UserId,
  emoji = "👍",
): ReactionEvent {
  return { kind, roomId: "room", seq, at, actorId, messageId, emoji, updatedSeq: seq };
}

export function room(more: Partial<Room> = {}): Room {
  return {
    ...{ id: "room", type: "private", name: "Engines", topic: null, memberCount: 2, headSeq: 10 },
    ...{ createdAt: at, archivedAt: null },
    ...more,
  };
}

export function summary(more: Partial<RoomSummary> = {}): RoomSummary {
  return {
    ...room(),
    ...{ role: "owner", readSeq: 10, unread: 0, mentions: 0, lastMessage: null, others: [] },
    ...more,
  };
}

export function membership(userId: UserId, more: Partial<Membership> = {}): Membership {
  return { roomId: "room", user: author(userId), role: "member", joinedAt: at, readSeq: 10, ...more };
}

export function page(items: Message[], older: string | null = null, newer: string | null = null): MessagePage {
  return { items, nextCursor: older, previousCursor: newer };
}

export function snapshot(more: Partial<RoomSnapshot> = {}): RoomSnapshot {
  return {
    room: room(),
    membership: membership("ada"),
    members: [membership("ada"), membership("grace")],
    messages: page([message(8), message(10)]),
    lastEventId: "log.10",
    ...more,
  };
}
