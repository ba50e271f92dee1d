import type { UserId } from "../contract/index.ts";
import type { JoinCommand, LeaveCommand, MemberCommand, SetRoleCommand } from "./commands.ts";
import type { Change, Decision, MemberDetail, NewEntry } from "./decision.ts";
import type { InRoomFacts, JoinFacts, MemberFact, RoomFact, TargetFacts } from "./facts.ts";
import { admit, admitMember, outranks } from "./permissions.ts";
import { done, numbered, refused, unchanged } from "./verdict.ts";

export function join(facts: JoinFacts, command: JoinCommand): Decision {
  const here = admit("join", facts);
  if (here.refusal !== null) return here.refusal;
  if (here.member !== null) return unchanged();
  if (facts.banned) return refused("banned");
  return joining(here.room, command.actor.userId, command);
}

/** The last one out archives the room. */
export function leave(facts: InRoomFacts, command: LeaveCommand): Decision {
  const here = admit("leave", facts);
  if (here.refusal !== null) return here.refusal;
  const { room, member } = here;
  if (member === null) return unchanged();
  const last = room.memberCount === 1;
  // An archived room can get no other owner, and needs none.
  if (isLastOwner(room, member) && !last && !room.archived) return refused("last_owner");

  const { at } = command;
  const { userId } = member;
  const changes: Change[] = [{ op: "member.end", roomId: room.id, userId, at }];
  const entries: NewEntry[] = [{ kind: "member.left", ...numbered(room, command), userId, detail: detailOf(member) }];
  if (last && !room.archived) {
    changes.push({ op: "room.archive", id: room.id, at });
    entries.push({ kind: "room.archived", ...numbered(room, command, 2) });
  }
  return done({ changes, entries });
}

export function add(facts: TargetFacts, command: MemberCommand): Decision {
  const here = admitMember("addMember", facts);
  if (here.refusal !== null) return here.refusal;
  if (!facts.targetExists) return refused("not_found");
  if (facts.target !== null) return unchanged();
  if (facts.targetBanned) return refused("banned");
  return joining(here.room, command.userId, command);
}

export function remove(facts: TargetFacts, command: MemberCommand): Decision {
  const here = admitMember("removeMember", facts);
  if (here.refusal !== null) return here.refusal;
  if (!facts.targetExists) return refused("not_found");
  if (facts.target === null) return unchanged();
  if (!outranks(here.member, facts.target)) return refused("not_allowed");
  return done(removing(here.room, facts.target, command));
}

/** Bans someone, whether they are in the room or not yet; a member is removed by it. */
export function ban(facts: TargetFacts, command: MemberCommand): Decision {
  const here = admitMember("ban", facts);
  if (here.refusal !== null) return here.refusal;
  if (!facts.targetExists) return refused("not_found");
  const { target, targetBanned } = facts;
  if (target !== null && !outranks(here.member, target)) return refused("not_allowed");
  if (targetBanned) return unchanged();

  const { actor, at, userId } = command;
  const { room } = here;
  const removal = target === null ? { changes: [], entries: [] } : removing(room, target, command);
  const changes: Change[] = [{ op: "ban.insert", roomId: room.id, userId, byId: actor.userId, at }, ...removal.changes];
  return done({ changes, entries: removal.entries });
}

export function unban(facts: TargetFacts, command: MemberCommand): Decision {
  const here = admitMember("unban", facts);
  if (here.refusal !== null) return here.refusal;
  if (!facts.targetExists) return refused("not_found");
  if (!facts.targetBanned) return unchanged();
  return done({ changes: [{ op: "ban.delete", roomId: here.room.id, userId: command.userId }] });
}

/** Nobody takes the room's last owner away, themselves included: it could never get another. */
export function setRole(facts: TargetFacts, command: SetRoleCommand): Decision {
  const here = admitMember("setRole", facts);
  if (here.refusal !== null) return here.refusal;
  const { target } = facts;
  if (!facts.targetExists || target === null) return refused("not_found");
  const { userId, role } = command;
  if (target.role === role) return unchanged();
  const { room } = here;
  if (isLastOwner(room, target)) return refused("last_owner");
  const detail = { ...detailOf(target), role };
  return done({
    changes: [{ op: "member.setRole", roomId: room.id, userId, role }],
    entries: [{ kind: "member.roleChanged", ...numbered(room, command), userId, detail }],
  });
}

/** A membership starts with its own `member.joined`, and with nothing unread. */
function joining(room: RoomFact, userId: UserId, command: JoinCommand | MemberCommand): Decision {
  const event = numbered(room, command);
  const { at } = command;
  const detail: MemberDetail = { role: "member", joinedAt: at, readSeq: event.seq };
  const { role, readSeq } = detail;
  return done({
    changes: [{ op: "member.insert", roomId: room.id, userId, role, startSeq: event.seq, readSeq, at }],
    entries: [{ kind: "member.joined", ...event, userId, detail }],
  });
}

function removing(room: RoomFact, target: MemberFact, command: MemberCommand): Pick<Decision, "changes" | "entries"> {
  const { userId } = target;
  return {
    changes: [{ op: "member.end", roomId: room.id, userId, at: command.at }],
    entries: [{ kind: "member.removed", ...numbered(room, command), userId, detail: detailOf(target) }],
  };
}

function isLastOwner(room: RoomFact, member: MemberFact): boolean {
  return member.role === "owner" && room.ownerCount === 1;
}

function detailOf({ role, joinedAt, readSeq }: MemberFact): MemberDetail {
  return { role, joinedAt, readSeq };
}
