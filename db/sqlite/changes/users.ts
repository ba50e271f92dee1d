import { and, eq, sql } from "drizzle-orm";
import { foldName, sortKeyOf } from "../../fold.ts";
import type { Connection } from "../connection.ts";
import { blocks, users } from "../schema.ts";
import { mustChange, type Appliers } from "./appliers.ts";

const { placeholder } = sql;

export function createUserChanges(db: Connection) {
  const insert = db
    .insert(users)
    .values({
      id: placeholder("id"),
      username: placeholder("username"),
      usernameKey: placeholder("usernameKey"),
      displayName: placeholder("displayName"),
      nameKey: placeholder("nameKey"),
      sortKey: placeholder("sortKey"),
      email: placeholder("email"),
      emailKey: placeholder("emailKey"),
      passwordHash: placeholder("passwordHash"),
      createdAt: placeholder("at"),
    })
    .prepare();
  const setPassword = db
    .update(users)
    .set({ passwordHash: sql`${placeholder("passwordHash")}` })
    .where(eq(users.id, placeholder("id")))
    .prepare();
  const disable = db
    .update(users)
    .set({ disabledAt: sql`${placeholder("at")}` })
    .where(eq(users.id, placeholder("id")))
    .prepare();
  const seen = db
    .update(users)
    .set({ lastSeenAt: sql`max(coalesce(${users.lastSeenAt}, 0), ${placeholder("at")})` })
    .where(eq(users.id, placeholder("id")))
    .prepare();
  const block = db
    .insert(blocks)
    .values({ blockerId: placeholder("blockerId"), blockedId: placeholder("blockedId"), createdAt: placeholder("at") })
    .onConflictDoNothing()
    .prepare();
  const unblock = db
    .delete(blocks)
    .where(and(eq(blocks.blockerId, placeholder("blockerId")), eq(blocks.blockedId, placeholder("blockedId"))))
    .prepare();

  return {
    "user.insert": ({ username, displayName, email, ...rest }) => {
      const keys = { usernameKey: username.toLowerCase(), emailKey: email?.toLowerCase() ?? null };
      insert.run({ ...rest, username, email, displayName, ...nameKeys(displayName), ...keys });
    },
    "user.update": ({ op, id, ...fields }, updatedPosition) => {
      const keys = fields.displayName === undefined ? {} : nameKeys(fields.displayName);
      const changed = { ...fields, ...keys, updatedPosition };
      // Rare, and different fields each time: not worth a prepared statement for each combination.
      mustChange(db.update(users).set(changed).where(eq(users.id, id)).run(), op);
    },
    "user.setPassword": ({ op, id, passwordHash }) => mustChange(setPassword.run({ id, passwordHash }), op),
    "user.disable": ({ op, id, at }) => mustChange(disable.run({ id, at: at.getTime() }), op),
    // On the command line alone: not worth preparing.
    "user.enable": ({ op, id }) =>
      mustChange(db.update(users).set({ disabledAt: null }).where(eq(users.id, id)).run(), op),
    "user.setRole": ({ op, id, role }) => mustChange(db.update(users).set({ role }).where(eq(users.id, id)).run(), op),
    "user.seen": ({ id, at }) => void seen.run({ id, at: at.getTime() }),
    "block.insert": ({ blockerId, blockedId, at }) => void block.run({ blockerId, blockedId, at }),
    "block.delete": ({ blockerId, blockedId }) => void unblock.run({ blockerId, blockedId }),
  } satisfies Partial<Appliers>;
}

/** What a name is found and sorted by. */
export function nameKeys(displayName: string) {
  const nameKey = foldName(displayName);
  return { nameKey, sortKey: sortKeyOf(nameKey) };
}
