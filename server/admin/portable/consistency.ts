import type { SeenMessages } from "../../../db/sqlite/portable/seen-messages.ts";
import type {
  BanRecord,
  BlockRecord,
  MembershipRecord,
  MessageRecord,
  PortableRecord,
  ReactionRecord,
  ReadRecord,
  RecordType,
  RoomRecord,
  UserRecord,
} from "../../../db/portable.ts";
import { limits } from "../../contract/index.ts";

interface SeenUser {
  number: number;
  kind: "person" | "bot";
}

interface SeenRoom {
  number: number;
  line: number;
  room: RoomRecord;
  banned: Set<string>;
  /** Whether each is still there. */
  members: Map<string, boolean>;
  owners: number;
}

export interface Contradiction {
  line: number;
  problem: string;
}

/** Whether the records of a file agree with each other. Each is looked at once, in their order. */
export class Consistency {
  readonly #messages: SeenMessages;
  readonly #users = new Map<string, SeenUser>();
  /** Usernames and email addresses, whatever their case, and who direct rooms are of. */
  readonly #taken = new Set<string>();
  readonly #rooms = new Map<string, SeenRoom>();
  /** Whose bans may still come. */
  #openRoom: string | null = null;
  /** To which reactions may still come. */
  #openMessage: { id: string; deleted: boolean; emojis: Set<string>; reactions: Set<string> } | null = null;

  constructor(messages: SeenMessages) {
    this.#messages = messages;
  }

  /** What is wrong with it, in words; null: nothing. */
  check(record: PortableRecord, line: number): string | null {
    if (record.type !== "ban") this.#openRoom = null;
    if (record.type !== "reaction") this.#openMessage = null;
    switch (record.type) {
      case "user":
        return this.#user(record);
      case "block":
        return this.#block(record);
      case "room":
        return this.#room(record, line);
      case "ban":
        return this.#ban(record);
      case "membership":
        return this.#membership(record);
      case "message":
        return this.#message(record);
      case "reaction":
        return this.#reaction(record);
      case "read":
        return this.#read(record);
    }
  }

  /** What is missing now that all have been looked at. */
  *missing(): Generator<Contradiction> {
    for (const { line, room, members, owners } of this.#rooms.values()) {
      const absent = room.userIds?.find((id) => !members.has(id));
      if (absent !== undefined) yield { line, problem: `the membership of ${absent} in the direct room is missing` };
      if (room.roomType === "direct" || room.archivedAt !== undefined || owners > 0) continue;
      yield { line, problem: "the room has no owner: give someone in it the role, or the room an archivedAt" };
    }
  }

  #user({ id, kind, ownerId, username, email }: UserRecord): string | null {
    if (this.#rooms.size > 0) return "accounts come before rooms";
    if (this.#users.has(id)) return `id: ${id} is an account of an earlier line`;
    if (ownerId !== undefined && this.#users.get(ownerId)?.kind !== "person")
      return unknown("ownerId", ownerId, "person");
    if (!this.#take(`@${username.toLowerCase()}`)) return `username: ${username} is an account of an earlier line`;
    if (email !== undefined && !this.#take(email.toLowerCase())) return "email: that of an account of an earlier line";
    this.#users.set(id, { number: this.#users.size, kind });
    return null;
  }

  #block({ blockerId, blockedId }: BlockRecord): string | null {
    if (this.#rooms.size > 0) return "blocks come before rooms";
    if (blockerId === blockedId) return "blockedId: nobody can block themselves";
    return this.#unknownUser({ blockerId, blockedId });
  }

  #room(room: RoomRecord, line: number): string | null {
    const { id, creatorId, userIds } = room;
    if (this.#rooms.has(id)) return `id: ${id} is a room of an earlier line`;
    const problem = this.#unknownUser({ creatorId }) ?? this.#unknownPeople("userIds", userIds);
    if (problem !== null) return problem;
    if (userIds !== undefined) {
      if (new Set(userIds).size < userIds.length) return "userIds: names someone twice";
      if (!userIds.includes(creatorId)) return "userIds: whoever made a direct room is in it";
      if (!this.#take(userIds.toSorted().join(" "))) return "userIds: those of the direct room of an earlier line";
    }
    const rest = { banned: new Set<string>(), members: new Map<string, boolean>(), owners: 0 };
    this.#rooms.set(id, { number: this.#rooms.size, line, room, ...rest });
    this.#openRoom = id;
    return null;
  }

  #ban({ roomId, userId, byId }: BanRecord): string | null {
    if (roomId !== this.#openRoom) return "roomId: bans come right after their room";
    const here = this.#rooms.get(roomId);
    if (here?.room.roomType === "direct") return "roomId: nobody is banned from a direct room";
    here?.banned.add(userId);
    return this.#unknownUser({ userId, byId });
  }

  #membership({ roomId, userId, role, endedAt }: MembershipRecord): string | null {
    const here = this.#rooms.get(roomId);
    if (here === undefined) return unknown("roomId", roomId, "room");
    const problem = this.#unknownUser({ userId });
    if (problem !== null) return problem;
    if (here.members.has(userId)) return `userId: ${userId} has a membership of the room in an earlier line`;
    const isPresent = endedAt === undefined;
    if (isPresent && here.banned.has(userId)) return `userId: ${userId} is banned from the room, so endedAt is missing`;
    if (here.room.userIds !== undefined) {
      if (!here.room.userIds.includes(userId)) return `userId: ${userId} is none of the direct room's userIds`;
      if (!isPresent || role !== "member") return "a direct room has members, and nobody leaves it";
    }
    here.members.set(userId, isPresent);
    if (isPresent && role === "owner") here.owners += 1;
    return null;
  }

  #message({ id, roomId, senderId, clientId, replyToId, mentions, deletedAt }: MessageRecord): string | null {
    const here = this.#rooms.get(roomId);
    const sender = this.#users.get(senderId);
    if (here === undefined) return unknown("roomId", roomId, "room");
    if (sender === undefined) return unknown("senderId", senderId, "account");
    const problem = this.#unknownPeople("mentions", mentions);
    if (problem !== null) return problem;
    if (replyToId !== undefined && this.#messages.roomOf(replyToId) !== here.number) {
      return `replyToId: no earlier line has a message ${replyToId} of the room`;
    }
    const repeated = this.#messages.add({ id, clientId }, here.number, sender.number);
    if (repeated === "id") return `id: ${id} is a message of an earlier line`;
    if (repeated === "clientId") return "clientId: that of another message of the same sender in the room";
    this.#openMessage = { id, deleted: deletedAt !== undefined, emojis: new Set(), reactions: new Set() };
    return null;
  }

  #reaction({ messageId, userId, emoji }: ReactionRecord): string | null {
    const to = this.#openMessage;
    if (to?.id !== messageId) return "messageId: reactions come right after their message";
    if (to.deleted) return "messageId: a deleted message has no reactions";
    const problem = this.#unknownUser({ userId });
    if (problem !== null) return problem;
    const { size } = to.reactions;
    if (to.reactions.add(`${emoji} ${userId}`).size === size) return `userId: ${userId} has reacted so already`;
    const emojis = to.emojis.add(emoji).size;
    return emojis > limits.emojiPerMessage ? `emoji: a message carries at most ${limits.emojiPerMessage}` : null;
  }

  #read({ roomId, userId, messageId }: ReadRecord): string | null {
    const here = this.#rooms.get(roomId);
    if (here === undefined) return unknown("roomId", roomId, "room");
    if (here.members.get(userId) !== true) return `userId: ${userId} is not in the room`;
    if (this.#messages.roomOf(messageId) === here.number) return null;
    return `messageId: no earlier line has a message ${messageId} of the room`;
  }

  #unknownUser(fields: Record<string, string>): string | null {
    const found = Object.entries(fields).find(([, id]) => !this.#users.has(id));
    return found === undefined ? null : unknown(...found, "account");
  }

  #unknownPeople(field: string, ids: readonly string[] = []): string | null {
    const id = ids.find((one) => !this.#users.has(one));
    return id === undefined ? null : unknown(field, id, "account");
  }

  #take(name: string): boolean {
    const { size } = this.#taken;
    return this.#taken.add(name).size > size;
  }
}

function unknown(field: string, id: string, what: string): string {
  return `${field}: no earlier line has ${what === "account" ? "an" : "a"} ${what} ${id}`;
}

/** How many of each type there are, against what the file says there are. */
export function miscounted(
  found: Record<RecordType, number>,
  said: Partial<Record<RecordType, number>>,
): string | null {
  for (const [type, count] of Object.entries(found)) {
    const expected = said[type as RecordType] ?? 0;
    if (count !== expected) return `counts: says ${expected} of type ${type}, but there are ${count}`;
  }
  return null;
}
