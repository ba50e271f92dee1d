import { sql } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { users } from "../schema.ts";
import type { Appliers } from "./appliers.ts";
import { nameKeys } from "./users.ts";

const { placeholder } = sql;

export function createBotChanges(db: Connection) {
  const insert = db
    .insert(users)
    .values({
      id: placeholder("id"),
      kind: "bot",
      ownerId: placeholder("ownerId"),
      username: placeholder("username"),
      usernameKey: placeholder("usernameKey"),
      displayName: placeholder("displayName"),
      nameKey: placeholder("nameKey"),
      sortKey: placeholder("sortKey"),
      createdAt: placeholder("at"),
    })
    .prepare();

  return {
    "bot.insert": ({ username, displayName, ...rest }) =>
      void insert.run({
        ...rest,
        username,
        usernameKey: username.toLowerCase(),
        displayName,
        ...nameKeys(displayName),
      }),
  } satisfies Partial<Appliers>;
}
