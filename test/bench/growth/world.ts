import path from "node:path";
import Database from "better-sqlite3";
import { openSqliteStore } from "../../../db/sqlite/store.ts";
import type { Store } from "../../../db/store.ts";
import type { RoomId } from "../../../server/contract/index.ts";
import type { Actor, SendCommand } from "../../../server/domain/commands.ts";
import { searchThread } from "../../support/store.ts";
import { Random } from "../fill/random.ts";

/** A filled database that is being measured, and who is in it. */
export interface World {
  /** How many messages it was filled with. */
  size: number;
  store: Store;
  random: Random;
  people: Actor[];
  /** The room that everybody is in and most is said in. */
  hall: RoomId;
  hallHead: number;
  /** The busiest rooms after the hall, with their members. */
  teams: { id: RoomId; members: Actor[] }[];
}

/** Opens what `fill` has made, as the server does. */
export async function openWorld(size: number, data: string): Promise<World> {
  const file = path.join(data, "natter.db");
  const db = new Database(file, { readonly: true });
  const busiest = db
    .prepare<[], { id: RoomId; headSeq: number }>(`
      select id, head_seq as headSeq from rooms order by member_count > 500 desc, head_seq desc limit 6
    `)
    .all();
  const members = db.prepare<[RoomId], Actor>(`
    select sessions.user_id as userId, sessions.id as sessionId
    from memberships join sessions on sessions.user_id = memberships.user_id
    where memberships.room_id = ? and memberships.ended_at is null
  `);
  const [hall, ...teams] = busiest.map((room) => ({ ...room, members: members.all(room.id) }));
  db.close();
  if (hall === undefined) throw new Error(`${file} has not been filled.`);
  const store = await openSqliteStore({ file, searchThread });
  return { size, store, random: new Random(7), people: hall.members, hall: hall.id, hallHead: hall.headSeq, teams };
}

/** What somebody says next, in words that are often said. */
export function newMessage({ random }: World, roomId: RoomId, actor: Actor): SendCommand {
  const id = random.id(Date.now());
  return {
    kind: "message.send",
    actor,
    at: new Date(),
    messageId: id,
    roomId,
    clientId: id,
    body: `the meeting about ${id.slice(-6)} is tomorrow, please look at the report`,
    data: null,
    replyToId: null,
    contentHash: id,
    mentionedNames: [],
    retryAfterMs: null,
  };
}
