import type { Database } from "better-sqlite3";
import type { RoomType } from "../../../server/contract/index.ts";
import type {
  BanRecord,
  BlockRecord,
  MembershipRecord,
  MessageRecord,
  PortableRecord,
  ReactionRecord,
  ReadRecord,
  RoomRecord,
  UserRecord,
} from "../../portable.ts";

/** What becomes of a record. `leftOut`: it concerns something that was there already, and that stays as it is. */
export type Verdict =
  | { kind: "add"; record: PortableRecord }
  | { kind: "there" }
  | { kind: "leftOut" }
  | { kind: "conflict"; problem: string };

export interface MergeOptions {
  /** Accounts of the same name are the same person's. Otherwise only those of the same id are. */
  mapUsersByName: boolean;
}

/** Who or what a record's id stands for here. */
interface Known {
  id: string;
  /** It comes with this file: what was there before is left as it is. */
  isNew: boolean;
}

const there = { kind: "there" } as const;
const leftOut = { kind: "leftOut" } as const;

/**
 * Compares the records of a file with what is in the database: what is not there yet is to be added. What is there
 * stays as it is, with the blocks of an account, the bans of a room and the reactions to a message: they come with what
 * they belong to, or not at all. Records must agree with each other, and come in their order.
 */
export class Merge {
  readonly #find;
  readonly #options: MergeOptions;
  readonly #users = new Map<string, Known>();
  readonly #rooms = new Map<string, Known>();
  /** `room user`: those who stay out. */
  readonly #outside = new Set<string>();
  #message: Known | null = null;

  constructor(client: Database, options: MergeOptions) {
    this.#find = prepareFinds(client);
    this.#options = options;
  }

  /** An added record names accounts and rooms by the ids that they have here. */
  judge(record: PortableRecord): Verdict {
    switch (record.type) {
      case "user":
        return this.#judgeUser(record);
      case "block":
        return this.#judgeBlock(record);
      case "room":
        return this.#judgeRoom(record);
      case "ban":
        return this.#judgeBan(record);
      case "membership":
        return this.#judgeMembership(record);
      case "message":
        return this.#judgeMessage(record);
      case "reaction":
        return this.#judgeReaction(record);
      case "read":
        return this.#judgeRead(record);
    }
  }

  #judgeUser(record: UserRecord): Verdict {
    const { id, username, email, ownerId, token } = record;
    if (this.#find.userById.get(id) !== undefined) {
      this.#users.set(id, { id, isNew: false });
      return there;
    }
    const namesake = this.#find.userByName.get(username.toLowerCase());
    if (namesake !== undefined) {
      this.#users.set(id, { id: namesake.id, isNew: false });
      if (namesake.kind !== record.kind) return conflict(`username: ${username} is a ${namesake.kind} here`);
      return this.#options.mapUsersByName ? there : conflict(`username: ${username} has another id here`);
    }
    this.#users.set(id, { id, isNew: true });
    if (email !== undefined && this.#find.userByEmail.get(email.toLowerCase()) !== undefined) {
      return conflict(`email: the address of ${username} is another account's here`);
    }
    if (token !== undefined && this.#find.session.get(token.sessionId) !== undefined) {
      return conflict(`token: the token of ${username} is another account's here`);
    }
    return { kind: "add", record: { ...record, ownerId: ownerId === undefined ? undefined : this.#user(ownerId) } };
  }

  #judgeBlock(record: BlockRecord): Verdict {
    const blocker = this.#users.get(record.blockerId);
    const [blockerId, blockedId] = [this.#user(record.blockerId), this.#user(record.blockedId)];
    if (this.#find.block.get(blockerId, blockedId) !== undefined) return there;
    return blocker?.isNew === true ? { kind: "add", record: { ...record, blockerId, blockedId } } : leftOut;
  }

  #judgeRoom(record: RoomRecord): Verdict {
    const { id, roomType, clientId } = record;
    const creatorId = this.#user(record.creatorId);
    const userIds = record.userIds?.map((userId) => this.#user(userId)).toSorted();
    const found = this.#find.roomById.get(id) ?? this.#find.directRoom.get(userIds?.join(" ") ?? null);
    this.#rooms.set(id, { id: found?.id ?? id, isNew: found === undefined });
    if (found !== undefined)
      return found.type === roomType ? there : conflict(`id: ${id} is a ${found.type} room here`);
    const isRepeat = clientId !== undefined && this.#find.roomByClientId.get(creatorId, clientId) !== undefined;
    const repeatable = isRepeat ? { clientId: undefined, contentHash: undefined } : {};
    return { kind: "add", record: { ...record, ...repeatable, creatorId, userIds } };
  }

  #judgeBan(record: BanRecord): Verdict {
    const { id: roomId, isNew } = this.#room(record.roomId);
    const [userId, byId] = [this.#user(record.userId), this.#user(record.byId)];
    if (this.#find.ban.get(roomId, userId) !== undefined) return there;
    return isNew ? { kind: "add", record: { ...record, roomId, userId, byId } } : leftOut;
  }

  #judgeMembership(record: MembershipRecord): Verdict {
    const { id: roomId, isNew } = this.#room(record.roomId);
    const userId = this.#user(record.userId);
    if (this.#find.membership.get(roomId, userId) !== undefined) return there;
    const isBanned = record.endedAt === undefined && !isNew && this.#find.ban.get(roomId, userId) !== undefined;
    if (!isBanned) return { kind: "add", record: { ...record, roomId, userId } };
    this.#outside.add(`${roomId} ${userId}`);
    return leftOut;
  }

  #judgeMessage(record: MessageRecord): Verdict {
    const { id, clientId, mentions } = record;
    const { id: roomId } = this.#room(record.roomId);
    const senderId = this.#user(record.senderId);
    const found = this.#find.message.get(id);
    this.#message = { id, isNew: found === undefined };
    if (found !== undefined) return found.roomId === roomId ? there : conflict(`id: ${id} is in another room here`);
    if (this.#find.messageByClientId.get(senderId, roomId, clientId) !== undefined) {
      return conflict("clientId: that of another message of the same sender in the room here");
    }
    const mentioned = mentions?.map((userId) => this.#user(userId));
    return { kind: "add", record: { ...record, roomId, senderId, mentions: mentioned } };
  }

  #judgeReaction(record: ReactionRecord): Verdict {
    const { messageId, emoji } = record;
    const userId = this.#user(record.userId);
    if (this.#find.reaction.get(messageId, emoji, userId) !== undefined) return there;
    return this.#message?.isNew === true ? { kind: "add", record: { ...record, userId } } : leftOut;
  }

  #judgeRead(record: ReadRecord): Verdict {
    const { id: roomId } = this.#room(record.roomId);
    const userId = this.#user(record.userId);
    if (this.#outside.has(`${roomId} ${userId}`)) return leftOut;
    const member = this.#find.membership.get(roomId, userId);
    if (member !== undefined && member.endedAt !== null) return leftOut;
    const seq = this.#find.message.get(record.messageId)?.seq;
    if (member !== undefined && seq !== undefined && member.readSeq >= seq) return there;
    return { kind: "add", record: { ...record, roomId, userId } };
  }

  #user(id: string): string {
    return this.#users.get(id)?.id ?? id;
  }

  #room(id: string): Known {
    return this.#rooms.get(id) ?? { id, isNew: false };
  }
}

function conflict(problem: string): Verdict {
  return { kind: "conflict", problem };
}

function prepareFinds(client: Database) {
  type FoundUser = { id: string; kind: UserRecord["kind"] };
  type FoundRoom = { id: string; type: RoomType };
  return {
    userById: client.prepare<[string], FoundUser>("select id, kind from users where id = ?"),
    userByName: client.prepare<[string], FoundUser>("select id, kind from users where username_key = ?"),
    userByEmail: client.prepare<[string]>("select 1 from users where email_key = ?"),
    session: client.prepare<[string]>("select 1 from sessions where id = ?"),
    block: client.prepare<[string, string]>("select 1 from blocks where blocker_id = ? and blocked_id = ?"),
    roomById: client.prepare<[string], FoundRoom>("select id, type from rooms where id = ?"),
    directRoom: client.prepare<[string | null], FoundRoom>("select id, type from rooms where direct_key = ?"),
    roomByClientId: client.prepare<[string, string]>("select 1 from rooms where creator_id = ? and client_id = ?"),
    ban: client.prepare<[string, string]>("select 1 from bans where room_id = ? and user_id = ?"),
    membership: client.prepare<[string, string], { readSeq: number; endedAt: number | null }>(
      "select read_seq as readSeq, ended_at as endedAt from memberships where room_id = ? and user_id = ?",
    ),
    message: client.prepare<[string], { roomId: string; seq: number }>(
      "select room_id as roomId, seq from messages where id = ?",
    ),
    messageByClientId: client.prepare<[string, string, string]>(
      "select 1 from messages where sender_id = ? and room_id = ? and client_id = ?",
    ),
    reaction: client.prepare<[string, string, string]>(
      "select 1 from reactions where message_id = ? and emoji = ? and user_id = ?",
    ),
  };
}
