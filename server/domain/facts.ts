import type { Author, MessageId, Role, RoomId, RoomType, SessionId, UserId } from "../contract/index.ts";
import type { AccountRole, CommandKind } from "./commands.ts";

/**
 * What the database says about a command, read in the transaction that carries it out, where it cannot change.
 * `decide` sees nothing else.
 */
export interface SessionFact {
  /** `ended` also when it does not exist or has expired. */
  session: "live" | "ended" | "disabled";
}

export interface RoomFact {
  id: RoomId;
  type: RoomType;
  name: string | null;
  topic: string | null;
  headSeq: number;
  memberCount: number;
  ownerCount: number;
  archived: boolean;
}

/** A present membership. */
export interface MemberFact {
  userId: UserId;
  role: Role;
  readSeq: number;
  joinedAt: Date;
}

export interface InRoomFacts extends SessionFact {
  room: RoomFact | null;
  /** The actor's present membership. */
  member: MemberFact | null;
}

export interface RegisterFacts {
  usernameTaken: boolean;
  emailTaken: boolean;
}

export interface AccountFacts {
  /** Null: there is no such person. */
  account: { role: AccountRole; disabled: boolean } | null;
  /** The person's live sessions. */
  sessions: SessionId[];
  /** The person's bots that have not been deleted, with their live sessions. */
  bots: { id: UserId; sessions: SessionId[] }[];
}

export interface OpenSessionFacts {
  user: { passwordHash: string | null; disabled: boolean } | null;
}

export interface RefreshFacts {
  session: {
    id: SessionId;
    userId: UserId;
    disabled: boolean;
    ended: boolean;
    refreshHash: string;
    /** The token before the present one; null where there was none. */
    previousHash: string | null;
    rotatedAt: Date;
    refreshExpiresAt: Date;
    endsAt: Date;
  } | null;
}

export interface EndSessionFacts extends SessionFact {
  /** The session to be ended: null where it does not exist. */
  target: { userId: UserId; ended: boolean } | null;
}

export interface SessionsFacts extends SessionFact {
  /** All live sessions of the actor. */
  live: SessionId[];
  passwordHash: string | null;
}

export interface UserFacts extends SessionFact {
  user: { displayName: string; statusText: string | null; avatarUrl: string | null };
}

export interface BlockFacts extends SessionFact {
  targetExists: boolean;
  blocked: boolean;
}

export interface CreateBotFacts extends SessionFact {
  usernameTaken: boolean;
  /** Null: there is no such account. `bots`: how many it has. */
  owner: { kind: "person" | "bot"; disabled: boolean; bots: number } | null;
}

export interface BotFacts extends SessionFact {
  /** Whether the actor is an admin of the server. */
  byAdmin: boolean;
  /** Null: there is no such bot. */
  bot: { ownerId: UserId; deleted: boolean; sessions: SessionId[] } | null;
}

export interface CreateRoomFacts extends SessionFact {
  /** What the same person created with this clientId before. */
  stored: { roomId: RoomId; contentHash: string } | null;
  /** Those of `memberIds` that are accounts. */
  existing: UserId[];
}

export interface DirectFacts extends SessionFact {
  /** The room of exactly these people, if there is one. */
  stored: RoomId | null;
  /** Those of `userIds` that are accounts. */
  existing: UserId[];
}

export interface JoinFacts extends InRoomFacts {
  banned: boolean;
}

export interface TargetFacts extends InRoomFacts {
  targetExists: boolean;
  /** The present membership of the person concerned. */
  target: MemberFact | null;
  targetBanned: boolean;
}

export interface SendFacts extends InRoomFacts {
  /** The actor, as messages name their sender; null where the session does not exist. */
  sender: Author | null;
  /** What the same sender stored in this room with this clientId. */
  stored: { messageId: MessageId; contentHash: string } | null;
  /** Whether `replyToId` names a message of this room; true where none was given. */
  replyExists: boolean;
  /** A direct room in which two people have a block between them. */
  blocked: boolean;
  /** The members whom `mentionedNames` name. */
  mentions: UserId[];
}

export interface MessageFact {
  id: MessageId;
  roomId: RoomId;
  senderId: UserId;
  body: string;
  deleted: boolean;
}

export interface MessageFacts extends InRoomFacts {
  message: MessageFact | null;
  blocked: boolean;
}

export interface EditFacts extends MessageFacts {
  mentions: UserId[];
}

export interface ReactFacts extends MessageFacts {
  /** Whether the actor has reacted with this emoji. */
  reacted: boolean;
  /** How many different emoji the message carries, and whether this is one of them. */
  emojiCount: number;
  emojiPresent: boolean;
}

interface FactsByKind {
  "account.register": RegisterFacts;
  "account.create": RegisterFacts;
  "account.disable": AccountFacts;
  "account.enable": AccountFacts;
  "account.resetPassword": AccountFacts;
  "account.setRole": AccountFacts;
  "session.open": OpenSessionFacts;
  "session.refresh": RefreshFacts;
  "session.end": EndSessionFacts;
  "session.endAll": SessionsFacts;
  "session.touch": SessionFact;
  "account.changePassword": SessionsFacts;
  "user.update": UserFacts;
  "user.block": BlockFacts;
  "user.unblock": BlockFacts;
  "bot.create": CreateBotFacts;
  "bot.rotateToken": BotFacts;
  "bot.delete": BotFacts;
  "room.create": CreateRoomFacts;
  "room.direct": DirectFacts;
  "room.update": InRoomFacts;
  "room.archive": InRoomFacts;
  "room.join": JoinFacts;
  "room.leave": InRoomFacts;
  "room.addMember": TargetFacts;
  "room.removeMember": TargetFacts;
  "room.ban": TargetFacts;
  "room.unban": TargetFacts;
  "room.setRole": TargetFacts;
  "message.send": SendFacts;
  "message.edit": EditFacts;
  "message.delete": MessageFacts;
  "message.react": ReactFacts;
  "message.unreact": ReactFacts;
  "message.markRead": InRoomFacts;
}

export type FactsOf<K extends CommandKind> = FactsByKind[K];
