import { and, eq, sql } from "drizzle-orm";
import type { RoomId, UserId } from "../../../server/contract/index.ts";
import type { JoinCommand, LeaveCommand, MemberCommand, SetRoleCommand } from "../../../server/domain/commands.ts";
import type { JoinFacts, TargetFacts } from "../../../server/domain/facts.ts";
import type { Connection } from "../connection.ts";
import { bans, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";
import type { InRoom } from "./rooms.ts";

const { placeholder } = sql;

export function createMemberFacts(db: Connection, inRoom: InRoom) {
  const account = db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.id, placeholder("id")))
    .prepare();
  const ban = db
    .select({ userId: bans.userId })
    .from(bans)
    .where(and(eq(bans.roomId, placeholder("roomId")), eq(bans.userId, placeholder("userId"))))
    .prepare();
  const isBanned = (roomId: RoomId, userId: UserId) => ban.get({ roomId, userId }) !== undefined;

  function join(command: JoinCommand): JoinFacts {
    const { actor, roomId } = command;
    return { ...inRoom.read(command, roomId), banned: isBanned(roomId, actor.userId) };
  }

  function target(command: MemberCommand | SetRoleCommand): TargetFacts {
    const { roomId, userId } = command;
    return {
      ...inRoom.read(command, roomId),
      targetExists: account.get({ id: userId }) !== undefined,
      target: inRoom.member(roomId, userId),
      targetBanned: isBanned(roomId, userId),
    };
  }

  return {
    "room.join": join,
    "room.leave": (command: LeaveCommand) => inRoom.read(command, command.roomId),
    "room.addMember": target,
    "room.removeMember": target,
    "room.ban": target,
    "room.unban": target,
    "room.setRole": target,
  } satisfies Partial<FactReaders>;
}
