import type { Database } from "better-sqlite3";

/** Something that the database keeps twice, or in order, and that is counted again. */
export interface Audit {
  name: string;
  /** What is right about it where nothing is wrong. */
  sound: string;
  /** Each row is a problem, in words. */
  sql: string;
}

/** What must be so in a database of the present schema, beyond what SQLite itself checks. */
export const audits: readonly Audit[] = [
  {
    name: "log",
    sound: "the log has no gap",
    sql: `
      select 'position ' || position || ' does not follow the one before' from (
        select position, lag(position, 1, 0) over (order by position) as before from events
      ) where position <> before + 1`,
  },
  {
    name: "rooms",
    sound: "every room's events are numbered without a gap, up to its head",
    sql: `
      select 'seq ' || seq || ' does not follow the one before in room ' || room_id from (
        select room_id, seq, lag(seq, 1, 0) over (partition by room_id order by position) as before
        from events where room_id is not null
      ) where seq <> before + 1
      union all
      select 'room ' || id || ' has another head than its log' from rooms
      where head_seq <> (select coalesce(max(seq), 0) from events where room_id = rooms.id)
        or head_position <> (select coalesce(max(position), 0) from events where room_id = rooms.id)`,
  },
  {
    name: "messages",
    sound: "every message has its event, and every event its message",
    sql: `
      select 'message ' || id || ' has no event' from messages
      where not exists (
        select 1 from events where room_id = messages.room_id and seq = messages.seq
          and kind = 'message.sent' and message_id = messages.id
      )
      union all
      select 'event ' || position || ' has no message' from events
      where message_id is not null and message_id not in (select id from messages)`,
  },
  {
    name: "members",
    sound: "every room's number of members is right",
    sql: `
      select 'room ' || id || ' has another number of members' from rooms
      where member_count <> (select count(*) from memberships where room_id = rooms.id and ended_at is null)`,
  },
  {
    name: "unread",
    sound: "every read mark is within its room, and every mention is counted",
    sql: `
      select 'user ' || user_id || ' has read further than room ' || room_id || ' goes' from memberships
      join rooms on rooms.id = room_id where read_seq > head_seq or start_seq > head_seq
      union all
      select 'message ' || id || ' mentions others than are counted' from messages
      where (select count(*) from mentions where room_id = messages.room_id and seq = messages.seq) <>
        (select count(distinct value) from json_each(messages.mentions))`,
  },
  {
    name: "reactions",
    sound: "every reaction is counted",
    sql: `
      select 'message ' || message_id || ' has another number of ' || emoji from (
        select message_id, emoji, count(*) as count from reactions group by message_id, emoji
        union all
        select message_id, emoji, -count from reaction_tallies
      ) group by message_id, emoji having sum(count) <> 0`,
  },
  {
    name: "search",
    sound: "every message that is indexed can be found, and no other",
    sql: `
      select 'message ' || id || ' cannot be found by searching' from messages
      where deleted_at is null and key not in (select id from message_index_docsize)
        and key <= (select max(id) from message_index_docsize)
      union all
      select 'message ' || docsize.id || ' of the index is deleted or never was' from message_index_docsize as docsize
      left join messages on key = docsize.id
      where key is null or (deleted_at is not null and sz <> x'00')`,
  },
];

/** What an audit finds: at most so many problems. */
export function problemsOf({ sql }: Audit, client: Database, most: number): string[] {
  return client.prepare<[], string>(`select * from (${sql}) limit ${most}`).pluck().all();
}
