import type { Membership, Message, MessageId, Room, RoomId, User, UserId } from "./shapes.ts";

interface InRoom {
  roomId: RoomId;
  /** Numbers the room's events 1, 2, 3, ... without a gap. */
  seq: number;
  at: Date;
  /** Who did it. */
  actorId: UserId;
}

export interface MessageEvent extends InRoom {
  kind: "message.sent" | "message.edited" | "message.deleted";
  /** Replayed: the message as it is now. */
  message: Message;
}

export interface ReactionEvent extends InRoom {
  kind: "reaction.added" | "reaction.removed";
  messageId: MessageId;
  emoji: string;
  /** Equal to `seq`, also on replay. */
  updatedSeq: number;
}

export interface MemberEvent extends InRoom {
  kind: "member.joined" | "member.left" | "member.removed" | "member.roleChanged";
  /** As it was when the event happened. */
  membership: Membership;
}

export interface RoomEvent extends InRoom {
  kind: "room.created" | "room.updated" | "room.archived";
  /** Replayed: the room as it is now. */
  room: Room;
}

/** What happened in a room: numbered, stored, delivered exactly once. */
export type HistoryEvent = MessageEvent | ReactionEvent | MemberEvent | RoomEvent;

export interface ReadMoved {
  kind: "read.moved";
  roomId: RoomId;
  userId: UserId;
  readSeq: number;
}

export interface UserUpdated {
  kind: "user.updated";
  user: User;
}

/** State: the latest wins, repeats are harmless, no seq. */
export type StateEvent = ReadMoved | UserUpdated;

/** Why a stream could not start where it was asked to. */
export type ResetReason = "too_far_behind" | "other_epoch" | "ahead" | "pruned";

export interface ReadyEvent {
  kind: "ready";
  /** The position that the stream starts from. */
  lastEventId: string;
}

export interface ResetEvent {
  kind: "reset";
  /** The head, where the stream goes on: drop what was loaded, take snapshots. */
  lastEventId: string;
  reason: ResetReason;
}

/** About the stream itself; one of them is always the first item. */
export type StreamEvent = ReadyEvent | ResetEvent;

/** An item of `sync.onEvent` and `room.onEvent`. */
export type Event = HistoryEvent | StateEvent | StreamEvent;
