import { setImmediate as nextTurn } from "node:timers/promises";
import type { MessageId, RoomId } from "../../../server/contract/index.ts";
import { makeCursor, readNumberCursor } from "../../cursor.ts";
import { fold } from "../../fold.ts";
import type { MessageQueries } from "../../store.ts";
import type { Connection } from "../connection.ts";
import type { MessageRows } from "./message-rows.ts";

/**
 * Finds messages that contain every word of the query, literally. The index knows every three characters of a message
 * and names candidates, whose text is then looked at; of words of one or two characters it knows nothing, so there
 * every message is a candidate. The log is searched from its end in short stretches, between which the loop is free; a
 * call that finds little in a very long log ends with a short page and a cursor.
 */
export function createSearch(db: Connection, messages: MessageRows): MessageQueries["search"] {
  const roomsOf = db.$client
    .prepare<[string], string>("select room_id from memberships where user_id = ? and ended_at is null")
    .pluck();
  const sources = createSources(db);

  return async (viewerId, { query, roomId, limit, cursor }) => {
    const words = wordsOf(query);
    const place = cursor === undefined ? null : readNumberCursor("search", cursor);
    const rooms = readable(roomId);
    if (words.length === 0 || rooms.length === 0) return { items: [], nextCursor: null };

    const source = sources.choose(words, rooms, roomId);
    const { found, below } = await look(source, words, Math.min(place ?? Infinity, source.top()), limit);
    const stillReadable = new Set(readable(roomId));
    const byId = messages.get(found, viewerId);
    const items = found.flatMap((id) => byId.get(id) ?? []);
    return {
      items: items.filter((message) => message.deletedAt === null && stillReadable.has(message.roomId)),
      nextCursor: below === null ? null : makeCursor("search", below),
    };

    function readable(wanted: RoomId | undefined): RoomId[] {
      const present = roomsOf.all(viewerId);
      return wanted === undefined ? present : present.filter((id) => id === wanted);
    }
  };
}

/** Messages among which to look, newest first. A place is a number that falls from one to the next. */
interface Source {
  /** Above the newest place. */
  top(): number;
  /** Candidates with `from <= place < below`, the first of them. */
  read(from: number, below: number): Candidate[];
  /** How many places one statement looks at, and how many one call does. */
  stretch: number;
  most: number;
}

interface Candidate {
  place: number;
  id: MessageId;
  body: string;
}

/** `from <= place < below` */
interface Within {
  from: number;
  below: number;
}

/** So many texts are looked at before the loop is free again. */
const candidatesAtOnce = 250;

/** `below`: where the next page starts; null at the end. */
async function look(source: Source, words: readonly string[], start: number, limit: number) {
  const found: MessageId[] = [];
  let below = start;
  for (let looked = 0; below > 1 && looked < source.most;) {
    const from = Math.max(1, below - source.stretch);
    const candidates = source.read(from, below);
    for (const { place, id, body } of candidates) {
      if (!containsAll(body, words)) continue;
      if (found.length === limit) return { found, below: place + 1 };
      found.push(id);
    }
    const next = candidates.length < candidatesAtOnce ? from : (candidates.at(-1)?.place ?? from);
    looked += below - next;
    below = next;
    await nextTurn();
  }
  return { found, below: below > 1 ? below : null };
}

function createSources(db: Connection) {
  const newestKey = db.$client.prepare<[], number | null>("select max(key) from messages").pluck();
  const headSeq = db.$client.prepare<[RoomId], number>("select head_seq from rooms where id = ?").pluck();
  const indexed = db.$client.prepare<Within & { match: string; rooms: string }, Candidate>(`
    select messages.key as place, id, body
    from message_index cross join messages on messages.key = message_index.rowid
    where message_index match :match and message_index.rowid >= :from and message_index.rowid < :below
      and room_id in (select value from json_each(:rooms))
    order by message_index.rowid desc limit ${candidatesAtOnce}
  `);
  const everywhere = db.$client.prepare<Within & { rooms: string }, Candidate>(`
    select key as place, id, body from messages
    where key >= :from and key < :below and +room_id in (select value from json_each(:rooms)) and deleted_at is null
    order by key desc limit ${candidatesAtOnce}
  `);
  const inOneRoom = db.$client.prepare<Within & { roomId: RoomId }, Candidate>(`
    select seq as place, id, body from messages
    where room_id = :roomId and seq >= :from and seq < :below and deleted_at is null
    order by seq desc limit ${candidatesAtOnce}
  `);

  function choose(words: readonly string[], readable: readonly RoomId[], roomId: RoomId | undefined): Source {
    const rooms = JSON.stringify(readable);
    const match = matchExpression(words);
    const topKey = () => (newestKey.get() ?? 0) + 1;
    if (match !== "") {
      const read = (from: number, below: number) => indexed.all({ match, rooms, from, below });
      return { top: topKey, read, stretch: 10_000, most: 4_000_000 };
    }
    const scan = { stretch: 1_000, most: 200_000 };
    if (roomId === undefined) {
      return { top: topKey, read: (from, below) => everywhere.all({ rooms, from, below }), ...scan };
    }
    const topSeq = () => (headSeq.get(roomId) ?? 0) + 1;
    return { top: topSeq, read: (from, below) => inOneRoom.all({ roomId, from, below }), ...scan };
  }

  return { choose };
}

const piece = 3;

/** More three-character pieces would not narrow the candidates down further. */
const mostPieces = 24;

/** What the index is asked for; empty where no word is long enough. Quoted, so that nothing in it is syntax. */
function matchExpression(words: readonly string[]): string {
  const pieces = new Set<string>();
  for (const word of words) {
    const characters = [...word];
    for (let start = 0; start + piece <= characters.length && pieces.size < mostPieces; start++) {
      pieces.add(characters.slice(start, start + piece).join(""));
    }
  }
  return [...pieces].map((text) => `"${text.replaceAll('"', '""')}"`).join(" AND ");
}

function wordsOf(query: string): string[] {
  const words = fold(query).split(/\s+/u);
  return [...new Set(words)].filter((word) => word !== "");
}

function containsAll(body: string, words: readonly string[]): boolean {
  const text = fold(body);
  return words.every((word) => text.includes(word));
}
