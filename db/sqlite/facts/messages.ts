import { and, eq, sql } from "drizzle-orm";
import type { MessageId, RoomId, UserId } from "../../../server/contract/index.ts";
import type {
  Actor,
  DeleteCommand,
  EditCommand,
  MarkReadCommand,
  SendCommand,
} from "../../../server/domain/commands.ts";
import type { EditFacts, MessageFact, MessageFacts, RoomFact, SendFacts } from "../../../server/domain/facts.ts";
import type { Connection } from "../connection.ts";
import { messages } from "../schema.ts";
import type { FactReaders } from "./readers.ts";
import type { InRoom } from "./rooms.ts";

/** What a command that concerns a message needs to know. */
export type ReadAbout = (command: { actor: Actor; at: Date; messageId: MessageId }) => MessageFacts;

const { placeholder } = sql;

export function createMessageFacts(db: Connection, inRoom: InRoom) {
  const stored = db
    .select({ messageId: messages.id, contentHash: messages.contentHash })
    .from(messages)
    .where(
      and(
        eq(messages.senderId, placeholder("userId")),
        eq(messages.roomId, placeholder("roomId")),
        eq(messages.clientId, placeholder("clientId")),
      ),
    )
    .prepare();
  const one = db
    .select({
      id: messages.id,
      roomId: messages.roomId,
      senderId: messages.senderId,
      body: messages.body,
      deletedAt: messages.deletedAt,
    })
    .from(messages)
    .where(eq(messages.id, placeholder("id")))
    .prepare();
  const mentioned = prepareMentioned(db);
  const isBlocked = prepareBlocked(db);

  function message(id: MessageId): MessageFact | null {
    const found = one.get({ id });
    if (found === undefined) return null;
    const { deletedAt, ...rest } = found;
    return { ...rest, deleted: deletedAt !== null };
  }

  function send(command: SendCommand): SendFacts {
    const { actor, roomId, clientId, replyToId, mentionedNames } = command;
    const here = inRoom.read(command, roomId);
    return {
      ...here,
      stored: stored.get({ userId: actor.userId, roomId, clientId }) ?? null,
      replyExists: replyToId === null || message(replyToId)?.roomId === roomId,
      blocked: isBlocked(here.room, actor.userId),
      mentions: mentioned(roomId, mentionedNames),
    };
  }

  const about: ReadAbout = (command) => {
    const found = message(command.messageId);
    const here = inRoom.read(command, found?.roomId ?? null);
    return { ...here, message: found, blocked: isBlocked(here.room, command.actor.userId) };
  };

  function edit(command: EditCommand): EditFacts {
    const facts = about(command);
    const { message: found } = facts;
    return { ...facts, mentions: found === null ? [] : mentioned(found.roomId, command.mentionedNames) };
  }

  const readers = {
    "message.send": send,
    "message.edit": edit,
    "message.delete": (command: DeleteCommand) => about(command),
    "message.markRead": (command: MarkReadCommand) => inRoom.read(command, command.roomId),
  } satisfies Partial<FactReaders>;
  return { readers, about };
}

/** The room's present members of these names, in the order of the names. */
export function prepareMentioned(db: Connection) {
  const statement = db.$client
    .prepare<{ roomId: RoomId; names: string }, UserId>(`
      select users.id
      from json_each(:names) names
        cross join users on users.username_key = names.value
        cross join memberships on memberships.room_id = :roomId and memberships.user_id = users.id and ended_at is null
      order by names.key
    `)
    .pluck();
  return (roomId: RoomId, names: readonly string[]): UserId[] =>
    names.length === 0 ? [] : statement.all({ roomId, names: JSON.stringify(names) });
}

/** Whether there is a block between this person of a direct room and another one of it. */
function prepareBlocked(db: Connection) {
  const statement = db.$client.prepare<{ roomId: RoomId; userId: UserId }>(`
    select 1 from blocks
    where blocker_id = :userId and blocked_id in (select user_id from memberships where room_id = :roomId)
      or blocked_id = :userId and blocker_id in (select user_id from memberships where room_id = :roomId)
    limit 1
  `);
  return (room: RoomFact | null, userId: UserId): boolean =>
    room?.type === "direct" && statement.get({ roomId: room.id, userId }) !== undefined;
}
