import { and, asc, eq, isNotNull, isNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { BotQueries } from "../../store.ts";
import { authorColumns, given, userColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { users } from "../schema.ts";

export function createBotQueries(db: Connection): BotQueries {
  const owners = alias(users, "owners");
  const select = (whose: SQL) =>
    db
      .select({ ...userColumns, owner: authorColumns(owners) })
      .from(users)
      .innerJoin(owners, eq(owners.id, users.ownerId))
      .where(and(isNull(users.disabledAt), whose))
      .orderBy(asc(users.sortKey), asc(users.id));
  const ofOwner = select(eq(users.ownerId, given("ownerId"))).prepare();

  return {
    // Everybody's is asked for on the command line alone.
    list: async (ownerId) => (ownerId === null ? select(isNotNull(users.ownerId)).all() : ofOwner.all({ ownerId })),
  };
}
