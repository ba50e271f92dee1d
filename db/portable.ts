import type { JsonObject, MessageId, Role, RoomId, RoomType, SessionId, UserId } from "../server/contract/index.ts";

/** What a file of `natter export` holds, a record a line. docs/export-format.md says what each field means. */
export type PortableRecord =
  | UserRecord
  | BlockRecord
  | RoomRecord
  | BanRecord
  | MembershipRecord
  | MessageRecord
  | ReactionRecord
  | ReadRecord;

export type RecordType = PortableRecord["type"];

/** The order in which a file has them, but that reactions follow the message that they are on. */
export const recordTypes = [
  "user",
  "block",
  "room",
  "ban",
  "membership",
  "message",
  "reaction",
  "read",
] as const satisfies RecordType[];

/** How many there are of each. */
export type Counts = Record<RecordType, number>;

export function noCounts(): Counts {
  return { user: 0, block: 0, room: 0, ban: 0, membership: 0, message: 0, reaction: 0, read: 0 };
}

export function sumOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What of a server a file holds. */
export type Scope = { kind: "server" } | { kind: "room"; roomId: RoomId } | { kind: "user"; userId: UserId };

export interface UserRecord {
  type: "user";
  id: UserId;
  kind: "person" | "bot";
  /** Whose bot it is. */
  ownerId?: UserId | undefined;
  username: string;
  displayName: string;
  email?: string | undefined;
  role?: "user" | "admin" | undefined;
  statusText?: string | undefined;
  avatarUrl?: string | undefined;
  createdAt: Date;
  disabledAt?: Date | undefined;
  lastSeenAt?: Date | undefined;
  /** Only with credentials. */
  passwordHash?: string | undefined;
  /** A bot's, only with credentials: the session that it opens, and its hash. */
  token?: { sessionId: SessionId; hash: string } | undefined;
}

export interface BlockRecord {
  type: "block";
  blockerId: UserId;
  blockedId: UserId;
  createdAt: Date;
}

export interface RoomRecord {
  type: "room";
  id: RoomId;
  roomType: RoomType;
  name?: string | undefined;
  topic?: string | undefined;
  creatorId: UserId;
  /** The people of a direct room. */
  userIds?: UserId[] | undefined;
  createdAt: Date;
  archivedAt?: Date | undefined;
  /** What a repeated `room.create` is recognised by; only with credentials. */
  clientId?: string | undefined;
  contentHash?: string | undefined;
}

export interface BanRecord {
  type: "ban";
  roomId: RoomId;
  userId: UserId;
  byId: UserId;
  createdAt: Date;
}

export interface MembershipRecord {
  type: "membership";
  roomId: RoomId;
  userId: UserId;
  role: Role;
  /** 1: a founder, who sees the room's events from the first one. */
  startSeq?: number | undefined;
  readSeq?: number | undefined;
  joinedAt: Date;
  endedAt?: Date | undefined;
}

export interface MessageRecord {
  type: "message";
  id: MessageId;
  roomId: RoomId;
  seq?: number | undefined;
  updatedSeq?: number | undefined;
  senderId: UserId;
  clientId: string;
  body: string;
  data?: JsonObject | undefined;
  replyToId?: MessageId | undefined;
  /** Absent: they are found in the body. */
  mentions?: UserId[] | undefined;
  createdAt: Date;
  editedAt?: Date | undefined;
  deletedAt?: Date | undefined;
  /** Of what was sent first, where that is not what is there; only with credentials. */
  contentHash?: string | undefined;
}

/** A message as it is stored: what it was first, and whom its body may mean. */
export interface NewMessage extends MessageRecord {
  contentHash: string;
  /** In lower case; to be looked up where there are no `mentions`. */
  mentionedNames: string[];
}

/** Right after the message that it is on. */
export interface ReactionRecord {
  type: "reaction";
  messageId: MessageId;
  userId: UserId;
  emoji: string;
  createdAt: Date;
}

/** A person has read everything up to this message. */
export interface ReadRecord {
  type: "read";
  roomId: RoomId;
  userId: UserId;
  messageId: MessageId;
}
