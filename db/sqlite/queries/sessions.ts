import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { SessionQueries } from "../../store.ts";
import { given } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { sessions, users } from "../schema.ts";

/** Neither ended nor expired at the instant `now`. */
export const isLive = and(
  isNull(sessions.endedAt),
  gt(sessions.refreshExpiresAt, given("now")),
  gt(sessions.endsAt, given("now")),
);

export function createSessionQueries(db: Connection): SessionQueries {
  const check = db
    .select({ userId: sessions.userId, disabledAt: users.disabledAt, live: sql<number>`${isLive}` })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, given("id")))
    .prepare();
  const byRefreshHash = db
    .select({ userId: sessions.userId })
    .from(sessions)
    .where(
      and(
        eq(sessions.id, given("id")),
        or(eq(sessions.refreshHash, given("hash")), eq(sessions.previousHash, given("hash"))),
        isLive,
      ),
    )
    .prepare();
  const list = db
    .select({
      id: sessions.id,
      device: sessions.device,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, given("userId")), isLive))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .prepare();

  return {
    check: async (id, now) => {
      const found = check.get({ id, now: now.getTime() });
      if (found === undefined) return null;
      return { userId: found.userId, state: stateOf(found) };
    },
    byRefreshHash: async (id, hash, now) => byRefreshHash.get({ id, hash, now: now.getTime() })?.userId ?? null,
    list: async (userId, current, now) =>
      list.all({ userId, now: now.getTime() }).map((session) => ({ ...session, current: session.id === current })),
  };
}

/** A disabled account's session is not live either, but the person is told why. */
export function stateOf(session: { live: number; disabledAt: Date | null }): "live" | "ended" | "disabled" {
  if (session.live !== 1) return "ended";
  return session.disabledAt === null ? "live" : "disabled";
}
