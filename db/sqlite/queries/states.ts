import { and, asc, sql } from "drizzle-orm";
import { limits, type RoomId, type UserId } from "../../../server/contract/index.ts";
import type { LogPage, Position, Reader, StateItem, StatesPlace } from "../../store.ts";
import { given, userColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { users } from "../schema.ts";

/** So many rooms are looked at together: a small one has a hundred marks at most. */
const roomsTogether = 10;
/** A page ends once it has so many. */
const pageSize = 200;

/** State that has changed since a position, in pages: what was changed while they are read is stamped later than all. */
export function createStates(db: Connection) {
  const marks = prepareMarks(db);
  const profiles = prepareProfiles(db);

  return (
    reader: Reader,
    roomIds: readonly RoomId[],
    position: Position,
    after: StatesPlace | null,
  ): Pick<LogPage, "states" | "moreStates"> => {
    const states: StateItem[] = [];
    const ordered = after?.list === "profiles" ? [] : roomIds.toSorted();
    const first = after?.list === "marks" ? ordered.filter((roomId) => roomId > after.roomId) : ordered;
    for (let at = 0; at < first.length; at += roomsTogether) {
      const together = first.slice(at, at + roomsTogether);
      states.push(...marks(reader.userId, together, position));
      const roomId = together.at(-1);
      if (states.length >= pageSize && roomId !== undefined) return { states, moreStates: { list: "marks", roomId } };
    }
    if (reader.roomId !== undefined) return { states, moreStates: null };
    const found = profiles(after?.list === "profiles" ? after : { list: "profiles", position, userId: "" });
    return { states: [...states, ...found.states], moreStates: found.next };
  };
}

interface Mark {
  roomId: RoomId;
  userId: UserId;
  readSeq: number;
  large: number;
}

/** Read marks made at a position or later: one's own everywhere, other people's in small rooms. */
function prepareMarks(db: Connection) {
  const statement = db.$client.prepare<{ userId: UserId; roomIds: string; from: number; small: number }, Mark>(`
    select own.room_id as roomId, own.user_id as userId, own.read_seq as readSeq, member_count > +:small as large
    from json_each(:roomIds) room
      cross join memberships own on own.room_id = room.value and own.user_id = +:userId
      cross join rooms on rooms.id = own.room_id
    where own.read_position >= +:from
    union all
    select others.room_id, others.user_id, others.read_seq, 0
    from json_each(:roomIds) room
      cross join rooms on rooms.id = room.value and rooms.member_count <= +:small
      cross join memberships others on others.room_id = room.value and others.read_position >= +:from
        and others.ended_at is null and others.user_id <> +:userId
  `);
  return (userId: UserId, roomIds: readonly RoomId[], from: Position): StateItem[] =>
    statement
      .all({ userId, roomIds: JSON.stringify(roomIds), from, small: limits.smallRoom })
      .map(({ large, ...mark }) => ({ kind: "read.moved", ...mark, ownDevicesOnly: large === 1 }));
}

/** Whose profile changed at a position of the log or later. */
function prepareProfiles(db: Connection) {
  const statement = db
    .select({ position: sql<Position>`${users.updatedPosition}`, user: userColumns })
    .from(users)
    .where(
      and(
        // As in the index, which is not used otherwise.
        sql`${users.updatedPosition} is not null`,
        sql`(${users.updatedPosition}, ${users.id}) > (${given("position")}, ${given("userId")})`,
      ),
    )
    .orderBy(asc(users.updatedPosition), asc(users.id))
    .limit(pageSize)
    .prepare();

  return ({ position, userId }: Extract<StatesPlace, { list: "profiles" }>) => {
    const found = statement.all({ position, userId });
    const last = found.at(-1);
    const next: StatesPlace | null =
      last !== undefined && found.length === pageSize
        ? { list: "profiles", position: last.position, userId: last.user.id }
        : null;
    return { states: found.map(({ user }): StateItem => ({ kind: "user.updated", user })), next };
  };
}
