/** What crosses the wire, as plain types. This folder imports nothing: server and client both load it. */

/** Opaque text of at most 64 characters. */
export type Id = string;
export type UserId = Id;
export type RoomId = Id;
export type MessageId = Id;
export type SessionId = Id;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Who wrote something: the part of a user that travels with messages and memberships. */
export interface Author {
  id: UserId;
  username: string;
  displayName: string;
  kind: "person" | "bot";
  avatarUrl: string | null;
}

export interface User extends Author {
  statusText: string | null;
  createdAt: Date;
}

/** The signed-in user's own record. */
export interface Me extends User {
  email: string | null;
  role: "user" | "admin";
}

/** A bot, as whoever owns it sees it. */
export interface Bot extends User {
  owner: Author;
}

/** What signing in gives. `refreshToken` is null where it travels as a cookie instead. */
export interface Session {
  id: SessionId;
  accessToken: string;
  accessExpiresAt: Date;
  refreshToken: string | null;
  refreshExpiresAt: Date;
}

/** One of a person's sessions, as `auth.sessions` lists them. */
export interface SessionInfo {
  id: SessionId;
  device: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  current: boolean;
}

export type RoomType = "direct" | "private" | "public";
export type Role = "owner" | "moderator" | "member";

export interface Room {
  id: RoomId;
  type: RoomType;
  name: string | null;
  topic: string | null;
  memberCount: number;
  /** The seq of the room's newest event. */
  headSeq: number;
  createdAt: Date;
  archivedAt: Date | null;
}

export interface Membership {
  roomId: RoomId;
  user: Author;
  role: Role;
  joinedAt: Date;
  /** Everything up to this seq has been read. It never moves back. */
  readSeq: number;
}

/** Somebody who may not come into a room, as those who may lift the ban see it. */
export interface BannedPerson {
  user: Author;
  /** Who banned them. */
  by: Author;
  createdAt: Date;
}

/** A room as its member sees it in a list. */
export interface RoomSummary extends Room {
  role: Role;
  readSeq: number;
  /** Other people's undeleted messages after `readSeq`, counted to 1,000 at most. */
  unread: number;
  /** How many of them mention the reader, counted to 1,000 at most. */
  mentions: number;
  lastMessage: Message | null;
  /** The other people of a direct room; empty elsewhere. */
  others: Author[];
}

export interface Reaction {
  emoji: string;
  count: number;
  /** At most 50; pages and snapshots put the caller's own id first if it is among them. */
  userIds: UserId[];
}

export interface Message {
  id: MessageId;
  roomId: RoomId;
  /** The seq of its `message.sent`. */
  seq: number;
  /** The seq of the last event that changed it: of two copies keep the higher. */
  updatedSeq: number;
  sender: Author;
  clientId: string;
  /** Empty once the message is deleted. */
  body: string;
  data: JsonObject | null;
  /** Read live: `body` is empty once that message is deleted. */
  replyTo: { id: MessageId; sender: Author; body: string } | null;
  mentions: UserId[];
  reactions: Reaction[];
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

export interface Page<T> {
  items: T[];
  /** Give it back as `cursor` for the next page; null at the end. */
  nextCursor: string | null;
}

/** A page of a room's messages in ascending seq. */
export interface MessagePage extends Page<Message> {
  /** Leads to newer messages; null where the page ends at the newest. */
  previousCursor: string | null;
}

/** A room with everything that a client needs to show it, read in one transaction. */
export interface RoomSnapshot {
  room: Room;
  membership: Membership;
  /** The first 50. */
  members: Membership[];
  messages: MessagePage;
  lastEventId: string;
}

export type PresenceStatus = "online" | "away" | "busy" | "offline";
/** What a person may choose; `invisible` shows as offline. */
export type ChosenStatus = "online" | "away" | "busy" | "invisible";

export interface Presence {
  userId: UserId;
  status: PresenceStatus;
  lastSeenAt: Date | null;
}

/** An item of `presence.onChange`: first a snapshot, then changes; the latest wins. */
export interface PresenceUpdate {
  kind: "snapshot" | "change";
  users: Presence[];
}

/** An item of `typing.onChange`. `until` null: stopped. */
export interface TypingUpdate {
  userId: UserId;
  until: Date | null;
}
