import { and, asc, eq, gt, isNull, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { BotQueries } from "../../store.ts";
import { authorColumns, given, userColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { users } from "../schema.ts";

export function createBotQueries(db: Connection): BotQueries {
  const ofOwner = selectBots(db, eq(users.ownerId, given("ownerId"))).prepare();
  // Greater than nothing, so that people are passed over in the index.
  const all = selectBots(db, gt(users.ownerId, "")).prepare();
  return { list: async (ownerId) => (ownerId === null ? all.all() : ofOwner.all({ ownerId })) };
}

function selectBots(db: Connection, where: SQL) {
  const owners = alias(users, "owners");
  return (
    db
      .select({ ...userColumns, owner: authorColumns(owners) })
      .from(users)
      .innerJoin(owners, eq(owners.id, users.ownerId))
      .where(and(isNull(users.disabledAt), where))
      // The plus keeps SQLite from going through everybody in this order, to find the few.
      .orderBy(sql`+${users.sortKey}`, asc(users.id))
  );
}
