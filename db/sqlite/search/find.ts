import type { Database } from "better-sqlite3";
import type { MessageId, RoomId, UserId } from "../../../server/contract/index.ts";
import { listOf, makeCursor, readNumberCursor } from "../../cursor.ts";
import { fold } from "../../fold.ts";
import type { SearchRequest } from "../../store.ts";
import { pageBytes } from "../page-bytes.ts";
import { indexedUpTo } from "../search-index.ts";

/** What one search came to: at most `limit` messages, newest first. */
export interface Found {
  matches: Match[];
  /** Where what is older begins; null at the end. */
  nextCursor: string | null;
}

/** `cursor`: leads on to this message and what is older. */
export interface Match {
  id: MessageId;
  cursor: string;
}

/** Yields after every short step: whoever carries it out may do something else meanwhile. Throws `BadCursor`. */
export type Find = (viewerId: UserId, request: SearchRequest) => Generator<void, Found>;

/**
 * Finds messages that contain every word of the query, literally. The index knows every three characters of a message
 * and names candidates, whose text is then looked at; of words of one or two characters it knows nothing, so there
 * every message is a candidate. It goes from the newest on in short steps; a search that finds little in a very long
 * log ends with a short page, or an empty one, and a cursor.
 */
export function createFind(client: Database, { mostMs = defaultMostMs } = {}): Find {
  const roomsOf = prepareRoomsOf(client);
  const sources = createSources(client);

  return function* find(viewerId, { query, roomId, limit, cursor }) {
    const words = wordsOf(query);
    const rooms = roomsOf(viewerId, roomId);
    if (words.length === 0 || rooms.length === 0) return { matches: [], nextCursor: null };

    const source = sources.choose(words, rooms, roomId, cursor);
    const start = cursor === undefined ? Infinity : readNumberCursor(source.name, cursor);
    const { found, below } = yield* look(source, words, { start: Math.min(start, source.top()), limit, mostMs });
    const cursorAt = (place: number) => makeCursor(source.name, place);
    return {
      matches: found.map(({ id, place }) => ({ id, cursor: cursorAt(place + 1) })),
      nextCursor: below === null ? null : cursorAt(below),
    };
  };
}

/** The rooms in which a person may search now; where one is wanted, that one or none. */
export function prepareRoomsOf(client: Database) {
  const present = client
    .prepare<[string], RoomId>("select room_id from memberships where user_id = +? and ended_at is null")
    .pluck();
  return (userId: UserId, wanted: RoomId | undefined): RoomId[] => {
    const rooms = present.all(userId);
    return wanted === undefined ? rooms : rooms.filter((id) => id === wanted);
  };
}

/** Messages among which to look, newest first. A place is a number that falls from one to the next. */
interface Source {
  /** Of its cursors: a place means nothing to a source of another name. */
  name: string;
  /** Above the newest place. */
  top(): number;
  /** One step: the candidates with `from <= place < below`. */
  read(below: number): { candidates: Candidate[]; from: number };
}

interface Candidate {
  place: number;
  id: MessageId;
  body: string;
}

/** So many texts are looked at in one step. */
const atOnce = 250;

/** One search is worth so much time; it ends with the step in which that has passed. */
const defaultMostMs = 150;

interface Extent {
  /** The place at which to begin. */
  start: number;
  limit: number;
  mostMs: number;
}

/** `below`: where the next page starts; null at the end. */
function* look(source: Source, words: readonly string[], { start, limit, mostMs }: Extent) {
  const found: Candidate[] = [];
  let bytes = 0;
  let below = start;
  for (let spentMs = 0; below > 1 && spentMs <= mostMs; yield) {
    const started = performance.now();
    const { candidates, from } = source.read(below);
    for (const candidate of candidates) {
      if (!containsAll(candidate.body, words)) continue;
      bytes += Buffer.byteLength(candidate.body);
      const isFull = found.length === limit || (bytes > pageBytes && found.length > 0);
      if (isFull) return { found, below: candidate.place + 1 };
      found.push(candidate);
    }
    below = from;
    spentMs += performance.now() - started;
  }
  return { found, below: below > 1 ? below : null };
}

/** Such a room is read through faster than the index finds what is in it and not elsewhere. */
const smallRoom = 20_000;

const ofRoom = "search in a room";
const ofLog = "search";

function createSources(client: Database) {
  const newestKey = client.prepare<[], number | null>("select max(key) from messages").pluck();
  const headSeq = client.prepare<[RoomId], number>("select head_seq from rooms where id = +?").pluck();
  const matching = client
    .prepare<{ match: string; below: number }, number>(`
    select rowid from message_index
    where message_index match :match and rowid < +:below
    order by rowid desc limit ${atOnce}
  `)
    .pluck();
  const ofKeys = client.prepare<{ keys: string; rooms: string }, Candidate>(`
    select key as place, id, body from messages
    where key in (select value from json_each(:keys)) and +room_id in (select value from json_each(:rooms))
    order by key desc
  `);
  const everywhere = client.prepare<Within & { rooms: string }, Candidate>(`
    select key as place, id, body from messages
    where key >= +:from and key < +:below and +room_id in (select value from json_each(:rooms)) and deleted_at is null
    order by key desc
  `);
  const inOneRoom = client.prepare<Within & { roomId: RoomId }, Candidate>(`
    select seq as place, id, body from messages
    where room_id = +:roomId and seq >= +:from and seq < +:below and deleted_at is null
    order by seq desc
  `);
  const newestIndexed = client.prepare<[], number>(indexedUpTo).pluck();
  const topKey = () => (newestKey.get() ?? 0) + 1;
  const topSeq = (roomId: RoomId) => (headSeq.get(roomId) ?? 0) + 1;

  /** The limit is the index's alone: looking for enough in the right rooms, it would look without end. */
  function readIndex(match: string, rooms: string, below: number) {
    // The newest are not in the index yet.
    const indexed = (newestIndexed.get() ?? 0) + 1;
    if (below > indexed) {
      const from = Math.max(indexed, below - atOnce);
      return { candidates: everywhere.all({ rooms, from, below }), from };
    }
    const keys = matching.all({ match, below });
    const from = keys.length < atOnce ? 1 : (keys.at(-1) ?? 1);
    return { candidates: ofKeys.all({ keys: JSON.stringify(keys), rooms }), from };
  }

  function choose(
    words: readonly string[],
    readable: readonly RoomId[],
    roomId: RoomId | undefined,
    cursor: string | undefined,
  ): Source {
    const rooms = JSON.stringify(readable);
    const match = matchExpression(words);
    if (roomId !== undefined) {
      // A room grows: the next page comes from where this one came from.
      const alone = cursor === undefined ? match === "" || topSeq(roomId) <= smallRoom : listOf(cursor) === ofRoom;
      const step = readWithin((within) => inOneRoom.all({ roomId, ...within }));
      if (alone) return { name: ofRoom, top: () => topSeq(roomId), read: step };
    }
    if (match !== "") return { name: ofLog, top: topKey, read: (below) => readIndex(match, rooms, below) };
    return { name: ofLog, top: topKey, read: readWithin((within) => everywhere.all({ rooms, ...within })) };
  }

  return { choose };
}

/** `from <= place < below` */
interface Within {
  from: number;
  below: number;
}

function readWithin(all: (within: Within) => Candidate[]): Source["read"] {
  return (below) => {
    const from = Math.max(1, below - atOnce);
    return { candidates: all({ from, below }), from };
  };
}

const piece = 3;

/** More would hardly narrow the candidates down further, and each costs a walk through the index. */
const mostPieces = 12;

/** What the index is asked for; empty where no word is long enough. Quoted, so that nothing in it is syntax. */
function matchExpression(words: readonly string[]): string {
  const pieces = new Set<string>();
  for (const text of piecesOf(words)) if (pieces.size < mostPieces) pieces.add(text);
  return [...pieces].map((text) => `"${text.replaceAll('"', '""')}"`).join(" AND ");
}

/** Those that lie side by side first: of every word something, before all of the first. */
function* piecesOf(words: readonly string[]): Generator<string> {
  for (let offset = 0; offset < piece; offset++) {
    for (const characters of words.map((word) => [...word])) {
      for (let start = offset; start + piece <= characters.length; start += piece) {
        yield characters.slice(start, start + piece).join("");
      }
    }
  }
}

function wordsOf(query: string): string[] {
  const words = fold(query).split(/\s+/u);
  return [...new Set(words)].filter((word) => word !== "");
}

function containsAll(body: string, words: readonly string[]): boolean {
  const text = fold(body);
  return words.every((word) => text.includes(word));
}
