import { sql } from "drizzle-orm";
import type { RoomId, UserId } from "../../../server/contract/index.ts";
import type {
  BanRecord,
  BlockRecord,
  MembershipRecord,
  NewMessage,
  PortableRecord,
  ReactionRecord,
  ReadRecord,
  RoomRecord,
  UserRecord,
} from "../../portable.ts";
import { createChanges } from "../changes/changes.ts";
import { nameKeys } from "../changes/users.ts";
import type { Connection } from "../connection.ts";
import { prepareMentioned } from "../facts/messages.ts";
import { messages, users } from "../schema.ts";
import { createSearchIndex } from "../search-index.ts";
import { createImportLog } from "./append-imported.ts";

/** A record as it is written: messages with what is made of them. */
export type AddedRecord = Exclude<PortableRecord, { type: "message" }> | NewMessage;

/**
 * Adds records that are not there yet, with what the server would have written if it had happened here: events in the
 * log, marks, mentions, tallies. Call it in a transaction, and `settle` at the end of each one.
 */
export function createAdd(db: Connection, { botSessionEnd }: { botSessionEnd: Date }) {
  const index = createSearchIndex(db.$client);
  const changes = createChanges(db, index);
  const log = createImportLog(db.$client);
  const message = prepareMessages(db);
  /** How far senders have read by sending, in this transaction. */
  const sent = new Map<string, { roomId: RoomId; userId: UserId; readSeq: number }>();

  function addUser({ id, username, email, displayName, token, ...rest }: UserRecord): void {
    const keys = { usernameKey: username.toLowerCase(), emailKey: email?.toLowerCase(), ...nameKeys(displayName) };
    const {
      kind,
      ownerId,
      role = "user",
      statusText,
      avatarUrl,
      createdAt,
      disabledAt,
      lastSeenAt,
      passwordHash,
    } = rest;
    const profile = { kind, ownerId, role, statusText, avatarUrl, createdAt, disabledAt, lastSeenAt, passwordHash };
    db.insert(users)
      .values({ id, username, email, displayName, ...keys, ...profile })
      .run();
    if (token === undefined) return;
    const ends = { endsAt: botSessionEnd, refreshExpiresAt: botSessionEnd };
    const session = { id: token.sessionId, device: null, refreshHash: token.hash, ...ends };
    changes["session.insert"]({ op: "session.insert", userId: id, session, at: createdAt }, log.head());
  }

  function addBlock({ blockerId, blockedId, createdAt: at }: BlockRecord): void {
    changes["block.insert"]({ op: "block.insert", blockerId, blockedId, at }, log.head());
    log.append({ kind: "user.blocked", at, actorId: blockerId, userId: blockedId });
  }

  function addRoom(room: RoomRecord): void {
    const { id, roomType: type, name = null, topic = null, creatorId, userIds, createdAt: at, archivedAt } = room;
    const { clientId = null, contentHash = null } = room;
    const directKey = userIds?.join(" ") ?? null;
    const row = { id, type, name, topic, creatorId, clientId, contentHash, directKey, at };
    changes["room.insert"]({ op: "room.insert", ...row }, log.head());
    log.append({ kind: "room.created", roomId: id, seq: 1, actorId: creatorId, at });
    if (archivedAt === undefined) return;
    changes["room.archive"]({ op: "room.archive", id, at: archivedAt }, log.head());
    log.append({ kind: "room.archived", roomId: id, seq: 2, actorId: creatorId, at: archivedAt });
  }

  function addBan({ roomId, userId, byId, createdAt: at }: BanRecord): void {
    changes["ban.insert"]({ op: "ban.insert", roomId, userId, byId, at }, log.head());
  }

  function addMembership({ roomId, userId, role, startSeq, joinedAt, endedAt }: MembershipRecord): void {
    const seq = log.nextSeq(roomId);
    const detail = { role, joinedAt, readSeq: seq };
    const here = { roomId, userId };
    const start = startSeq === 1 ? 1 : seq;
    changes["member.insert"](
      { op: "member.insert", ...here, role, startSeq: start, readSeq: seq, at: joinedAt },
      log.head(),
    );
    log.append({ kind: "member.joined", ...here, seq, actorId: userId, at: joinedAt, detail });
    if (endedAt === undefined) return;
    changes["member.end"]({ op: "member.end", ...here, at: endedAt }, log.head());
    log.append({ kind: "member.left", ...here, seq: seq + 1, actorId: userId, at: endedAt, detail });
  }

  function addMessage(added: NewMessage): void {
    const { id, roomId, senderId, clientId, contentHash, body, data = null, replyToId = null, createdAt: at } = added;
    const { mentions = message.mentioned(roomId, added.mentionedNames), editedAt, deletedAt } = added;
    const seq = log.nextSeq(roomId);
    const row = { id, roomId, seq, senderId, clientId, contentHash, body, data, replyToId, mentions, at };
    changes["message.insert"]({ op: "message.insert", ...row }, log.head());
    if (editedAt !== undefined || deletedAt !== undefined) message.markChanged(id, editedAt, deletedAt);
    log.append({ kind: "message.sent", roomId, seq, actorId: senderId, at, messageId: id, message: null });
    sent.set(`${roomId} ${senderId}`, { roomId, userId: senderId, readSeq: seq });
  }

  function addReaction({ messageId, userId, emoji, createdAt: at }: ReactionRecord): void {
    const { roomId } = message.place(messageId);
    const updatedSeq = log.nextSeq(roomId);
    changes["reaction.insert"]({ op: "reaction.insert", messageId, userId, emoji, updatedSeq, at }, log.head());
    log.append({ kind: "reaction.added", roomId, seq: updatedSeq, actorId: userId, at, messageId, emoji });
  }

  function addRead({ roomId, userId, messageId }: ReadRecord): void {
    const { seq: readSeq } = message.place(messageId);
    changes["member.read"]({ op: "member.read", roomId, userId, readSeq }, log.head());
  }

  return {
    add(record: AddedRecord): void {
      switch (record.type) {
        case "user":
          return addUser(record);
        case "block":
          return addBlock(record);
        case "room":
          return addRoom(record);
        case "ban":
          return addBan(record);
        case "membership":
          return addMembership(record);
        case "message":
          return addMessage(record);
        case "reaction":
          return addReaction(record);
        case "read":
          return addRead(record);
      }
    },
    /** What is done once for all that a transaction has added. */
    settle(): void {
      for (const mark of sent.values()) changes["member.read"]({ op: "member.read", ...mark }, log.head());
      sent.clear();
      index.keepUp(Infinity);
    },
  };
}

function prepareMessages(db: Connection) {
  const { placeholder } = sql;
  const markChanged = db
    .update(messages)
    .set({ editedAt: sql`${placeholder("editedAt")}`, deletedAt: sql`${placeholder("deletedAt")}` })
    .where(sql`${messages.id} = ${placeholder("id")}`)
    .prepare();
  const place = db.$client.prepare<[string], { roomId: RoomId; seq: number }>(
    "select room_id as roomId, seq from messages where id = ?",
  );
  return {
    mentioned: prepareMentioned(db),
    markChanged: (id: string, editedAt: Date | undefined, deletedAt: Date | undefined) =>
      void markChanged.run({
        id,
        editedAt: editedAt?.getTime() ?? null,
        deletedAt: deletedAt?.getTime() ?? null,
      }),
    place: (id: string) => {
      const found = place.get(id);
      if (found === undefined) throw new Error("A record of a message that has not been added.");
      return found;
    },
  };
}
