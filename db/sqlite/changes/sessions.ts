import { eq, sql } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { sessions } from "../schema.ts";
import { mustChange, type Appliers } from "./appliers.ts";

const { placeholder } = sql;

export function createSessionChanges(db: Connection) {
  const insert = db
    .insert(sessions)
    .values({
      id: placeholder("id"),
      userId: placeholder("userId"),
      device: placeholder("device"),
      createdAt: placeholder("at"),
      lastSeenAt: placeholder("at"),
      rotatedAt: placeholder("at"),
      endsAt: placeholder("endsAt"),
      refreshHash: placeholder("refreshHash"),
      refreshExpiresAt: placeholder("refreshExpiresAt"),
    })
    .prepare();
  const rotate = db
    .update(sessions)
    .set({
      refreshHash: sql`${placeholder("refreshHash")}`,
      previousHash: sql`${placeholder("previousHash")}`,
      refreshExpiresAt: sql`${placeholder("refreshExpiresAt")}`,
      rotatedAt: sql`${placeholder("at")}`,
    })
    .where(eq(sessions.id, placeholder("id")))
    .prepare();
  const end = db
    .update(sessions)
    .set({ endedAt: sql`${placeholder("at")}` })
    .where(eq(sessions.id, placeholder("id")))
    .prepare();
  const seen = db
    .update(sessions)
    .set({ lastSeenAt: sql`max(${sessions.lastSeenAt}, ${placeholder("at")})` })
    .where(eq(sessions.id, placeholder("id")))
    .prepare();

  return {
    "session.insert": ({ userId, session, at }) => void insert.run({ ...session, userId, at }),
    "session.rotate": ({ op, at, refreshExpiresAt, ...rest }) =>
      mustChange(rotate.run({ ...rest, at: at.getTime(), refreshExpiresAt: refreshExpiresAt.getTime() }), op),
    "session.end": ({ op, id, at }) => mustChange(end.run({ id, at: at.getTime() }), op),
    "session.seen": ({ id, at }) => void seen.run({ id, at: at.getTime() }),
  } satisfies Partial<Appliers>;
}
