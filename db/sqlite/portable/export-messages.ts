import type { JsonObject } from "../../../server/contract/index.ts";
import type { MessageRecord, ReactionRecord } from "../../portable.ts";
import type { ExportParts } from "./scopes.ts";
import { dateOf, maybeDate, pageRows, pages } from "./pages.ts";

interface MessageRow {
  place: number;
  id: string;
  roomId: string;
  seq: number;
  updatedSeq: number;
  senderId: string;
  clientId: string;
  contentHash: string;
  body: string;
  data: string | null;
  replyToId: string | null;
  mentions: string;
  createdAt: number;
  editedAt: number | null;
  deletedAt: number | null;
  reacted: number;
}

interface ReactionRow {
  place: number;
  messageId: string;
  userId: string;
  emoji: string;
  createdAt: number;
}

export function createExportMessages(parts: ExportParts) {
  const { client, scope, where, values, credentials } = parts;
  const reactionsTo = prepareReactionsTo(parts);
  // In a room the seq ascends with the key, and there is an index by it.
  const place = scope.kind === "room" ? "seq" : "key";

  /** In the order in which they were sent, whatever their room; right after each one the reactions to it. */
  function* messages(): Generator<MessageRecord | ReactionRecord> {
    for (const rows of pages<MessageRow>(client, selectMessages(place, where.message), values)) {
      for (const row of rows) {
        yield toMessage(row);
        if (scope.kind !== "user" && row.reacted === 1) yield* reactionsTo(row.id);
      }
    }
    if (scope.kind === "user") yield* ownReactions();
  }

  /** They are on other people's messages too, which are not in the file. */
  function* ownReactions(): Generator<ReactionRecord> {
    for (const rows of pages<ReactionRow>(client, selectReactions(where.reaction), values)) yield* rows.map(toReaction);
  }

  function toMessage(row: MessageRow): MessageRecord {
    const { id, roomId, seq, updatedSeq, senderId, clientId, body, data, replyToId, createdAt, ...rest } = row;
    const { editedAt, deletedAt } = rest;
    const changed = editedAt !== null || deletedAt !== null;
    return {
      type: "message",
      id,
      roomId,
      seq,
      updatedSeq,
      senderId,
      clientId,
      body,
      data: data === null ? undefined : (JSON.parse(data) as JsonObject),
      replyToId: replyToId ?? undefined,
      mentions: JSON.parse(row.mentions) as string[],
      createdAt: dateOf(createdAt),
      editedAt: maybeDate(editedAt),
      deletedAt: maybeDate(deletedAt),
      ...(credentials && changed && { contentHash: row.contentHash }),
    };
  }

  return { messages };
}

/** Emoji by emoji, in the order of their first use: there may be very many on one message. */
function prepareReactionsTo({ client }: ExportParts) {
  const emojisOf = client
    .prepare<[string], string>("select emoji from reaction_tallies where message_id = ? order by key")
    .pluck();
  const reactions = client.prepare<{ messageId: string; emoji: string; after: number }, ReactionRow>(`
    select key as place, message_id as messageId, user_id as userId, emoji, created_at as createdAt from reactions
    where message_id = :messageId and emoji = :emoji and key > :after order by key limit ${pageRows}
  `);

  return function* reactionsTo(messageId: string): Generator<ReactionRecord> {
    for (const emoji of emojisOf.all(messageId)) {
      for (let after = 0; ;) {
        const rows = reactions.all({ messageId, emoji, after });
        yield* rows.map(toReaction);
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.place;
      }
    }
  };
}

function toReaction({ messageId, userId, emoji, createdAt }: ReactionRow): ReactionRecord {
  return { type: "reaction", messageId, userId, emoji, createdAt: dateOf(createdAt) };
}

const selectMessages = (place: "key" | "seq", condition: string) => `
  select ${place} as place, id, room_id as roomId, seq, updated_seq as updatedSeq, sender_id as senderId,
    client_id as clientId, content_hash as contentHash, body, data, reply_to_id as replyToId, mentions,
    created_at as createdAt, edited_at as editedAt, deleted_at as deletedAt,
    exists (select 1 from reaction_tallies where message_id = messages.id) as reacted
  from messages where ${place} > :after and ${condition}
`;

const selectReactions = (condition: string) => `
  select key as place, message_id as messageId, user_id as userId, emoji, created_at as createdAt
  from reactions where key > :after and ${condition}
`;
