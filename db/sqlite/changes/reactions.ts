import { and, eq, sql } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { messages, reactions } from "../schema.ts";
import { mustChange, type Appliers } from "./appliers.ts";

const { placeholder } = sql;

export function createReactionChanges(db: Connection) {
  const insert = db
    .insert(reactions)
    .values({
      messageId: placeholder("messageId"),
      emoji: placeholder("emoji"),
      userId: placeholder("userId"),
      createdAt: placeholder("at"),
    })
    .prepare();
  const remove = db
    .delete(reactions)
    .where(
      and(
        eq(reactions.messageId, placeholder("messageId")),
        eq(reactions.emoji, placeholder("emoji")),
        eq(reactions.userId, placeholder("userId")),
      ),
    )
    .prepare();
  const touch = db
    .update(messages)
    .set({ updatedSeq: sql`${placeholder("updatedSeq")}` })
    .where(eq(messages.id, placeholder("messageId")))
    .prepare();

  return {
    "reaction.insert": ({ messageId, emoji, userId, updatedSeq, at }) => {
      insert.run({ messageId, emoji, userId, at });
      touch.run({ messageId, updatedSeq });
    },
    "reaction.delete": ({ op, messageId, emoji, userId, updatedSeq }) => {
      mustChange(remove.run({ messageId, emoji, userId }), op);
      touch.run({ messageId, updatedSeq });
    },
  } satisfies Partial<Appliers>;
}
