import { and, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Connection } from "../connection.ts";
import { isPresent } from "../queries/members.ts";
import { bans, memberships, rooms } from "../schema.ts";
import { mustChange, type Appliers } from "./appliers.ts";

const { placeholder } = sql;
const one = and(
  eq(memberships.roomId, placeholder("roomId")),
  eq(memberships.userId, placeholder("userId")),
  isPresent,
);

export function createMemberChanges(db: Connection) {
  const insert = db
    .insert(memberships)
    .values({
      roomId: placeholder("roomId"),
      userId: placeholder("userId"),
      role: placeholder("role"),
      startSeq: placeholder("startSeq"),
      readSeq: placeholder("readSeq"),
      joinedAt: placeholder("at"),
    })
    // Someone who was here before: the same row again.
    .onConflictDoUpdate({
      target: [memberships.roomId, memberships.userId],
      set: {
        role: sql`excluded.role`,
        startSeq: sql`excluded.start_seq`,
        readSeq: sql`excluded.read_seq`,
        readPosition: null,
        joinedAt: sql`excluded.joined_at`,
        endedAt: null,
      },
      setWhere: isNotNull(memberships.endedAt),
    })
    .prepare();
  const end = db
    .update(memberships)
    .set({ endedAt: sql`${placeholder("at")}` })
    .where(one)
    .prepare();
  const setRole = db
    .update(memberships)
    .set({ role: sql`${placeholder("role")}` })
    .where(one)
    .prepare();
  const read = db
    .update(memberships)
    .set({ readSeq: sql`${placeholder("readSeq")}`, readPosition: sql`${placeholder("stamp")}` })
    .where(and(one, lt(memberships.readSeq, placeholder("readSeq"))))
    .prepare();
  const count = db
    .update(rooms)
    .set({ memberCount: sql`${rooms.memberCount} + ${placeholder("by")}` })
    .where(eq(rooms.id, placeholder("roomId")))
    .prepare();
  const ban = db
    .insert(bans)
    .values({
      roomId: placeholder("roomId"),
      userId: placeholder("userId"),
      byId: placeholder("byId"),
      createdAt: placeholder("at"),
    })
    .onConflictDoNothing()
    .prepare();
  const unban = db
    .delete(bans)
    .where(and(eq(bans.roomId, placeholder("roomId")), eq(bans.userId, placeholder("userId"))))
    .prepare();

  return {
    "member.insert": ({ op, roomId, ...rest }) => {
      mustChange(insert.run({ roomId, ...rest }), op);
      count.run({ roomId, by: 1 });
    },
    "member.end": ({ op, roomId, userId, at }) => {
      mustChange(end.run({ roomId, userId, at: at.getTime() }), op);
      count.run({ roomId, by: -1 });
    },
    "member.setRole": ({ op, ...rest }) => mustChange(setRole.run(rest), op),
    // Never back: a mark that is further already stays.
    "member.read": ({ roomId, userId, readSeq }, stamp) => void read.run({ roomId, userId, readSeq, stamp }),
    "ban.insert": ({ roomId, userId, byId, at }) => void ban.run({ roomId, userId, byId, at }),
    "ban.delete": ({ roomId, userId }) => void unban.run({ roomId, userId }),
  } satisfies Partial<Appliers>;
}
