import type { JsonObject, MessageId, RoomId, UserId } from "../../../server/contract/index.ts";
import { contentHash } from "../../../server/security/content-hash.ts";
import { beginning, type Cast, type CastMember } from "./cast.ts";
import type { Random } from "./random.ts";
import { sentence } from "./words.ts";

/** A message as the rows will have it, once nothing more happens to it. */
export interface PastMessage {
  id: MessageId;
  seq: number;
  updatedSeq: number;
  sender: CastMember;
  clientId: string;
  contentHash: string;
  body: string;
  data: string | null;
  replyToId: MessageId | null;
  mentions: UserId[];
  at: number;
  editedAt: number | null;
  deletedAt: number | null;
  reactions: { emoji: string; userId: UserId; at: number }[];
  room: PastRoom;
}

export interface PastEvent {
  kind: "message.sent" | "message.edited" | "message.deleted" | "reaction.added" | "reaction.removed";
  position: number;
  roomId: RoomId;
  seq: number;
  at: number;
  actorId: UserId;
  messageId: MessageId;
  emoji: string | null;
}

export interface PastRoom {
  id: RoomId;
  members: CastMember[];
  headSeq: number;
  headPosition: number;
  /** How far each has read, and the log's head when they had. */
  marks: Map<UserId, { seq: number; position: number }>;
  newest: PastMessage | null;
}

/** Where a history is written down. Messages come when nothing more can happen to them, in the order of sending. */
export interface Chronicle {
  event(event: PastEvent): void;
  message(message: PastMessage): void;
}

/** Two years. */
const spanMs = 2 * 365 * 86_400_000;

/** So many messages can still be edited, deleted and reacted to. */
const recent = 256;

const emojis = ["👍", "❤️", "😂", "🎉", "😮", "🙏", "👀", "🚀"];

/** Makes a history up: who said what where, in the very order in which the log has it. */
export class History {
  readonly rooms: PastRoom[];
  readonly #random: Random;
  readonly #chronicle: Chronicle;
  readonly #stepMs: number;
  readonly #window: PastMessage[] = [];
  #position: number;
  #sent = 0;

  constructor(cast: Cast, heads: ReadonlyMap<RoomId, number>, position: number, options: HistoryOptions) {
    this.#random = options.random;
    this.#chronicle = options.chronicle;
    this.#position = position;
    this.#stepMs = spanMs / Math.max(options.messages, 1);
    this.rooms = cast.rooms.map(({ id, members }) => {
      return { id, members, headSeq: heads.get(id) ?? 0, headPosition: position, marks: new Map(), newest: null };
    });
  }

  /** One more message, and now and then something that happens to an earlier one. */
  send(): void {
    const random = this.#random;
    const number = this.#sent++;
    const at = beginning + Math.floor(number * this.#stepMs);
    // A third of all is said in the room that everyone is in.
    const room = random.happens(0.33) ? this.#hall() : random.pickFirst(this.rooms, 3);
    const message = this.#compose(room, number, at);
    this.#append("message.sent", message, message.sender.id, at);
    message.seq = room.headSeq;
    message.updatedSeq = room.headSeq;
    room.newest = message;
    room.marks.set(message.sender.id, { seq: room.headSeq, position: this.#position });
    if (random.happens(0.3)) {
      room.marks.set(random.pickFirst(room.members, 2).id, { seq: room.headSeq, position: this.#position });
    }
    this.#window.push(message);
    if (random.happens(0.12)) this.#followUp(random.pick(this.#window), at);
    if (this.#window.length > recent) this.#settle();
  }

  /** The last ones are written down too; half of the people catch up with what was said. */
  end(): void {
    while (this.#window.length > 0) this.#settle();
    for (const { members, marks, headSeq, headPosition } of this.rooms) {
      for (const { id } of members) {
        if (this.#random.happens(0.5)) marks.set(id, { seq: headSeq, position: headPosition });
      }
    }
  }

  #hall(): PastRoom {
    const [hall] = this.rooms;
    if (hall === undefined) throw new Error("There is no room.");
    return hall;
  }

  #compose(room: PastRoom, number: number, at: number): PastMessage {
    const random = this.#random;
    const sender = random.pickFirst(room.members, 2);
    const mentioned = random.happens(0.05) ? random.pick(room.members) : null;
    const body = sentence(random, number, mentioned?.username ?? null);
    const data: JsonObject | null = random.happens(0.02) ? { poll: { options: ["yes", "no"], number } } : null;
    const replyToId = random.happens(0.1) ? (room.newest?.id ?? null) : null;
    return {
      id: random.id(at),
      seq: 0,
      updatedSeq: 0,
      sender,
      clientId: random.id(at),
      contentHash: contentHash({ body, replyToId, data }),
      body,
      data: data === null ? null : JSON.stringify(data),
      replyToId,
      mentions: mentioned === null ? [] : [mentioned.id],
      at,
      editedAt: null,
      deletedAt: null,
      reactions: [],
      room,
    };
  }

  #followUp(message: PastMessage, at: number): void {
    const random = this.#random;
    if (message.deletedAt !== null) return;
    const what = random.next();
    if (what < 0.7) this.#react(message, at);
    else if (what < 0.9) this.#edit(message, at);
    else this.#delete(message, at);
  }

  #react(message: PastMessage, at: number): void {
    const { reactions, room } = message;
    const [last] = reactions;
    if (last !== undefined && this.#random.happens(0.5)) {
      reactions.shift();
      this.#append("reaction.removed", message, last.userId, at, last.emoji);
      return;
    }
    const emoji = this.#random.pickFirst(emojis, 2);
    const userId = this.#random.pick(room.members).id;
    if (reactions.some((other) => other.emoji === emoji && other.userId === userId)) return;
    reactions.push({ emoji, userId, at });
    this.#append("reaction.added", message, userId, at, emoji);
  }

  #edit(message: PastMessage, at: number): void {
    message.body = `${sentence(this.#random, 1, null)} (edited)`;
    message.mentions = [];
    message.editedAt = at;
    this.#append("message.edited", message, message.sender.id, at);
  }

  #delete(message: PastMessage, at: number): void {
    Object.assign(message, { body: "", data: null, mentions: [], reactions: [], deletedAt: at });
    this.#append("message.deleted", message, message.sender.id, at);
  }

  #append(
    kind: PastEvent["kind"],
    message: PastMessage,
    actorId: UserId,
    at: number,
    emoji: string | null = null,
  ): void {
    const { room, id: messageId } = message;
    room.headSeq += 1;
    this.#position += 1;
    room.headPosition = this.#position;
    message.updatedSeq = room.headSeq;
    const place = { position: this.#position, roomId: room.id, seq: room.headSeq };
    this.#chronicle.event({ kind, ...place, at, actorId, messageId, emoji });
  }

  #settle(): void {
    const message = this.#window.shift();
    if (message !== undefined) this.#chronicle.message(message);
  }
}

export interface HistoryOptions {
  messages: number;
  random: Random;
  chronicle: Chronicle;
}
