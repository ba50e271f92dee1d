import type {
  JsonObject,
  Me,
  Message,
  MessageId,
  Reason,
  Role,
  Room,
  RoomId,
  RoomType,
  SessionId,
  User,
  UserId,
} from "../contract/index.ts";
import type { CommandKind, NewSession } from "./commands.ts";

/** A definite no. Nothing that the caller asked for has been stored. */
export interface Refusal {
  reason: Reason;
  fields?: Record<string, string>;
  retryAfterMs?: number;
  /** Whose refresh token was used a second time: a sign that it was stolen. Told to whoever runs the server alone. */
  stolenFrom?: UserId;
}

/** What `decide` says: the rows to change, the entries to append to the log, and how to answer. */
export interface Decision {
  changes: Change[];
  entries: NewEntry[];
  states: NewState[];
  answer: Answer;
}

/** How the caller is answered. The store reads `message`, `room`, `me` and `user` in the same transaction. */
export type Answer =
  | { kind: "none" }
  | { kind: "message"; messageId: MessageId }
  | { kind: "room"; roomId: RoomId }
  | { kind: "me"; userId: UserId }
  | { kind: "user"; userId: UserId }
  | { kind: "session"; grant: SessionGrant }
  | { kind: "refused"; refusal: Refusal };

/** Row changes, in terms that any database can carry out. */
export type Change =
  | {
      op: "user.insert";
      id: UserId;
      username: string;
      displayName: string;
      email: string | null;
      passwordHash: string;
      at: Date;
    }
  | { op: "bot.insert"; id: UserId; username: string; displayName: string; ownerId: UserId; at: Date }
  | { op: "user.disable"; id: UserId; at: Date }
  | { op: "user.enable"; id: UserId }
  | { op: "user.setRole"; id: UserId; role: Me["role"] }
  | { op: "user.update"; id: UserId; displayName?: string; statusText?: string | null; avatarUrl?: string | null }
  | { op: "user.setPassword"; id: UserId; passwordHash: string }
  | { op: "user.seen"; id: UserId; at: Date }
  | { op: "session.insert"; userId: UserId; session: NewSession; at: Date }
  | {
      op: "session.rotate";
      id: SessionId;
      refreshHash: string;
      previousHash: string;
      refreshExpiresAt: Date;
      at: Date;
    }
  | { op: "session.end"; id: SessionId; at: Date }
  | { op: "session.seen"; id: SessionId; at: Date }
  | { op: "block.insert"; blockerId: UserId; blockedId: UserId; at: Date }
  | { op: "block.delete"; blockerId: UserId; blockedId: UserId }
  | {
      op: "room.insert";
      id: RoomId;
      type: RoomType;
      name: string | null;
      topic: string | null;
      creatorId: UserId;
      clientId: string | null;
      contentHash: string | null;
      /** The sorted ids of a direct room's people, joined by a space; null elsewhere. */
      directKey: string | null;
      at: Date;
    }
  | { op: "room.update"; id: RoomId; name?: string; topic?: string | null }
  | { op: "room.archive"; id: RoomId; at: Date }
  | {
      op: "member.insert";
      roomId: RoomId;
      userId: UserId;
      role: Role;
      /** The first event that this membership may see. */
      startSeq: number;
      readSeq: number;
      at: Date;
    }
  | { op: "member.end"; roomId: RoomId; userId: UserId; at: Date }
  | { op: "member.setRole"; roomId: RoomId; userId: UserId; role: Role }
  | { op: "member.read"; roomId: RoomId; userId: UserId; readSeq: number }
  | { op: "ban.insert"; roomId: RoomId; userId: UserId; byId: UserId; at: Date }
  | { op: "ban.delete"; roomId: RoomId; userId: UserId }
  | {
      op: "message.insert";
      id: MessageId;
      roomId: RoomId;
      seq: number;
      senderId: UserId;
      clientId: string;
      contentHash: string;
      body: string;
      data: JsonObject | null;
      replyToId: MessageId | null;
      mentions: UserId[];
      at: Date;
    }
  | { op: "message.edit"; id: MessageId; updatedSeq: number; body: string; mentions: UserId[]; at: Date }
  | { op: "message.delete"; id: MessageId; updatedSeq: number; at: Date }
  | { op: "reaction.insert"; messageId: MessageId; userId: UserId; emoji: string; updatedSeq: number; at: Date }
  | { op: "reaction.delete"; messageId: MessageId; userId: UserId; emoji: string; updatedSeq: number };

export type ChangeOp = Change["op"];
export type ChangeOf<O extends ChangeOp> = Extract<Change, { op: O }>;

/** The part of a membership that its event keeps, because the row may say something else later. */
export interface MemberDetail {
  role: Role;
  joinedAt: Date;
  readSeq: number;
}

interface NewInRoom {
  roomId: RoomId;
  /** `headSeq + 1` and so on; the store checks that it is. */
  seq: number;
  actorId: UserId;
  at: Date;
}

/** An entry of the log. The store gives it its position. */
export type NewEntry =
  | (NewInRoom & {
      kind: "message.sent";
      messageId: MessageId;
      /** The message as a replay would tell it, where all of it is known; null: the store reads it back. */
      message: Message | null;
    })
  | (NewInRoom & { kind: "message.edited" | "message.deleted"; messageId: MessageId })
  | (NewInRoom & { kind: "reaction.added" | "reaction.removed"; messageId: MessageId; emoji: string })
  | (NewInRoom & {
      kind: "member.joined" | "member.left" | "member.removed" | "member.roleChanged";
      userId: UserId;
      detail: MemberDetail;
    })
  | (NewInRoom & { kind: "room.created" | "room.updated" | "room.archived" })
  | NewServerEntry;

/** What only the server must hear, in log order. Never delivered to a client. */
export type NewServerEntry =
  | { kind: "session.ended"; at: Date; sessionId: SessionId; userId: UserId }
  | { kind: "user.blocked" | "user.unblocked"; at: Date; actorId: UserId; userId: UserId };

/** State that changed: it takes no position, and marks the head after this decision's own entries. */
export type NewState =
  | { kind: "read.moved"; roomId: RoomId; userId: UserId }
  | { kind: "user.updated"; userId: UserId };

/** What a session command answers with: enough to sign tokens. */
export interface SessionGrant {
  userId: UserId;
  sessionId: SessionId;
  refreshExpiresAt: Date;
}

interface AnswersByKind {
  "account.register": Me;
  "account.create": Me;
  "session.open": Me;
  "session.refresh": SessionGrant;
  "user.update": Me;
  "bot.create": User;
  "room.create": Room;
  "room.direct": Room;
  "room.update": Room;
  "message.send": Message;
  "message.edit": Message;
  "message.delete": Message;
}

/** What carrying out a command gives its caller. */
export type AnswerOf<K extends CommandKind> = K extends keyof AnswersByKind ? AnswersByKind[K] : null;

/**
 * What came of one command. `changed`: whether anything was written, or it was so already. `failed`: an unexpected
 * error; it has been rolled back and nothing was stored.
 */
export type Outcome =
  | { kind: "done"; changed: boolean; answer: Me | User | Room | Message | SessionGrant | null }
  | { kind: "refused"; refusal: Refusal }
  | { kind: "failed"; error: unknown };
