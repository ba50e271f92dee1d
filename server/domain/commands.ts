import type { JsonObject, Me, MessageId, Role, RoomId, SessionId, UserId } from "../contract/index.ts";

/**
 * What a mutation asks for, as a plain object: parsed, well-formed, and complete, so that deciding needs no clock, no
 * ids and no randomness of its own. Every write to the database is one of these and passes through the write queue.
 */
export type Command =
  | RegisterCommand
  | OpenSessionCommand
  | RefreshSessionCommand
  | EndSessionCommand
  | EndSessionsCommand
  | ChangePasswordCommand
  | CreateAccountCommand
  | AccountCommand
  | ResetPasswordCommand
  | SetAccountRoleCommand
  | TouchSessionCommand
  | UpdateUserCommand
  | BlockCommand
  | CreateBotCommand
  | RotateBotTokenCommand
  | DeleteBotCommand
  | CreateRoomCommand
  | OpenDirectCommand
  | UpdateRoomCommand
  | ArchiveRoomCommand
  | JoinCommand
  | LeaveCommand
  | MemberCommand
  | SetRoleCommand
  | SendCommand
  | EditCommand
  | DeleteCommand
  | ReactCommand
  | MarkReadCommand;

export type CommandKind = Command["kind"];
export type CommandOf<K extends CommandKind> = CommandsByKind[K];

type CommandsByKind = { [C in Command as C["kind"]]: C };

/** Who asks. Whether the session still lives is a fact of every command. */
export interface Actor {
  userId: UserId;
  sessionId: SessionId;
}

interface Acted {
  actor: Actor;
  /** The server's clock when the command was made. Displayed, never used to order anything. */
  at: Date;
}

/** Null: whoever runs the server, who has no account for it. */
interface ActedOrRun {
  actor: Actor | null;
  at: Date;
}

/** A session to be stored. Tokens are stored hashed; `refreshHash` is the SHA-256 of the refresh token, in hex. */
export interface NewSession {
  id: SessionId;
  device: string | null;
  refreshHash: string;
  /** When it ends at the latest, however often it is refreshed. */
  endsAt: Date;
  refreshExpiresAt: Date;
}

export interface RegisterCommand {
  kind: "account.register";
  at: Date;
  userId: UserId;
  username: string;
  displayName: string;
  email: string | null;
  passwordHash: string;
  session: NewSession;
}

/** Signs in; the password has been verified. */
export interface OpenSessionCommand {
  kind: "session.open";
  at: Date;
  userId: UserId;
  /** The hash that the password was verified against: one changed meanwhile refuses the sign-in. */
  passwordHash: string;
  session: NewSession;
}

/** Rotates a refresh token: `next` is derived from the presented one, so a retry within the grace gets the same. */
export interface RefreshSessionCommand {
  kind: "session.refresh";
  at: Date;
  sessionId: SessionId;
  presentedHash: string;
  nextHash: string;
  refreshExpiresAt: Date;
}

/** Ends one session of the actor's, or with a refresh token's proof (logout by cookie) that one. */
export interface EndSessionCommand extends Acted {
  kind: "session.end";
  sessionId: SessionId;
}

export interface EndSessionsCommand extends Acted {
  kind: "session.endAll";
}

export interface ChangePasswordCommand extends Acted {
  kind: "account.changePassword";
  /** The hash that `currentPassword` was verified against. */
  currentHash: string;
  passwordHash: string;
}

/** What only whoever runs the server does: without an actor, because there is no session that could ask for it. */
interface Run {
  at: Date;
  userId: UserId;
}

export interface CreateAccountCommand extends Run {
  kind: "account.create";
  username: string;
  displayName: string;
  email: string | null;
  passwordHash: string;
  role: AccountRole;
}

export interface AccountCommand extends Run {
  kind: "account.disable" | "account.enable";
}

export interface ResetPasswordCommand extends Run {
  kind: "account.resetPassword";
  passwordHash: string;
}

export interface SetAccountRoleCommand extends Run {
  kind: "account.setRole";
  role: AccountRole;
}

export type AccountRole = Me["role"];

/** Notes when a session and its person were last seen. */
export interface TouchSessionCommand extends Acted {
  kind: "session.touch";
}

export interface UpdateUserCommand extends Acted {
  kind: "user.update";
  displayName?: string;
  statusText?: string | null;
  avatarUrl?: string | null;
}

export interface BlockCommand extends Acted {
  kind: "user.block" | "user.unblock";
  userId: UserId;
}

export interface CreateBotCommand extends ActedOrRun {
  kind: "bot.create";
  userId: UserId;
  username: string;
  displayName: string;
  ownerId: UserId;
  /** A bot has one session, which lasts until its token is rotated; `refreshHash` is the token's. */
  session: NewSession;
}

export interface RotateBotTokenCommand extends ActedOrRun {
  kind: "bot.rotateToken";
  userId: UserId;
  session: NewSession;
}

export interface DeleteBotCommand extends ActedOrRun {
  kind: "bot.delete";
  userId: UserId;
}

export interface CreateRoomCommand extends Acted {
  kind: "room.create";
  roomId: RoomId;
  type: "private" | "public";
  name: string;
  topic: string | null;
  /** Without the creator, each once. */
  memberIds: UserId[];
  clientId: string | null;
  /** A hash of what was asked, to tell a repeat from a reuse of the clientId. */
  contentHash: string;
}

export interface OpenDirectCommand extends Acted {
  kind: "room.direct";
  /** Used if the room does not exist yet. */
  roomId: RoomId;
  /** Everyone, the caller included, each once, sorted. */
  userIds: UserId[];
}

export interface UpdateRoomCommand extends Acted {
  kind: "room.update";
  roomId: RoomId;
  name?: string;
  topic?: string | null;
}

export interface ArchiveRoomCommand extends Acted {
  kind: "room.archive";
  roomId: RoomId;
}

export interface JoinCommand extends Acted {
  kind: "room.join";
  roomId: RoomId;
}

export interface LeaveCommand extends Acted {
  kind: "room.leave";
  roomId: RoomId;
}

export interface MemberCommand extends Acted {
  kind: "room.addMember" | "room.removeMember" | "room.ban" | "room.unban";
  roomId: RoomId;
  userId: UserId;
}

export interface SetRoleCommand extends Acted {
  kind: "room.setRole";
  roomId: RoomId;
  userId: UserId;
  role: Role;
}

export interface SendCommand extends Acted {
  kind: "message.send";
  messageId: MessageId;
  roomId: RoomId;
  clientId: string;
  body: string;
  data: JsonObject | null;
  replyToId: MessageId | null;
  /** A hash of (body, replyToId, data), to tell a repeat from a reuse of the clientId. */
  contentHash: string;
  /** The `@names` in the body, lower case, each once. */
  mentionedNames: string[];
  /** Set when the sender has no sends left for now: refused, unless it repeats a stored send. */
  retryAfterMs: number | null;
}

export interface EditCommand extends Acted {
  kind: "message.edit";
  messageId: MessageId;
  body: string;
  mentionedNames: string[];
}

export interface DeleteCommand extends Acted {
  kind: "message.delete";
  messageId: MessageId;
}

export interface ReactCommand extends Acted {
  kind: "message.react" | "message.unreact";
  messageId: MessageId;
  emoji: string;
}

export interface MarkReadCommand extends Acted {
  kind: "message.markRead";
  roomId: RoomId;
  seq: number;
}
