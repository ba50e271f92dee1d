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
import { authorColumns, given } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { memberships, messages, rooms, sessions, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";
import { inRoomColumns, inRoomFacts, inRoomJoins, type InRoom } from "./rooms.ts";

/** What a command that concerns a message needs to know. */
export type ReadAbout = (command: { actor: Actor; at: Date; messageId: MessageId }) => MessageFacts;

const { placeholder } = sql;

export function createMessageFacts(db: Connection, { read }: InRoom) {
  // All that most sends ask, in one statement.
  const sending = db
    .select({
      ...inRoomColumns,
      sender: authorColumns(users),
      stored: { messageId: messages.id, contentHash: messages.contentHash },
    })
    .from(sessions)
    .innerJoin(users, inRoomJoins.user)
    .leftJoin(rooms, inRoomJoins.room)
    .leftJoin(memberships, inRoomJoins.member)
    .leftJoin(
      messages,
      and(eq(messages.senderId, users.id), eq(messages.roomId, rooms.id), eq(messages.clientId, given("clientId"))),
    )
    .where(inRoomJoins.session)
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
    const { actor, at, roomId, clientId, replyToId, mentionedNames } = command;
    const found = sending.get({ ...actor, now: at.getTime(), roomId, clientId });
    const here = inRoomFacts(found);
    return {
      ...here,
      sender: found?.sender ?? null,
      stored: found?.stored ?? null,
      replyExists: replyToId === null || message(replyToId)?.roomId === roomId,
      blocked: isBlocked(here.room, actor.userId),
      mentions: mentioned(roomId, mentionedNames),
    };
  }

  const about: ReadAbout = (command) => {
    const found = message(command.messageId);
    const here = read(command, found?.roomId ?? null);
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
    "message.markRead": (command: MarkReadCommand) => read(command, command.roomId),
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
        cross join memberships on memberships.room_id = +:roomId and memberships.user_id = users.id and ended_at is null
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
    where blocker_id = +:userId and blocked_id in (select user_id from memberships where room_id = +:roomId)
      or blocked_id = +:userId and blocker_id in (select user_id from memberships where room_id = +:roomId)
    limit 1
  `);
  return (room: RoomFact | null, userId: UserId): boolean =>
    room?.type === "direct" && statement.get({ roomId: room.id, userId }) !== undefined;
}
