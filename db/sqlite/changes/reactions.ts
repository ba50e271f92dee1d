import { and, eq, sql } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { messages, reactions, reactionTallies } from "../schema.ts";
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
  const count = db
    .insert(reactionTallies)
    .values({ messageId: placeholder("messageId"), emoji: placeholder("emoji"), count: 1 })
    .onConflictDoUpdate({
      target: [reactionTallies.messageId, reactionTallies.emoji],
      set: { count: sql`${reactionTallies.count} + 1` },
    })
    .prepare();
  const tally = and(
    eq(reactionTallies.messageId, placeholder("messageId")),
    eq(reactionTallies.emoji, placeholder("emoji")),
  );
  const discount = db
    .update(reactionTallies)
    .set({ count: sql`${reactionTallies.count} - 1` })
    .where(tally)
    .prepare();
  const forget = db
    .delete(reactionTallies)
    .where(and(tally, eq(reactionTallies.count, 0)))
    .prepare();
  const touch = db
    .update(messages)
    .set({ updatedSeq: sql`${placeholder("updatedSeq")}` })
    .where(eq(messages.id, placeholder("messageId")))
    .prepare();

  return {
    "reaction.insert": ({ messageId, emoji, userId, updatedSeq, at }) => {
      insert.run({ messageId, emoji, userId, at });
      count.run({ messageId, emoji });
      touch.run({ messageId, updatedSeq });
    },
    "reaction.delete": ({ op, messageId, emoji, userId, updatedSeq }) => {
      mustChange(remove.run({ messageId, emoji, userId }), op);
      discount.run({ messageId, emoji });
      forget.run({ messageId, emoji });
      touch.run({ messageId, updatedSeq });
    },
  } satisfies Partial<Appliers>;
}
