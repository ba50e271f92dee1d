import type { Reason, Role, RoomType } from "../contract/index.ts";
import type { Decision } from "./decision.ts";
import type { InRoomFacts, MemberFact, RoomFact } from "./facts.ts";
import { refused } from "./verdict.ts";

/** What can be done in a room. */
export type Action = keyof typeof whoMay;

/** `direct`: one of the people of a direct room, which has no roles. `stranger`: anyone else, in a public room. */
type Standing = Role | "direct" | "stranger";

/** Who may what. To a stranger every room that is not public does not exist, whatever they try. */
const whoMay = {
  read: ["owner", "moderator", "member", "direct"],
  markRead: ["owner", "moderator", "member", "direct"],
  send: ["owner", "moderator", "member", "direct"],
  edit: ["owner", "moderator", "member", "direct"],
  delete: ["owner", "moderator", "member", "direct"],
  deleteAnother: ["owner", "moderator"],
  react: ["owner", "moderator", "member", "direct"],
  update: ["owner", "moderator"],
  addMember: ["owner", "moderator"],
  removeMember: ["owner", "moderator"],
  ban: ["owner", "moderator"],
  unban: ["owner", "moderator"],
  readBans: ["owner", "moderator"],
  setRole: ["owner"],
  archive: ["owner"],
  join: ["owner", "moderator", "member", "stranger"],
  leave: ["owner", "moderator", "member", "stranger"],
} as const satisfies Record<string, readonly Standing[]>;

/** An archived room is read-only; to archive it again is a harmless repeat. */
const whileArchived: ReadonlySet<Action> = new Set<Action>(["read", "readBans", "markRead", "leave", "archive"]);

/** Removing and banning reach only people below one's own rank. */
const ranks: Record<Role, number> = { owner: 2, moderator: 1, member: 0 };

/** Why this cannot be done by someone with this role there (null: not a member); null when it can. */
export function whyNot(
  action: Action,
  room: { type: RoomType; archived: boolean } | null,
  role: Role | null,
): Reason | null {
  if (room === null || (role === null && room.type !== "public")) return "not_found";
  const allowed: readonly Standing[] = whoMay[action];
  if (!allowed.includes(standing(room.type, role))) return "not_allowed";
  return room.archived && !whileArchived.has(action) ? "not_allowed" : null;
}

export function outranks(one: MemberFact, other: MemberFact): boolean {
  return ranks[one.role] > ranks[other.role];
}

/** Lets the actor do something that a stranger may do as well: `member` is null for one. */
export function admit(action: Action, facts: InRoomFacts): Refused | Admitted<MemberFact | null> {
  const reason = whyNot(action, facts.room, facts.member?.role ?? null);
  if (reason !== null || facts.room === null) return { refusal: refused(reason ?? "not_found") };
  return { refusal: null, room: facts.room, member: facts.member };
}

/** Lets the actor do something as a member of the room. */
export function admitMember(action: Action, facts: InRoomFacts): Refused | Admitted<MemberFact> {
  const here = admit(action, facts);
  if (here.refusal !== null) return here;
  if (here.member === null) return { refusal: refused("not_allowed") };
  return { ...here, member: here.member };
}

interface Refused {
  refusal: Decision;
}

interface Admitted<Member> {
  refusal: null;
  room: RoomFact;
  member: Member;
}

function standing(type: RoomType, role: Role | null): Standing {
  if (role === null) return "stranger";
  return type === "direct" ? "direct" : role;
}
