import { and, eq, sql } from "drizzle-orm";
import type { RoomId, UserId } from "../../../server/contract/index.ts";
import type { Connection } from "../connection.ts";
import { mentions, messages, reactions, reactionTallies } from "../schema.ts";
import type { SearchIndex } from "../search-index.ts";
import { nothingToChange, type Appliers } from "./appliers.ts";

const { placeholder } = sql;

export function createMessageChanges(db: Connection, index: SearchIndex) {
  const insert = db
    .insert(messages)
    .values({
      id: placeholder("id"),
      roomId: placeholder("roomId"),
      seq: placeholder("seq"),
      updatedSeq: placeholder("seq"),
      senderId: placeholder("senderId"),
      clientId: placeholder("clientId"),
      contentHash: placeholder("contentHash"),
      body: placeholder("body"),
      data: placeholder("data"),
      replyToId: placeholder("replyToId"),
      mentions: placeholder("mentions"),
      createdAt: placeholder("at"),
    })
    .prepare();
  const place = { key: messages.key, roomId: messages.roomId, seq: messages.seq };
  const edit = db
    .update(messages)
    .set({
      body: sql`${placeholder("body")}`,
      mentions: sql`${placeholder("mentions")}`,
      updatedSeq: sql`${placeholder("updatedSeq")}`,
      editedAt: sql`${placeholder("at")}`,
    })
    .where(eq(messages.id, placeholder("id")))
    .returning(place)
    .prepare();
  const clear = db
    .update(messages)
    .set({
      body: "",
      data: null,
      mentions: [],
      updatedSeq: sql`${placeholder("updatedSeq")}`,
      deletedAt: sql`${placeholder("at")}`,
    })
    .where(eq(messages.id, placeholder("id")))
    .returning(place)
    .prepare();
  const clearReactions = db
    .delete(reactions)
    .where(eq(reactions.messageId, placeholder("id")))
    .prepare();
  const clearTallies = db
    .delete(reactionTallies)
    .where(eq(reactionTallies.messageId, placeholder("id")))
    .prepare();
  const mentioned = prepareMentions(db);

  return {
    "message.insert": ({ data, mentions: named, ...change }) => {
      const json = data === null ? null : JSON.stringify(data);
      insert.run({ ...change, data: json, mentions: named });
      mentioned.add(change, named);
      index.added(change.body);
    },
    "message.edit": ({ op, id, updatedSeq, body, mentions: named, at }) => {
      const changed = edit.get({ id, updatedSeq, body, mentions: JSON.stringify(named), at: at.getTime() });
      if (changed === undefined) throw nothingToChange(op);
      index.edited(changed.key, body);
      mentioned.remove(changed);
      mentioned.add(changed, named);
    },
    "message.delete": ({ op, id, updatedSeq, at }) => {
      const changed = clear.get({ id, updatedSeq, at: at.getTime() });
      if (changed === undefined) throw nothingToChange(op);
      index.deleted(changed.key);
      mentioned.remove(changed);
      clearReactions.run({ id });
      clearTallies.run({ id });
    },
  } satisfies Partial<Appliers>;
}

interface Place {
  roomId: RoomId;
  seq: number;
}

/** The mentions in the order in which they are counted. */
function prepareMentions(db: Connection) {
  const insert = db
    .insert(mentions)
    .values({ userId: placeholder("userId"), roomId: placeholder("roomId"), seq: placeholder("seq") })
    .onConflictDoNothing()
    .prepare();
  const remove = db
    .delete(mentions)
    .where(and(eq(mentions.roomId, placeholder("roomId")), eq(mentions.seq, placeholder("seq"))))
    .prepare();
  return {
    add: ({ roomId, seq }: Place, named: readonly UserId[]) => {
      for (const userId of named) insert.run({ userId, roomId, seq });
    },
    remove: ({ roomId, seq }: Place) => void remove.run({ roomId, seq }),
  };
}
