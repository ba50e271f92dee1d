import type {
  Author,
  JsonObject,
  Membership,
  Message,
  MessageId,
  Room,
  RoomId,
  UserId,
} from "../../server/contract/index.ts";
import type { Observed } from "../observed.ts";
import type { PendingMessage } from "../outbox/pending.ts";

export interface SendOptions {
  replyToId?: MessageId | null;
  data?: JsonObject | null;
}

/**
 * What is known of a room, and all of it current: an immutable value, a new one with each change. The parts of it that
 * do not change stay the same objects.
 */
export interface RoomState {
  /**
   * - `live`: everything that happens arrives here.
   * - `catching-up`: the connection is away, or what happened meanwhile is on its way.
   * - `left`: no longer a member (left, removed, banned), or signed out. Joining again leads on.
   */
  readonly status: "live" | "catching-up" | "left";
  readonly room: Room;
  /** My own. `readSeq` includes what I have just marked as read. */
  readonly membership: Membership;
  /** The other people of a direct room; empty elsewhere. */
  readonly others: readonly Author[];
  /** Those first in the room's list (50) and those who have joined since; `room.memberCount` says how many there are. */
  readonly members: readonly Membership[];
  /** A window on the history: ascending seq, each message once, no hole inside. Deleted ones keep their place. */
  readonly messages: readonly Message[];
  /** Mine that are not stored yet, in the order in which they go out, failed ones among them. Shown after `messages`. */
  readonly pending: readonly PendingMessage[];
  readonly hasOlder: boolean;
  /** True: the window does not reach the newest message, and what is new does not appear in it. */
  readonly hasNewer: boolean;
  readonly loading: "older" | "newer" | "around" | null;
  /** Other people's undeleted messages that I have not read, counted to 1,000. */
  readonly unread: number;
  /** How many of them mention me. */
  readonly mentions: number;
  /** As when the room was opened: the line "new" goes before the first message with this seq or a higher one. */
  readonly firstUnreadSeq: number | null;
  /** How far each of the others has read; rooms of up to 100 people. */
  readonly readMarks: ReadonlyMap<UserId, number>;
  /** Who is typing: not me, nobody I have blocked. Ends by itself. */
  readonly typing: readonly Author[];
}

/**
 * A room that is followed until `close`. Every promise rejects with a `NatterError` only.
 * Opened twice it is two handles on one state; each is to be closed.
 */
export interface OpenRoom extends Observed<RoomState>, Disposable {
  readonly id: RoomId;
  /** Extends the window by a page of older messages. Does nothing at the beginning, or while a page is loading. */
  loadOlder(): Promise<void>;
  /** The same towards the newest. */
  loadNewer(): Promise<void>;
  /** Moves the window: it is around this seq afterwards, until newer pages meet the newest message. */
  loadAround(seq: number): Promise<void>;
  /** Moves the window back to the newest messages. */
  jumpToNewest(): Promise<void>;
  /** Shows the message as pending at once, and sends it: in order, stored once, across reconnects and reloads. */
  send(body: string, options?: SendOptions): PendingMessage;
  /** Shows the new text at once; rejects with what the server says against it, and shows the old one again. */
  edit(messageId: MessageId, body: string): Promise<Message>;
  /** As `edit`. */
  delete(messageId: MessageId): Promise<Message>;
  /** As `edit`. */
  react(messageId: MessageId, emoji: string): Promise<void>;
  /** As `edit`. */
  unreact(messageId: MessageId, emoji: string): Promise<void>;
  /** Sends a failed message again. */
  retry(clientId: string): void;
  /** Forgets a message that has failed or still waits. One that is under way may be stored all the same. */
  discard(clientId: string): void;
  /** Everything up to here has been read; without a seq: everything. The marks are gathered, and never move back. */
  markRead(seq?: number): void;
  /** Call it with each key: it says no more than it must. Ends by itself some seconds after the last call. */
  setTyping(typing: boolean): void;
  /** Gives up this handle. The state is kept for a while, so that coming back is quick. */
  close(): void;
}
