import type { Role, RoomId, UserId } from "../contract/index.ts";
import type { ArchiveRoomCommand, CreateRoomCommand, OpenDirectCommand, UpdateRoomCommand } from "./commands.ts";
import type { Change, ChangeOf, Decision, NewEntry } from "./decision.ts";
import type { CreateRoomFacts, DirectFacts, InRoomFacts } from "./facts.ts";
import { admitMember } from "./permissions.ts";
import { done, numbered, refused, unchanged } from "./verdict.ts";

export function create(facts: CreateRoomFacts, command: CreateRoomCommand): Decision {
  const { actor, at, roomId, type, name, topic, memberIds, clientId, contentHash } = command;
  const { stored } = facts;
  if (stored !== null) {
    return stored.contentHash === contentHash ? unchanged(roomAnswer(stored.roomId)) : refused("client_id_reused");
  }
  if (!areAll(memberIds, facts.existing)) return refused("not_found");
  const founders: Founder[] = [
    { userId: actor.userId, role: "owner" },
    ...memberIds.map((userId): Founder => ({ userId, role: "member" })),
  ];
  const creatorId = actor.userId;
  return founding(
    { op: "room.insert", id: roomId, type, name, topic, creatorId, clientId, contentHash, directKey: null, at },
    founders,
    command,
  );
}

/** The same people always share the same room. */
export function openDirect(facts: DirectFacts, command: OpenDirectCommand): Decision {
  const { actor, at, roomId, userIds } = command;
  if (facts.stored !== null) return unchanged(roomAnswer(facts.stored));
  if (!areAll(userIds, facts.existing)) return refused("not_found");
  const creatorId = actor.userId;
  const directKey = userIds.join(" ");
  const rest = { name: null, topic: null, clientId: null, contentHash: null };
  const people = [creatorId, ...userIds.filter((id) => id !== creatorId)];
  return founding(
    { op: "room.insert", id: roomId, type: "direct", creatorId, directKey, at, ...rest },
    people.map((userId) => ({ userId, role: "member" })),
    command,
  );
}

export function update(facts: InRoomFacts, command: UpdateRoomCommand): Decision {
  const here = admitMember("update", facts);
  if (here.refusal !== null) return here.refusal;
  const { room } = here;
  const change: ChangeOf<"room.update"> = { op: "room.update", id: room.id };
  if (command.name !== undefined && command.name !== room.name) change.name = command.name;
  if (command.topic !== undefined && command.topic !== room.topic) change.topic = command.topic;

  const differs = "name" in change || "topic" in change;
  if (!differs) return unchanged(roomAnswer(room.id));
  return done(
    { changes: [change], entries: [{ kind: "room.updated", ...numbered(room, command) }] },
    roomAnswer(room.id),
  );
}

export function archive(facts: InRoomFacts, command: ArchiveRoomCommand): Decision {
  const here = admitMember("archive", facts);
  if (here.refusal !== null) return here.refusal;
  const { room } = here;
  if (room.archived) return unchanged();
  return done({
    changes: [{ op: "room.archive", id: room.id, at: command.at }],
    entries: [{ kind: "room.archived", ...numbered(room, command) }],
  });
}

interface Founder {
  userId: UserId;
  role: Role;
}

/** A new room's first events. Its founders see all of them, and have nothing to read yet. */
function founding(
  room: ChangeOf<"room.insert">,
  founders: readonly Founder[],
  command: CreateRoomCommand | OpenDirectCommand,
): Decision {
  const { at } = command;
  const unborn = { id: room.id, headSeq: 0 };
  const readSeq = 1 + founders.length;
  const changes: Change[] = [room];
  const entries: NewEntry[] = [{ kind: "room.created", ...numbered(unborn, command) }];
  for (const { userId, role } of founders) {
    const detail = { role, joinedAt: at, readSeq };
    changes.push({ op: "member.insert", roomId: room.id, userId, role, startSeq: 1, readSeq, at });
    entries.push({ kind: "member.joined", ...numbered(unborn, command, entries.length + 1), userId, detail });
  }
  return done({ changes, entries }, roomAnswer(room.id));
}

function areAll(asked: readonly UserId[], existing: readonly UserId[]): boolean {
  const accounts = new Set(existing);
  return asked.every((id) => accounts.has(id));
}

function roomAnswer(roomId: RoomId) {
  return { kind: "room", roomId } as const;
}
