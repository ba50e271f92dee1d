import type {
  Author,
  BannedPerson,
  Bot,
  HistoryEvent,
  Me,
  Membership,
  Message,
  MessageId,
  MessagePage,
  Page,
  ReadMoved,
  Role,
  Room,
  RoomId,
  RoomSnapshot,
  RoomSummary,
  RoomType,
  SessionId,
  SessionInfo,
  User,
  UserId,
  UserUpdated,
} from "../server/contract/index.ts";
import type { Command, CommandKind, CommandOf } from "../server/domain/commands.ts";
import type { Decision, NewServerEntry, Outcome } from "../server/domain/decision.ts";
import type { FactsOf } from "../server/domain/facts.ts";

/** Where an entry stands in the whole log: 1, 2, 3, ... in commit order. */
export type Position = number;

/** The rules of chat, handed in by the server: pure. */
export type Decide = <K extends CommandKind>(facts: FactsOf<K>, command: CommandOf<K>) => Decision;

/**
 * Something in log order that streams or the server must hear. `admits`: who sees the room from this event on, if they
 * did not see it before.
 */
export type LogItem =
  | { type: "event"; position: Position; event: HistoryEvent; admits: readonly UserId[] }
  | { type: "state"; position: Position; state: StateItem }
  | { type: "server"; position: Position; entry: NewServerEntry };

/** `ownDevicesOnly`: the room is too large to tell everyone whose read mark moved. */
export type StateItem = (ReadMoved & { ownDevicesOnly: boolean }) | UserUpdated;

/** What one transaction came to: an outcome for each command, in order, and what to publish, in log order. */
export interface Written {
  outcomes: Outcome[];
  items: LogItem[];
  /** The log's head after the commit. */
  head: Position;
}

/** Who reads the log: a person's whole stream, or one room of it. */
export interface Reader {
  userId: UserId;
  roomId?: RoomId;
}

/** A place among the states: read marks come first, room by room, then profiles in the order of their change. */
export type StatesPlace = { list: "marks"; roomId: RoomId } | { list: "profiles"; position: Position; userId: UserId };

/** A stretch of the log as one reader may see it, read at one instant. */
export interface LogPage {
  /** In log order. The same event may be in other readers' pages too, as the same object: nobody changes it. */
  events: { position: Position; event: HistoryEvent }[];
  /** Everything up to here has been looked at: where the next page starts. */
  through: Position;
  /** The log's head at that instant; the page is the last one when `through` has reached it. */
  head: Position;
  /** The reader's present rooms at that instant (for one room: that one, or none). */
  roomIds: RoomId[];
  /** State that was marked at `statesFrom` or later: a few hundred items at most. */
  states: StateItem[];
  /** Where the next page goes on with them; then there are no events in this one. */
  moreStates: StatesPlace | null;
}

/** The rooms and people of a membership, for whoever must know what a caller may see. */
export interface Access {
  room: { id: RoomId; type: RoomType; archived: boolean; memberCount: number };
  /** The caller's present membership. */
  role: Role | null;
}

export interface PageRequest {
  limit: number;
  /** What an earlier page gave as its cursor. Malformed: the promise rejects with `BadCursor`. */
  cursor?: string | undefined;
}

/** A cursor that this server did not make. */
export class BadCursor extends Error {
  override name = "BadCursor";
}

/** Too much has been asked for at once: ask again later. */
export class StoreBusy extends Error {
  override name = "StoreBusy";
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super("busy");
    this.retryAfterMs = retryAfterMs;
  }
}

/** The database could not make a write durable. Nothing of it was stored. */
export class StorageError extends Error {
  override name = "StorageError";
  readonly reason: "storage_full" | "storage_down";
  constructor(reason: "storage_full" | "storage_down", options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/**
 * The database behind Natter: SQLite on one machine, PostgreSQL on several. Every method reads at one instant;
 * `write` is the only way to change anything.
 */
export interface Store {
  /** A random id made when the database was created or restored. */
  readonly epoch: string;

  /**
   * Carries out the commands in one transaction, in order: facts, decide, append. Resolves once it is durable.
   * A command that throws is rolled back alone and fails alone; a commit that cannot be made durable rejects with
   * `StorageError` and stores nothing.
   */
  write(commands: readonly Command[]): Promise<Written>;

  readonly log: LogQueries;
  readonly sessions: SessionQueries;
  readonly users: UserQueries;
  readonly bots: BotQueries;
  readonly rooms: RoomQueries;
  readonly members: MemberQueries;
  readonly messages: MessageQueries;

  /** Whether the database answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

export interface LogQueries {
  head(): Promise<Position>;
  /**
   * What the reader may see after `after`: at most `limit` events, fewer where they are long (256 KiB in all, but one
   * at least), and never more of the log than a short look.
   */
  read(
    reader: Reader,
    after: Position,
    limit: number,
    statesFrom: Position,
    statesAfter?: StatesPlace | null,
  ): Promise<LogPage>;
  /** How many events the reader has yet to see after `after`, counted to `limit` at most. */
  behind(reader: Reader, after: Position, limit: number): Promise<number>;
  /** The oldest position that a stream may start after (0 unless the log was pruned). */
  floor(): Promise<Position>;
}

/** A session as the door needs it. */
export interface SessionCheck {
  userId: UserId;
  state: "live" | "ended" | "disabled";
}

export interface SessionQueries {
  check(sessionId: SessionId, now: Date): Promise<SessionCheck | null>;
  /** Whose live session this is, if the hash is that of its present token (a bot's, or to refresh) or of the one before. */
  byRefreshHash(sessionId: SessionId, refreshHash: string, now: Date): Promise<UserId | null>;
  /** The live ones, newest first. */
  list(userId: UserId, current: SessionId, now: Date): Promise<SessionInfo[]>;
}

export interface UserQueries {
  get(userId: UserId): Promise<User | null>;
  me(userId: UserId): Promise<Me | null>;
  /** By username, whatever its case. */
  named(username: string): Promise<User | null>;
  /** By username or email, whatever their case. */
  forLogin(login: string): Promise<{ userId: UserId; passwordHash: string | null; disabled: boolean } | null>;
  passwordHash(userId: UserId): Promise<string | null>;
  /** By display name and username, without disabled accounts; `query` matches a part of either. */
  list(request: PageRequest & { query?: string | undefined }): Promise<Page<User>>;
  /** People, disabled ones too, in the order of their usernames: those after `after`. */
  accounts(request: { after?: string | undefined; limit: number }): Promise<Account[]>;
  /** When each was last seen: null for someone who never was, absent for nobody's id. */
  lastSeen(userIds: readonly UserId[]): Promise<Map<UserId, Date | null>>;
  blocked(userId: UserId): Promise<Author[]>;
  /** Those who have blocked this person. */
  blockersOf(userId: UserId): Promise<UserId[]>;
}

/** A person as whoever runs the server sees them. */
export interface Account extends Me {
  disabledAt: Date | null;
  lastSeenAt: Date | null;
}

export interface BotQueries {
  /** By name, without deleted ones. Null: everybody's. */
  list(ownerId: UserId | null): Promise<Bot[]>;
}

export interface RoomQueries {
  get(roomId: RoomId): Promise<Room | null>;
  /** The reader's rooms, by latest activity, and the lastEventId of that instant. */
  list(userId: UserId): Promise<{ items: RoomSummary[]; lastEventId: string }>;
  /** Public, unarchived rooms by name; `query` matches a part of name or topic. */
  browse(request: PageRequest & { query?: string | undefined }): Promise<Page<Room>>;
  /** One read transaction; null when the reader is not a member. */
  open(roomId: RoomId, userId: UserId, messageLimit: number): Promise<RoomSnapshot | null>;
}

export interface MemberQueries {
  /** Null: there is no such room. */
  access(roomId: RoomId, userId: UserId): Promise<Access | null>;
  list(roomId: RoomId, request: PageRequest & { query?: string | undefined }): Promise<Page<Membership>>;
  /** Who may not come in, in the order in which their accounts were made. */
  bans(roomId: RoomId, request: PageRequest): Promise<Page<BannedPerson>>;
  /** The reader, and people of their rooms that have at most `roomSize` members: at most so many in all. */
  peers(userId: UserId, limits: { roomSize: number; most: number }): Promise<UserId[]>;
}

export interface MessageQueries {
  get(messageId: MessageId, viewerId: UserId): Promise<Message | null>;
  list(roomId: RoomId, viewerId: UserId, request: PageRequest & { around?: number | undefined }): Promise<MessagePage>;
  /**
   * Newest first, in the rooms that the viewer is in now. The query is taken literally, never as syntax. A person's
   * searches are carried out one after another; rejects with `StoreBusy` where too many wait.
   */
  search(viewerId: UserId, request: SearchRequest): Promise<Page<Message>>;
}

export type SearchRequest = PageRequest & { query: string; roomId?: RoomId | undefined };
