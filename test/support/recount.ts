import path from "node:path";
import type { TRPCClient } from "@trpc/client";
import Database from "better-sqlite3";
import type { Message, RoomId, UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";

/** What people are told they have not read, against a count of it. */
export async function recount(
  people: readonly { name: string; id: UserId; api: TRPCClient<AppRouter> }[],
  final: readonly Message[],
  heads: ReadonlyMap<RoomId, number>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, id, api } of people) {
    const { items } = await api.room.list.query();
    for (const room of items.filter(({ id: roomId }) => heads.has(roomId))) {
      const unread = final.filter(
        ({ roomId, sender, seq, deletedAt }) =>
          roomId === room.id && sender.id !== id && seq > room.readSeq && deletedAt === null,
      ).length;
      const counted = Math.min(unread, 1000);
      if (room.unread !== counted) problems.push(`${name} has ${room.unread} unread in ${room.name}, not ${counted}`);
      if (room.memberCount !== people.length) problems.push(`${room.name} has ${room.memberCount} members`);
    }
  }
  return problems;
}

/** What is wrong with the database of a server that has ended: each row of an answer is a problem. */
export function unsoundness(dataFolder: string): unknown[] {
  const database = new Database(path.join(dataFolder, "natter.db"), { readonly: true });
  try {
    const found = [...database.prepare("pragma integrity_check").pluck().all()].filter((row) => row !== "ok");
    return [...found, ...database.prepare("pragma foreign_key_check").all(), ...database.prepare(audit).pluck().all()];
  } finally {
    database.close();
  }
}

/** Everything that is kept twice, counted again. */
const audit = `
  select 'position ' || position || ' does not follow the one before' from (
    select position, lag(position, 1, 0) over (order by position) as before from events
  ) where position <> before + 1
  union all
  select 'seq ' || seq || ' does not follow the one before in room ' || room_id from (
    select room_id, seq, lag(seq, 1, 0) over (partition by room_id order by position) as before
    from events where room_id is not null
  ) where seq <> before + 1
  union all
  select 'room ' || id || ' has another head than its log' from rooms
  where head_seq <> (select coalesce(max(seq), 0) from events where room_id = rooms.id)
  union all
  select 'room ' || id || ' has another number of members' from rooms
  where member_count <> (select count(*) from memberships where room_id = rooms.id and ended_at is null)
  union all
  select 'message ' || id || ' has no event' from messages
  where not exists (
    select 1 from events where kind = 'message.sent' and message_id = messages.id
      and events.room_id = messages.room_id and events.seq = messages.seq
  )
  union all
  select 'event ' || position || ' has no message' from events
  where kind = 'message.sent' and message_id not in (select id from messages)
  union all
  select 'message ' || id || ' cannot be found by searching' from messages
  where deleted_at is null and key not in (select rowid from message_index)
  union all
  select 'message ' || message_id || ' has another number of ' || emoji from (
    select message_id, emoji, count(*) as count from reactions group by message_id, emoji
    union all
    select message_id, emoji, -count from reaction_tallies
  ) group by message_id, emoji having sum(count) <> 0
`;
