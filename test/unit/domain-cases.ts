import type { Role } from "../../server/contract/index.ts";
import type { CommandKind, CommandOf } from "../../server/domain/commands.ts";
import { decide } from "../../server/domain/decide.ts";
import type { Decision } from "../../server/domain/decision.ts";
import type {
  EditFacts,
  FactsOf,
  JoinFacts,
  MemberFact,
  MessageFact,
  ReactFacts,
  RoomFact,
  SendFacts,
  TargetFacts,
} from "../../server/domain/facts.ts";

export const at = new Date("2026-11-21T10:00:00Z");
export const actor = { userId: "ada", sessionId: "adas-laptop" };

/** What can be true of a room for any command in it: a command's facts are a part of these. */
export type RoomFacts = JoinFacts & TargetFacts & SendFacts & EditFacts & ReactFacts;

/** A public room with five members and ten events. Ada owns it, Grace is a member. */
export function roomFacts(differences: Partial<RoomFacts> = {}): RoomFacts {
  return {
    session: "live",
    room: room(),
    member: member("ada", "owner"),
    banned: false,
    target: member("grace", "member"),
    targetExists: true,
    targetBanned: false,
    sender: { id: "ada", username: "ada", displayName: "Ada", kind: "person", avatarUrl: null },
    stored: null,
    replyExists: true,
    blocked: false,
    mentions: [],
    message: message("ada"),
    reacted: false,
    emojiCount: 0,
    emojiPresent: false,
    ...differences,
  };
}

export function room(differences: Partial<RoomFact> = {}): RoomFact {
  return {
    id: "analysts",
    type: "public",
    name: "Analysts",
    topic: null,
    headSeq: 10,
    memberCount: 5,
    ownerCount: 1,
    archived: false,
    ...differences,
  };
}

export function member(userId: string, role: Role, readSeq = 3): MemberFact {
  return { userId, role, readSeq, joinedAt: new Date("2026-11-20T10:00:00Z") };
}

export function message(senderId: string, differences: Partial<MessageFact> = {}): MessageFact {
  return { id: "hello", roomId: "analysts", senderId, body: "hello", deleted: false, ...differences };
}

/** Ada's commands in the room; where somebody is concerned, it is Grace. */
export const commands = {
  send: {
    kind: "message.send",
    actor,
    at,
    messageId: "hello",
    roomId: "analysts",
    clientId: "1",
    body: "hello",
    data: null,
    replyToId: null,
    contentHash: "hash of hello",
    mentionedNames: [],
    retryAfterMs: null,
  },
  edit: { kind: "message.edit", actor, at, messageId: "hello", body: "hello!", mentionedNames: [] },
  delete: { kind: "message.delete", actor, at, messageId: "hello" },
  react: { kind: "message.react", actor, at, messageId: "hello", emoji: "👍" },
  unreact: { kind: "message.unreact", actor, at, messageId: "hello", emoji: "👍" },
  markRead: { kind: "message.markRead", actor, at, roomId: "analysts", seq: 7 },
  update: { kind: "room.update", actor, at, roomId: "analysts", name: "Engines" },
  archive: { kind: "room.archive", actor, at, roomId: "analysts" },
  join: { kind: "room.join", actor, at, roomId: "analysts" },
  leave: { kind: "room.leave", actor, at, roomId: "analysts" },
  add: { kind: "room.addMember", actor, at, roomId: "analysts", userId: "grace" },
  remove: { kind: "room.removeMember", actor, at, roomId: "analysts", userId: "grace" },
  ban: { kind: "room.ban", actor, at, roomId: "analysts", userId: "grace" },
  unban: { kind: "room.unban", actor, at, roomId: "analysts", userId: "grace" },
  setRole: { kind: "room.setRole", actor, at, roomId: "analysts", userId: "grace", role: "moderator" },
} as const satisfies Record<string, CommandOf<CommandKind>>;

type Cases = typeof commands;

/** Decides one of the cases above; `differences` are changes to its command. */
export function attempt<Name extends keyof Cases>(
  name: Name,
  facts: Partial<RoomFacts> = {},
  differences: Partial<CommandOf<Cases[Name]["kind"]>> = {},
): Decision {
  const { kind } = commands[name];
  // The facts of a room hold those of every command in one.
  return decide(roomFacts(facts) as FactsOf<typeof kind>, { ...commands[name], ...differences });
}

/** A decision in one word: the reason of a refusal, `nothing` where nothing is written, otherwise `done`. */
export function verdictOf({ answer, changes, entries, states }: Decision): string {
  if (answer.kind === "refused") return answer.refusal.reason;
  return changes.length + entries.length + states.length === 0 ? "nothing" : "done";
}
