import { and, eq, sql } from "drizzle-orm";
import type { RoomId, UserId } from "../../../server/contract/index.ts";
import type {
  Actor,
  ArchiveRoomCommand,
  CreateRoomCommand,
  OpenDirectCommand,
  UpdateRoomCommand,
} from "../../../server/domain/commands.ts";
import type { CreateRoomFacts, DirectFacts, InRoomFacts, MemberFact, RoomFact } from "../../../server/domain/facts.ts";
import { given, oneOf } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { isPresent } from "../queries/members.ts";
import { isLive, stateOf } from "../queries/sessions.ts";
import { memberships, rooms, sessions, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";
import type { ReadSession } from "./sessions.ts";

const { placeholder } = sql;

/** What a command in a room needs to know; `read` where the room is not named by the command itself. */
export interface InRoom {
  read(command: { actor: Actor; at: Date }, roomId: RoomId | null): InRoomFacts;
  /** A present membership. */
  member(roomId: RoomId, userId: UserId): MemberFact | null;
}

export function createInRoomFacts(db: Connection, session: ReadSession): InRoom {
  const membership = db
    .select(memberColumns)
    .from(memberships)
    .where(and(eq(memberships.roomId, placeholder("roomId")), eq(memberships.userId, placeholder("userId")), isPresent))
    .prepare();
  const whole = db
    .select(inRoomColumns)
    .from(sessions)
    .innerJoin(users, inRoomJoins.user)
    .leftJoin(rooms, inRoomJoins.room)
    .leftJoin(memberships, inRoomJoins.member)
    .where(inRoomJoins.session)
    .prepare();

  function read({ actor, at }: { actor: Actor; at: Date }, roomId: RoomId): InRoomFacts {
    return inRoomFacts(whole.get({ ...actor, now: at.getTime(), roomId }));
  }

  return {
    read: (command, roomId) =>
      roomId === null ? { ...session(command), room: null, member: null } : read(command, roomId),
    member: (roomId, userId) => membership.get({ roomId, userId }) ?? null,
  };
}

const roomColumns = {
  id: rooms.id,
  type: rooms.type,
  name: rooms.name,
  topic: rooms.topic,
  headSeq: rooms.headSeq,
  memberCount: rooms.memberCount,
  ownerCount: sql<number>`(
    select count(*) from memberships owners
    where owners.room_id = rooms.id and owners.role = 'owner' and owners.ended_at is null
  )`,
  archivedAt: rooms.archivedAt,
};

const memberColumns = {
  userId: memberships.userId,
  role: memberships.role,
  readSeq: memberships.readSeq,
  joinedAt: memberships.joinedAt,
};

/** Three questions in one statement: who asks, about which room, and as whom. Bind `sessionId`, `userId`, `roomId` and `now`. */
export const inRoomColumns = {
  disabledAt: users.disabledAt,
  live: sql<number>`${isLive}`,
  room: roomColumns,
  member: memberColumns,
};

/** How the tables of that statement hang together. */
export const inRoomJoins = {
  session: and(eq(sessions.id, given("sessionId")), eq(sessions.userId, given("userId"))),
  user: eq(users.id, sessions.userId),
  room: eq(rooms.id, given("roomId")),
  member: and(eq(memberships.roomId, rooms.id), eq(memberships.userId, users.id), isPresent),
};

type InRoomRow = Parameters<typeof stateOf>[0] & { room: RoomRow | null; member: MemberFact | null };

/** `undefined`: there is no such session. */
export function inRoomFacts(found: InRoomRow | undefined): InRoomFacts {
  if (found === undefined) return { session: "ended", room: null, member: null };
  return { session: stateOf(found), room: found.room === null ? null : roomFact(found.room), member: found.member };
}

type RoomRow = Omit<RoomFact, "archived"> & { archivedAt: Date | null };

function roomFact({ archivedAt, ...rest }: RoomRow): RoomFact {
  return { ...rest, archived: archivedAt !== null };
}

export function createRoomFacts(db: Connection, session: ReadSession, inRoom: InRoom) {
  const stored = db
    .select({ roomId: rooms.id, contentHash: rooms.contentHash })
    .from(rooms)
    .where(and(eq(rooms.creatorId, placeholder("userId")), eq(rooms.clientId, placeholder("clientId"))))
    .prepare();
  const direct = db
    .select({ id: rooms.id })
    .from(rooms)
    .where(eq(rooms.directKey, placeholder("key")))
    .prepare();
  const accounts = db.select({ id: users.id }).from(users).where(oneOf(users.id, "ids")).prepare();
  const existing = (ids: readonly UserId[]) => accounts.all({ ids: JSON.stringify(ids) }).map(({ id }) => id);

  function create(command: CreateRoomCommand): CreateRoomFacts {
    const { actor, clientId, memberIds } = command;
    const found = clientId === null ? undefined : stored.get({ userId: actor.userId, clientId });
    return {
      ...session(command),
      stored: found === undefined ? null : { roomId: found.roomId, contentHash: found.contentHash ?? "" },
      existing: existing(memberIds),
    };
  }

  function openDirect(command: OpenDirectCommand): DirectFacts {
    const { userIds } = command;
    return {
      ...session(command),
      stored: direct.get({ key: userIds.join(" ") })?.id ?? null,
      existing: existing(userIds),
    };
  }

  const inside = (command: UpdateRoomCommand | ArchiveRoomCommand) => inRoom.read(command, command.roomId);

  return {
    "room.create": create,
    "room.direct": openDirect,
    "room.update": inside,
    "room.archive": inside,
  } satisfies Partial<FactReaders>;
}
