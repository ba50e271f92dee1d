import type { Role, RoomType } from "../../../server/contract/index.ts";
import type { BanRecord, MembershipRecord, ReadRecord, RoomRecord } from "../../portable.ts";
import { dateOf, maybeDate, pages } from "./pages.ts";
import { lastRead, type ExportParts, type ScopeValues } from "./scopes.ts";

interface RoomRow {
  id: string;
  roomType: RoomType;
  name: string | null;
  topic: string | null;
  creatorId: string;
  directKey: string | null;
  createdAt: number;
  archivedAt: number | null;
  clientId: string | null;
  contentHash: string | null;
}

interface BanRow {
  roomId: string;
  userId: string;
  byId: string;
  createdAt: number;
}

interface MembershipRow {
  roomId: string;
  userId: string;
  role: Role;
  startSeq: number;
  readSeq: number;
  joinedAt: number;
  endedAt: number | null;
}

interface ReadRow {
  place: number;
  roomId: string;
  userId: string;
  messageId: string;
}

export function createExportRooms({ client, where, values, credentials }: ExportParts) {
  type InRoom = ScopeValues & { roomId: string };
  const bansOf = client.prepare<InRoom, BanRow>(`
    select room_id as roomId, user_id as userId, by_id as byId, created_at as createdAt
    from bans where bans.room_id = :roomId and ${where.ban} order by created_at, user_id
  `);
  const membersOf = client.prepare<InRoom, MembershipRow>(`
    select room_id as roomId, user_id as userId, role, start_seq as startSeq, read_seq as readSeq,
      joined_at as joinedAt, ended_at as endedAt
    from memberships where memberships.room_id = :roomId and ${where.membership} order by start_seq, rowid
  `);

  /** Rooms in the order of their latest activity, so that an import keeps it; each with who is banned and who is in it. */
  function* rooms(): Generator<RoomRecord | BanRecord | MembershipRecord> {
    const all = client.prepare<ScopeValues, RoomRow>(selectRooms(where.room)).all(values);
    for (const row of all) {
      const given = { ...values, roomId: row.id };
      yield toRoom(row);
      for (const ban of bansOf.all(given)) yield { type: "ban", ...ban, createdAt: dateOf(ban.createdAt) };
      for (const { joinedAt, endedAt, ...member } of membersOf.all(given)) {
        yield { type: "membership", ...member, joinedAt: dateOf(joinedAt), endedAt: maybeDate(endedAt) };
      }
    }
  }

  function toRoom({ id, roomType, name, topic, creatorId, directKey, ...rest }: RoomRow): RoomRecord {
    const { createdAt, archivedAt, clientId, contentHash } = rest;
    return {
      type: "room",
      id,
      roomType,
      name: name ?? undefined,
      topic: topic ?? undefined,
      creatorId,
      userIds: directKey?.split(" "),
      createdAt: dateOf(createdAt),
      archivedAt: maybeDate(archivedAt),
      ...(credentials && clientId !== null && { clientId, contentHash: contentHash ?? undefined }),
    };
  }

  /** How far everyone has read, as the message up to which they have. */
  function* reads(): Generator<ReadRecord> {
    for (const rows of pages<ReadRow>(client, selectReads(where.read), values)) {
      for (const { roomId, userId, messageId } of rows) yield { type: "read", roomId, userId, messageId };
    }
  }

  return { rooms, reads };
}

const selectRooms = (condition: string) => `
  select id, type as roomType, name, topic, creator_id as creatorId, direct_key as directKey, created_at as createdAt,
    archived_at as archivedAt, client_id as clientId, content_hash as contentHash
  from rooms where ${condition} order by head_position, id
`;

const selectReads = (condition: string) => `
  select rowid as place, room_id as roomId, user_id as userId, ${lastRead} as messageId
  from memberships where rowid > :after and ended_at is null and ${condition} and ${lastRead} is not null
`;
