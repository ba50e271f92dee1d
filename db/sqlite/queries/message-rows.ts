import { eq, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  limits,
  type JsonObject,
  type Message,
  type MessageId,
  type Reaction,
  type UserId,
} from "../../../server/contract/index.ts";
import { authorColumns, oneOf } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { messages, users } from "../schema.ts";

const replied = alias(messages, "replied");
const repliedSender = alias(users, "replied_sender");

/** Messages as they are now, with sender and what they reply to. Narrow it down, then `prepare()` it. */
export function selectMessages(db: Connection, where: SQL | undefined) {
  return db
    .select({
      key: messages.key,
      id: messages.id,
      roomId: messages.roomId,
      seq: messages.seq,
      updatedSeq: messages.updatedSeq,
      sender: authorColumns(users),
      clientId: messages.clientId,
      body: messages.body,
      data: messages.data,
      replied: { id: replied.id, body: replied.body },
      repliedSender: authorColumns(repliedSender),
      mentions: messages.mentions,
      createdAt: messages.createdAt,
      editedAt: messages.editedAt,
      deletedAt: messages.deletedAt,
      reacted: sql<number>`exists (select 1 from reactions where message_id = ${messages.id})`,
    })
    .from(messages)
    .innerJoin(users, eq(users.id, messages.senderId))
    .leftJoin(replied, eq(replied.id, messages.replyToId))
    .leftJoin(repliedSender, eq(repliedSender.id, replied.senderId))
    .where(where);
}

export type MessageRow = ReturnType<ReturnType<typeof selectMessages>["all"]>[number];

export type MessageRows = ReturnType<typeof createMessageRows>;

/** Makes messages of rows: one more statement for all of them that have reactions, however many there are. */
export function createMessageRows(db: Connection) {
  const byIds = selectMessages(db, oneOf(messages.id, "ids")).prepare();
  const reactionsOf = prepareReactions(db);

  /** In the order of the rows. `viewerId`: whose own reactions come first. */
  function assemble(rows: readonly MessageRow[], viewerId: UserId | null): Message[] {
    const reacted = rows.filter((row) => row.reacted === 1).map(({ id }) => id);
    const found = reacted.length === 0 ? null : reactionsOf(reacted, viewerId);
    return rows.map((row) => toMessage(row, found?.get(row.id) ?? []));
  }

  /** Those that exist. */
  function get(ids: readonly MessageId[], viewerId: UserId | null): Map<MessageId, Message> {
    if (ids.length === 0) return new Map();
    const rows = byIds.all({ ids: JSON.stringify(ids) });
    return new Map(assemble(rows, viewerId).map((message) => [message.id, message]));
  }

  return { assemble, get };
}

function toMessage(row: MessageRow, reactions: Reaction[]): Message {
  const { key: _, reacted: __, replied: original, repliedSender: sender, data, ...rest } = row;
  return {
    ...rest,
    data: data === null ? null : (JSON.parse(data) as JsonObject),
    replyTo: original === null || sender === null ? null : { ...original, sender },
    reactions,
  };
}

interface ReactionRow {
  messageId: MessageId;
  emoji: string;
  userId: UserId;
  /** How many have reacted with this emoji; no more rows than fit are read. */
  count: number;
}

function prepareReactions(db: Connection) {
  const statement = db.$client.prepare<{ ids: string; viewerId: UserId | null; most: number }, ReactionRow>(`
    select message_id as messageId, emoji, user_id as userId, count
    from (
      select
        message_id, emoji, user_id,
        row_number() over (partition by message_id, emoji order by key) as number,
        count(*) over (partition by message_id, emoji) as count,
        min(key) over (partition by message_id, emoji) as first
      from reactions
      where message_id in (select value from json_each(:ids))
    )
    where number <= :most or user_id = :viewerId
    order by first, user_id is :viewerId desc, number
  `);

  /** By message; the emoji in the order in which they were first used. */
  return (messageIds: readonly MessageId[], viewerId: UserId | null): Map<MessageId, Reaction[]> => {
    const byMessage = new Map<MessageId, Reaction[]>();
    const most = limits.userIdsPerReaction;
    for (const row of statement.all({ ids: JSON.stringify(messageIds), viewerId, most })) {
      const reactions = byMessage.get(row.messageId) ?? [];
      byMessage.set(row.messageId, reactions);
      const last = reactions.at(-1);
      if (last?.emoji !== row.emoji) reactions.push({ emoji: row.emoji, count: row.count, userIds: [row.userId] });
      else if (last.userIds.length < most) last.userIds.push(row.userId);
    }
    return byMessage;
  };
}
