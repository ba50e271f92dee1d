import type {
  Event,
  HistoryEvent,
  Message,
  RoomId,
  RoomSummary,
  UserId,
  UserUpdated,
} from "../../server/contract/index.ts";
import { mapSame } from "../map-same.ts";
import { applyToMessage, authorOf, mine } from "../timeline/message.ts";
import { applyToRoom } from "./room.ts";
import { countedByServer, note, readUpTo, totals, type Unread } from "./unread.ts";

/** My rooms as the server listed them and as events have changed them since. */
export interface List {
  /** The latest activity first. */
  readonly rooms: readonly ListedRoom[];
  /** False: events alone do not tell how it is now, and the server is to be asked again. */
  readonly isExact: boolean;
}

interface ListedRoom {
  readonly summary: RoomSummary;
  readonly counts: Unread;
  /** The room's events up to here are in it. */
  readonly appliedSeq: number;
}

/** The list as it was read at one instant. */
export function listOf(items: readonly RoomSummary[]): List {
  const rooms = items.map((summary) => ({
    summary,
    counts: countedByServer(summary.unread, summary.mentions, summary.headSeq),
    appliedSeq: summary.headSeq,
  }));
  return { rooms, isExact: true };
}

/** The list after an event. Those that it holds already are recognised; all others must come, in order. */
export function applyToList(list: List, event: Event, me: UserId): List {
  switch (event.kind) {
    case "ready":
    case "reset":
      return list;
    case "user.updated":
      return withRooms(list, (room) => withPerson(room, event, me));
    case "read.moved":
      return event.userId === me ? read(list, event.roomId, event.readSeq) : list;
    default:
      return happened(list, event, me);
  }
}

export function summaryOf(list: List, roomId: RoomId): RoomSummary | undefined {
  return list.rooms.find(({ summary }) => summary.id === roomId)?.summary;
}

function happened(list: List, event: HistoryEvent, me: UserId): List {
  const room = list.rooms.find(({ summary }) => summary.id === event.roomId);
  const isMine = "membership" in event && event.membership.user.id === me;
  if (room === undefined || event.seq <= room.appliedSeq) {
    // What the room is like, only the server can tell.
    return isMine && room === undefined && event.kind === "member.joined" ? { ...list, isExact: false } : list;
  }
  const others = list.rooms.filter((one) => one !== room);
  if (isMine && event.kind !== "member.roleChanged") {
    return { rooms: others, isExact: list.isExact && event.kind !== "member.joined" };
  }
  const next = advance(room, event, me);
  return { rooms: [next, ...others], isExact: list.isExact && next.counts.isExact };
}

function advance(room: ListedRoom, event: HistoryEvent, me: UserId): ListedRoom {
  const { summary } = room;
  const next: RoomSummary = {
    ...summary,
    ...applyToRoom(summary, event),
    role: "membership" in event && event.membership.user.id === me ? event.membership.role : summary.role,
    lastMessage: lastMessage(summary.lastMessage, event, me),
  };
  const advanced = { ...room, appliedSeq: event.seq };
  if (!("message" in event)) return withSummary(advanced, next);
  if (event.message.sender.id === me) {
    const listed = withSummary(advanced, next);
    return event.kind === "message.sent" ? readIn(listed, event.message.seq) : listed;
  }
  const isUnread = event.message.seq > summary.readSeq;
  return withCounts(advanced, next, isUnread ? note(room.counts, event, me) : room.counts);
}

function lastMessage(last: Message | null, event: HistoryEvent, me: UserId): Message | null {
  if (event.kind === "message.sent" && event.message.seq > (last?.seq ?? 0)) return mine(event.message, me);
  return last === null ? null : applyToMessage(last, event, me);
}

function withPerson(room: ListedRoom, event: UserUpdated, me: UserId): ListedRoom {
  const { others, lastMessage: last } = room.summary;
  const author = authorOf(event.user);
  const named = mapSame(others, (other) => (other.id === author.id ? author : other));
  const message = last === null ? null : applyToMessage(last, event, me);
  return named === others && message === last
    ? room
    : withSummary(room, { ...room.summary, others: [...named], lastMessage: message });
}

function read(list: List, roomId: RoomId, readSeq: number): List {
  return withRooms(list, (room) => (room.summary.id === roomId ? readIn(room, readSeq) : room));
}

function withRooms(list: List, change: (room: ListedRoom) => ListedRoom): List {
  const rooms = mapSame(list.rooms, change);
  if (rooms === list.rooms) return list;
  return { rooms, isExact: list.isExact && rooms.every(({ counts }) => counts.isExact) };
}

function readIn(room: ListedRoom, readSeq: number): ListedRoom {
  const { summary, counts } = room;
  if (readSeq <= summary.readSeq) return room;
  const lastSeq = summary.lastMessage?.seq ?? 0;
  return withCounts(room, { ...summary, readSeq }, readUpTo(counts, readSeq, lastSeq));
}

function withSummary(room: ListedRoom, summary: RoomSummary): ListedRoom {
  return { ...room, summary };
}

function withCounts(room: ListedRoom, summary: RoomSummary, counts: Unread): ListedRoom {
  return { ...room, summary: { ...summary, ...totals(counts) }, counts };
}
