import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Author, Me, User, UserId } from "../../../server/contract/index.ts";
import type { UserQueries } from "../../store.ts";
import { authorColumns, containsText, given, meColumns, oneOf, userColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { blocks, users } from "../schema.ts";
import { lookedThrough, readNamePage } from "./name-pages.ts";

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
  const named = db
    .select(userColumns)
    .from(users)
    .where(eq(users.usernameKey, given("key")))
    .prepare();
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
    named: async (username) => named.get({ key: username.toLowerCase() }) ?? null,
    forLogin: async (login) => {
      const found = forLogin.get({ key: login.toLowerCase() });
      if (found === undefined) return null;
      return { userId: found.userId, passwordHash: found.passwordHash, disabled: found.disabledAt !== null };
    },
    passwordHash: async (id) => passwordHash.get({ id })?.passwordHash ?? null,
    list: prepareList(db),
    // Asked for on the command line alone.
    accounts: async ({ after = "", limit }) =>
      db
        .select({ ...meColumns, disabledAt: users.disabledAt, lastSeenAt: users.lastSeenAt })
        .from(users)
        .where(and(eq(users.kind, "person"), gt(users.usernameKey, after.toLowerCase())))
        .orderBy(asc(users.usernameKey))
        .limit(limit)
        .all(),
    lastSeen: async (ids) =>
      new Map(lastSeen.all({ ids: JSON.stringify(ids) }).map(({ id, lastSeenAt }) => [id, lastSeenAt])),
    blocked: async (id) => blocked.all({ id }),
    blockersOf: async (id) => blockersOf.all({ id }).map((row) => row.id),
  };
}

function prepareList(db: Connection): UserQueries["list"] {
  const { placeholder } = sql;
  const after = sql`(${users.sortKey}, ${users.id}) > (${given("name")}, ${given("id")})`;
  const page = db
    .select({ user: userColumns, sortKey: users.sortKey, id: users.id })
    .from(users)
    .where(
      and(
        isNull(users.disabledAt),
        after,
        sql`(${users.sortKey}, ${users.id}) <= (${given("endName")}, ${given("endId")})`,
        or(containsText(users.nameKey, "query"), containsText(users.usernameKey, "query")),
      ),
    )
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(placeholder("limit"))
    .prepare();
  const end = db
    .select({ sortKey: users.sortKey, id: users.id })
    .from(users)
    .where(after)
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(1)
    .offset(lookedThrough - 1)
    .prepare();
  const statements = { page: page.all.bind(page), end: end.get.bind(end) };

  return async (request) => {
    const { items, nextCursor } = readNamePage("users", statements, request);
    return { items: items.map(({ user }) => user), nextCursor };
  };
}
