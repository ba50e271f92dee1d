import { desc } from "drizzle-orm";
import type { Author, HistoryEvent, Message, Role, Room } from "../../../server/contract/index.ts";
import type { NewEntry } from "../../../server/domain/decision.ts";
import type { Position } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { events } from "../schema.ts";
import type { MessageRows } from "./message-rows.ts";
import type { RoomRows } from "./room-rows.ts";
import type { UserRows } from "./users.ts";

export type EventRow = typeof events.$inferSelect;

export interface PlacedEvent {
  position: Position;
  event: HistoryEvent;
}

export type EventRows = ReturnType<typeof createEventRows>;

/** Makes events of rows of the log: what was just written and what is replayed go through the same code. */
export function createEventRows(
  db: Connection,
  epoch: string,
  rows: { users: UserRows; rooms: RoomRows; messages: MessageRows },
) {
  const newest = db
    .select({ position: events.position })
    .from(events)
    .orderBy(desc(events.position))
    .limit(1)
    .prepare();
  const head = (): Position => newest.get()?.position ?? 0;

  /** In the order of the rows; messages, rooms and people are as they are now. */
  function assemble(found: readonly EventRow[]): PlacedEvent[] {
    const ids = (noun: string, id: "messageId" | "roomId" | "userId") =>
      found.flatMap((row) => (row.kind.startsWith(noun) ? (row[id] ?? []) : []));
    const now: Payloads = {
      messages: rows.messages.get(ids("message.", "messageId"), null),
      rooms: rows.rooms.getAll(ids("room.", "roomId")),
      authors: rows.users.authors(ids("member.", "userId")),
    };
    return found.map((row) => ({ position: row.position, event: toEvent(row, now) }));
  }

  function one(row: EventRow): PlacedEvent {
    return present(assemble([row])[0]);
  }

  return { head, lastEventId: () => `${epoch}.${head()}`, assemble, one };
}

/** What an entry of the log is stored as. */
export function toEventRow(entry: NewEntry, position: Position): EventRow {
  return {
    position,
    kind: entry.kind,
    roomId: "roomId" in entry ? entry.roomId : null,
    seq: "seq" in entry ? entry.seq : null,
    at: entry.at,
    actorId: "actorId" in entry ? entry.actorId : null,
    messageId: "messageId" in entry ? entry.messageId : null,
    userId: "userId" in entry ? entry.userId : null,
    detail: detailOf(entry),
  };
}

/** What the rows will no longer say when the event is replayed. */
function detailOf(entry: NewEntry): string | null {
  if ("emoji" in entry) return JSON.stringify({ emoji: entry.emoji } satisfies ReactionDetail);
  if ("sessionId" in entry) return JSON.stringify({ sessionId: entry.sessionId });
  if (!("detail" in entry)) return null;
  const { role, joinedAt, readSeq } = entry.detail;
  return JSON.stringify({ role, joinedAt: joinedAt.getTime(), readSeq } satisfies StoredMemberDetail);
}

interface ReactionDetail {
  emoji: string;
}

interface StoredMemberDetail {
  role: Role;
  joinedAt: number;
  readSeq: number;
}

interface Payloads {
  messages: Map<string, Message>;
  rooms: Map<string, Room>;
  authors: Map<string, Author>;
}

function toEvent(row: EventRow, now: Payloads): HistoryEvent {
  const { kind, at } = row;
  const roomId = present(row.roomId);
  const seq = present(row.seq);
  const base = { roomId, seq, at, actorId: present(row.actorId) };
  switch (kind) {
    case "message.sent":
    case "message.edited":
    case "message.deleted":
      return { kind, ...base, message: present(now.messages.get(present(row.messageId))) };
    case "reaction.added":
    case "reaction.removed": {
      const { emoji } = JSON.parse(present(row.detail)) as ReactionDetail;
      return { kind, ...base, messageId: present(row.messageId), emoji, updatedSeq: seq };
    }
    case "member.joined":
    case "member.left":
    case "member.removed":
    case "member.roleChanged": {
      const { role, joinedAt, readSeq } = JSON.parse(present(row.detail)) as StoredMemberDetail;
      const user = present(now.authors.get(present(row.userId)));
      return { kind, ...base, membership: { roomId, user, role, joinedAt: new Date(joinedAt), readSeq } };
    }
    case "room.created":
    case "room.updated":
    case "room.archived":
      return { kind, ...base, room: present(now.rooms.get(roomId)) };
    default:
      throw new Error(`The log's entry at ${row.position} (${kind}) is not for clients.`);
  }
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("The log names a row that does not exist.");
  return value;
}
