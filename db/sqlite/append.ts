import { and, eq, isNull, sql } from "drizzle-orm";
import { limits, type UserId } from "../../server/contract/index.ts";
import type { NewEntry, NewState } from "../../server/domain/decision.ts";
import type { LogItem, Position, StateItem } from "../store.ts";
import type { Connection } from "./connection.ts";
import { toEventRow, type EventRow, type EventRows, type PlacedEvent } from "./queries/event-rows.ts";
import type { UserRows } from "./queries/users.ts";
import { events, memberships, rooms } from "./schema.ts";

const { placeholder } = sql;
const nobody: readonly UserId[] = [];

/** Appends an entry to the log, in the transaction of its decision. Throws where it is not its room's next one. */
export function createAppend(db: Connection, eventRows: EventRows) {
  const insert = db
    .insert(events)
    .values({
      position: placeholder("position"),
      kind: placeholder("kind"),
      roomId: placeholder("roomId"),
      seq: placeholder("seq"),
      at: placeholder("at"),
      actorId: placeholder("actorId"),
      messageId: placeholder("messageId"),
      userId: placeholder("userId"),
      detail: placeholder("detail"),
    })
    .prepare();
  const advance = db
    .update(rooms)
    .set({ headSeq: sql`${placeholder("seq")}`, headPosition: sql`${placeholder("position")}` })
    .where(and(eq(rooms.id, placeholder("roomId")), sql`${rooms.headSeq} + 1 = ${placeholder("seq")}`))
    .prepare();

  const founders = db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.roomId, placeholder("roomId")), isNull(memberships.endedAt)))
    .prepare();

  function admitted(entry: NewEntry): readonly UserId[] {
    if (entry.kind === "member.joined") return [entry.userId];
    return entry.kind === "room.created" ? founders.all({ roomId: entry.roomId }).map(({ userId }) => userId) : nobody;
  }

  /** The event as every replay will tell it: by the same code, unless whoever decided knew all of it. */
  function tell(entry: NewEntry, row: EventRow): PlacedEvent {
    if (entry.kind !== "message.sent" || entry.message === null) return eventRows.one(row);
    const { kind, roomId, seq, at, actorId, message } = entry;
    return { position: row.position, event: { kind, roomId, seq, at, actorId, message } };
  }

  return (entry: NewEntry, position: Position): LogItem => {
    const row = toEventRow(entry, position);
    insert.run({ ...row });
    if (!("roomId" in entry)) return { type: "server", position, entry };

    const { changes } = advance.run({ roomId: entry.roomId, seq: entry.seq, position });
    if (changes === 0) throw new Error(`${entry.kind} with seq ${entry.seq} is not the next event of its room.`);
    return { type: "event", ...tell(entry, row), admits: admitted(entry) };
  };
}

/** Reads what state has become, as streams are told of it. */
export function createReadState(db: Connection, users: UserRows) {
  const mark = db
    .select({ readSeq: memberships.readSeq, memberCount: rooms.memberCount })
    .from(memberships)
    .innerJoin(rooms, eq(rooms.id, memberships.roomId))
    .where(and(eq(memberships.roomId, placeholder("roomId")), eq(memberships.userId, placeholder("userId"))))
    .prepare();

  return (state: NewState): StateItem => {
    if (state.kind === "user.updated") {
      const user = users.get(state.userId);
      if (user === null) throw new Error("A profile changed that does not exist.");
      return { kind: "user.updated", user };
    }
    const { roomId, userId } = state;
    const found = mark.get({ roomId, userId });
    if (found === undefined) throw new Error("A read mark moved that does not exist.");
    const { readSeq, memberCount } = found;
    return { kind: "read.moved", roomId, userId, readSeq, ownDevicesOnly: memberCount > limits.smallRoom };
  };
}
