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
import { authorColumns, given, oneOf } from "../columns.ts";
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
      reacted: sql<number>`exists (select 1 from reaction_tallies where message_id = ${messages.id})`,
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
  // What each send reads: without a list that SQLite takes apart first.
  const byId = selectMessages(db, eq(messages.id, given("id"))).prepare();
  const reactionsOf = prepareReactions(db);

  /** In the order of the rows. `viewerId`: whose own reactions come first. */
  function assemble(rows: readonly MessageRow[], viewerId: UserId | null): Message[] {
    const reacted = rows.filter((row) => row.reacted === 1).map(({ id }) => id);
    const found = reacted.length === 0 ? null : reactionsOf(reacted, viewerId);
    return rows.map((row) => toMessage(row, found?.get(row.id) ?? []));
  }

  /** Those that exist. */
  function get(ids: readonly MessageId[], viewerId: UserId | null): Map<MessageId, Message> {
    const [id, second] = ids;
    if (id === undefined) return new Map();
    const rows = second === undefined ? byId.all({ id }) : byIds.all({ ids: JSON.stringify(ids) });
    return new Map(assemble(rows, viewerId).map((message) => [message.id, message]));
  }

  return { assemble, get };
}

/** What a message has of text, in the forms in which it is read and told. */
interface Texts {
  body: string;
  data: string | JsonObject | null;
  replied?: { body: string } | null;
  replyTo?: { body: string } | null;
}

/** The first ones, as many as have so many bytes of text together: at least one, where there is one. */
export function fitting<T extends Texts>(found: readonly T[], bytes: number): T[] {
  let left = bytes;
  const end = found.findIndex((message, index) => (left -= bytesOf(message)) < 0 && index > 0);
  return end === -1 ? [...found] : found.slice(0, end);
}

function bytesOf({ body, data, replied: original, replyTo }: Texts): number {
  const json = typeof data === "string" || data === null ? data : JSON.stringify(data);
  const texts = [body, json, (original ?? replyTo)?.body];
  return texts.reduce((sum, text) => sum + (text == null ? 0 : Buffer.byteLength(text)), 0);
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
  count: number;
  /** JSON: those who reacted first, no more than fit. */
  userIds: string;
  /** Whether the viewer is one of all of them. */
  own: number;
}

/** Looks at no more reactions than are shown, however many there are. */
function prepareReactions(db: Connection) {
  const statement = db.$client.prepare<{ ids: string; viewerId: UserId | null; most: number }, ReactionRow>(`
    select message_id as messageId, emoji, count,
      (select json_group_array(user_id) from (
        select user_id from reactions
        where reactions.message_id = tally.message_id and reactions.emoji = tally.emoji
        order by key limit +:most
      )) as userIds,
      exists (
        select 1 from reactions
        where reactions.message_id = tally.message_id and reactions.emoji = tally.emoji and user_id = +:viewerId
      ) as own
    from reaction_tallies tally
    where message_id in (select value from json_each(:ids))
    order by key
  `);

  /** By message; the emoji in the order in which they were first used. */
  return (messageIds: readonly MessageId[], viewerId: UserId | null): Map<MessageId, Reaction[]> => {
    const byMessage = new Map<MessageId, Reaction[]>();
    const most = limits.userIdsPerReaction;
    for (const row of statement.all({ ids: JSON.stringify(messageIds), viewerId, most })) {
      const { messageId, emoji, count, own } = row;
      const first = JSON.parse(row.userIds) as UserId[];
      const userIds =
        own === 1 && viewerId !== null ? [viewerId, ...first.filter((id) => id !== viewerId)].slice(0, most) : first;
      const reactions = byMessage.get(messageId) ?? [];
      byMessage.set(messageId, reactions);
      reactions.push({ emoji, count, userIds });
    }
    return byMessage;
  };
}
