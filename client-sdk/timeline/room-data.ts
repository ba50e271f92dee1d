import {
  limits,
  type Event,
  type HistoryEvent,
  type Membership,
  type Room,
  type RoomSnapshot,
  type UserId,
} from "../../server/contract/index.ts";
import { mapSame } from "../map-same.ts";
import { applyToRoom } from "../rooms/room.ts";
import { authorOf } from "./message.ts";
import { applyToWindow, windowOf, type Window } from "./window.ts";

/** What the server has told of one room, from a snapshot and the events after it. */
export interface RoomData {
  readonly room: Room;
  /** My own. */
  readonly membership: Membership;
  /** By user id, as the server lists them. */
  readonly members: readonly Membership[];
  /** How far people have read, also those whose membership is not known (yet). */
  readonly marks: ReadonlyMap<UserId, number>;
  readonly window: Window;
  /** The room's events up to here are in it. */
  readonly appliedSeq: number;
  /** No longer a member: nothing more will come. */
  readonly left: boolean;
  /** False: events are missing. Nothing that happens is applied until the room has been read anew. */
  readonly isComplete: boolean;
}

export function roomDataOf(snapshot: RoomSnapshot, members: readonly Membership[] = []): RoomData {
  const { room, membership, messages } = snapshot;
  return {
    room,
    membership,
    members: [...snapshot.members, ...members].reduce(upsert, []),
    marks: new Map([...snapshot.members, ...members, membership].map(({ user, readSeq }) => [user.id, readSeq])),
    window: windowOf(messages),
    appliedSeq: room.headSeq,
    left: false,
    isComplete: true,
  };
}

/** The room after an event. Those that it holds already are recognised; all others must come, in order. */
export function applyToRoomData(data: RoomData, event: Event, me: UserId): RoomData {
  switch (event.kind) {
    case "ready":
    case "reset":
      return data;
    case "user.updated": {
      const user = authorOf(event.user);
      const named = withMembers(data, (member) => (member.user.id === user.id ? { ...member, user } : member));
      const window = applyToWindow(data.window, event, me);
      return window === data.window ? named : { ...named, window };
    }
    case "read.moved":
      return event.roomId === data.room.id ? withMark(data, event.userId, event.readSeq) : data;
    default:
      return event.roomId === data.room.id && event.seq > data.appliedSeq ? happened(data, event, me) : data;
  }
}

function happened(data: RoomData, event: HistoryEvent, me: UserId): RoomData {
  const isMine = "membership" in event && event.membership.user.id === me;
  // Of a past membership only the end is told, so that one may come after a gap.
  if (isMine && event.kind !== "member.roleChanged") {
    const left = event.kind !== "member.joined";
    return { ...data, left, isComplete: left };
  }
  // After a gap nothing fits any more.
  if (event.seq > data.appliedSeq + 1 || !data.isComplete)
    return data.isComplete ? { ...data, isComplete: false } : data;
  const next: RoomData = {
    ...data,
    room: applyToRoom(data.room, event),
    window: applyToWindow(data.window, event, me),
    appliedSeq: event.seq,
  };
  if ("membership" in event) return withMembership(next, event, me);
  // A send moves its sender's mark.
  return event.kind === "message.sent" ? withMark(next, event.message.sender.id, event.seq) : next;
}

function withMembership(data: RoomData, event: HistoryEvent & { membership: Membership }, me: UserId): RoomData {
  const { kind, membership } = event;
  const userId = membership.user.id;
  if (kind === "member.left" || kind === "member.removed") {
    return { ...data, members: data.members.filter(({ user }) => user.id !== userId) };
  }
  // A mark may have come before the event that it is younger than.
  const readSeq = Math.max(membership.readSeq, data.marks.get(userId) ?? 0);
  const present = { ...membership, readSeq };
  const members = upsert(data.members, present);
  return withMark({ ...data, members, membership: userId === me ? present : data.membership }, userId, readSeq);
}

function withMark(data: RoomData, userId: UserId, readSeq: number): RoomData {
  if (readSeq <= (data.marks.get(userId) ?? 0)) return data;
  const marked = (member: Membership) => (member.user.id === userId ? { ...member, readSeq } : member);
  return { ...withMembers(data, marked), marks: new Map(data.marks).set(userId, readSeq) };
}

function withMembers(data: RoomData, change: (member: Membership) => Membership): RoomData {
  const members = mapSame(data.members, change);
  const membership = change(data.membership);
  return members === data.members && membership === data.membership ? data : { ...data, members, membership };
}

/** The marks that everybody is told of. */
export function readMarks({ room, members, membership }: RoomData): ReadonlyMap<UserId, number> {
  if (room.memberCount > limits.smallRoom) return new Map();
  const others = members.filter(({ user }) => user.id !== membership.user.id);
  return new Map(others.map(({ user, readSeq }) => [user.id, readSeq]));
}

function upsert(members: readonly Membership[], member: Membership): Membership[] {
  const others = members.filter(({ user }) => user.id !== member.user.id);
  const at = others.findIndex(({ user }) => user.id > member.user.id);
  return others.toSpliced(at < 0 ? others.length : at, 0, member);
}
