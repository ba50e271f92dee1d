import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { BotQueries } from "../../store.ts";
import { authorColumns, given, userColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { users } from "../schema.ts";

export function createBotQueries(db: Connection): BotQueries {
  const owners = alias(users, "owners");
  const list = db
    .select({ ...userColumns, owner: authorColumns(owners) })
    .from(users)
    .innerJoin(owners, eq(owners.id, users.ownerId))
    .where(and(isNull(users.disabledAt), or(sql`${given("ownerId")} is null`, eq(users.ownerId, given("ownerId")))))
    .orderBy(asc(users.sortKey), asc(users.id))
    .prepare();
  return { list: async (ownerId) => list.all({ ownerId }) };
}
