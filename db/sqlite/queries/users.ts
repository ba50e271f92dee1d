import { and, asc, eq, or, sql } from "drizzle-orm";
import type { Author, Me, User, UserId } from "../../../server/contract/index.ts";
import { makeCursor, readNameCursor } from "../../cursor.ts";
import { foldName } from "../../fold.ts";
import type { UserQueries } from "../../store.ts";
import { authorColumns, containsText, given, meColumns, oneOf, userColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { blocks, users } from "../schema.ts";

export type UserRows = ReturnType<typeof createUserRows>;

/** What writes and the log read too. */
export function createUserRows(db: Connection) {
  const byId = db
    .select(userColumns)
    .from(users)
    .where(eq(users.id, given("id")))
    .prepare();
  const meById = db
    .select(meColumns)
    .from(users)
    .where(eq(users.id, given("id")))
    .prepare();
  const authors = db.select(authorColumns(users)).from(users).where(oneOf(users.id, "ids")).prepare();

  return {
    get: (id: UserId): User | null => byId.get({ id }) ?? null,
    me: (id: UserId): Me | null => meById.get({ id }) ?? null,
    authors: (ids: readonly UserId[]) =>
      ids.length === 0
        ? new Map<UserId, Author>()
        : new Map(authors.all({ ids: JSON.stringify(ids) }).map((author) => [author.id, author])),
  };
}

export function createUserQueries(db: Connection, rows: UserRows): UserQueries {
  const forLogin = db
    .select({ userId: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(or(eq(users.usernameKey, given("key")), eq(users.emailKey, given("key"))))
    .prepare();
  const passwordHash = db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, given("id")))
    .prepare();
  const lastSeen = db
    .select({ id: users.id, lastSeenAt: users.lastSeenAt })
    .from(users)
    .where(oneOf(users.id, "ids"))
    .prepare();
  const blocked = db
    .select(authorColumns(users))
    .from(blocks)
    .innerJoin(users, eq(users.id, blocks.blockedId))
    .where(eq(blocks.blockerId, given("id")))
    .orderBy(asc(users.sortKey), asc(users.id))
    .prepare();
  const blockersOf = db
    .select({ id: blocks.blockerId })
    .from(blocks)
    .where(eq(blocks.blockedId, given("id")))
    .prepare();

  return {
    get: async (id) => rows.get(id),
    me: async (id) => rows.me(id),
    forLogin: async (login) => {
      const found = forLogin.get({ key: login.toLowerCase() });
      if (found === undefined) return null;
      return { userId: found.userId, passwordHash: found.passwordHash, disabled: found.disabledAt !== null };
    },
    passwordHash: async (id) => passwordHash.get({ id })?.passwordHash ?? null,
    list: prepareList(db),
    lastSeen: async (ids) =>
      new Map(lastSeen.all({ ids: JSON.stringify(ids) }).map(({ id, lastSeenAt }) => [id, lastSeenAt])),
    blocked: async (id) => blocked.all({ id }),
    blockersOf: async (id) => blockersOf.all({ id }).map((row) => row.id),
  };
}

function prepareList(db: Connection): UserQueries["list"] {
  const { placeholder } = sql;
  const statement = db
    .select({ user: userColumns, sortKey: users.sortKey })
    .from(users)
    .where(
      and(
        sql`(${users.sortKey}, ${users.id}) > (${given("name")}, ${given("id")})`,
        or(containsText(users.nameKey, "query"), containsText(users.usernameKey, "query")),
      ),
    )
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(placeholder("limit"))
    .prepare();

  return async ({ query = "", cursor, limit }) => {
    const after = cursor === undefined ? { name: "", id: "" } : readNameCursor("users", cursor);
    const found = statement.all({ ...after, query: foldName(query.trim()), limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const more = last !== undefined && found.length > limit;
    return {
      items: page.map(({ user }) => user),
      nextCursor: more ? makeCursor("users", last.sortKey, last.user.id) : null,
    };
  };
}
