import type { Logger } from "pino";
import type { Store } from "../db/store.ts";
import type { ChosenStatus, Id, RoomId, SessionId, UserId } from "./contract/index.ts";
import type { StreamSource } from "./delivery/sink.ts";
import type { Command } from "./domain/commands.ts";
import type { AnswerOf, Outcome } from "./domain/decision.ts";
import type { Measurements } from "./measurements/measurements.ts";

/**
 * What the procedures work with, as interfaces: `main.ts` puts the real things behind them, a test others.
 * Clock, ids and randomness come in from outside.
 */
export interface Services {
  readonly clock: Clock;
  readonly newId: () => Id;
  readonly log: Logger;
  readonly store: Store;
  readonly writer: Writer;
  readonly streams: Streams;
  readonly presence: PresenceService;
  readonly typing: TypingService;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly rateLimits: RateLimits;
  readonly measurements: Measurements;
  readonly audit: Audit;
  readonly settings: { readonly version: string; readonly registration: "open" | "closed" };
}

export interface Clock {
  now(): Date;
}

export type Witness = (outcome: Outcome) => void;

/** What ends by itself after a while, such as typing. */
export interface Timers {
  /** Calls it once so many milliseconds have passed; call the result to call it off. */
  after(ms: number, call: () => void): () => void;
}

export interface Writer {
  /** How many commands wait for their commit. */
  readonly waiting: number;
  /**
   * Resolves once the command is durable and published. Rejects with a `NatterError` where it is refused. `witness` is
   * told what came of it before the caller is, whatever that was.
   */
  write<C extends Command>(command: C, witness?: Witness): Promise<AnswerOf<C["kind"]>>;
}

export interface StreamRequest {
  userId: UserId;
  /** One room; absent: everything that the person may see. */
  roomId?: RoomId | undefined;
  lastEventId?: string | undefined;
  maxReplay?: number | undefined;
}

export interface Streams {
  /** A stream from a position to for ever. Throws `invalid_input` for a malformed `lastEventId`. */
  open(request: StreamRequest): StreamSource;
}

export interface PresenceService {
  /** How many people are here now. */
  readonly count: number;
  /** A snapshot, then changes. The people in `userIds`, as `viewerId` may see them. */
  watch(viewerId: UserId, userIds: readonly UserId[]): StreamSource;
  set(userId: UserId, status: ChosenStatus): void;
  /** Who of these is not offline to the viewer. */
  online(viewerId: UserId, userIds: readonly UserId[]): Promise<Set<UserId>>;
  /** A connection of this person has come; call the result when it has gone. */
  connected(userId: UserId): () => void;
}

export interface TypingService {
  /** Who is typing in the room, from now on. Ends when the watcher's membership does. */
  watch(userId: UserId, roomId: RoomId): StreamSource;
  set(userId: UserId, roomId: RoomId, typing: boolean): void;
}

export interface Passwords {
  /** An argon2id hash. Rejects with `weak_password`, or `busy` when too many wait. */
  hash(password: string, about: { username: string }): Promise<string>;
  /** Takes as long for an account that does not exist (`hash` null). Rejects with `busy` when too many wait. */
  verify(hash: string | null, password: string): Promise<boolean>;
}

export interface AccessClaims {
  userId: UserId;
  sessionId: SessionId;
}

/** A random token (to refresh, or a bot's) and what is stored of it. */
export interface SecretToken {
  token: string;
  hash: string;
}

export interface Tokens {
  signAccess(claims: AccessClaims, now: Date): Promise<{ token: string; expiresAt: Date }>;
  /** Rejects with `token_expired`, or `not_signed_in` for anything else that is wrong with it. */
  verifyAccess(token: string, now: Date): Promise<AccessClaims>;
  newRefresh(sessionId: SessionId): SecretToken;
  /** Null when it is not a refresh token at all. `next` is derived from it under the secret. */
  readRefresh(token: string): { sessionId: SessionId; hash: string; next: SecretToken } | null;
  newBot(sessionId: SessionId): SecretToken;
  /** Null when it does not look like a bot's token. */
  readBot(token: string): { sessionId: SessionId; hash: string } | null;
}

/** What has a budget of its own. */
export type Limited =
  | "login"
  | "loginByAccount"
  | "register"
  | "refresh"
  | "send"
  | "write"
  | "read"
  | "search"
  | "connect"
  | "typing"
  | "bot";

export interface RateLimits {
  /** Takes one from the budget. 0: there was one; otherwise in how many milliseconds there will be. */
  take(what: Limited, who: string): number;
}

/** Writes down who did what to whom, where that matters for security or moderation. */
export interface Audit {
  /** What must hear what comes of a command from this address; undefined: nobody, as such commands are not written down. */
  witness(command: Command, address: string): Witness | undefined;
  /** Somebody has not proved who they are. `userId`: whose account was meant, if there is such an account. */
  refused(act: "session.refused" | "password.refused", who: { userId: UserId | null; address: string }): void;
}
