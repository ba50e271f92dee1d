import { describe, expect, test } from "vitest";
import type { Role, RoomType } from "../../server/contract/index.ts";
import { attempt, commands, member, message, room, verdictOf, type RoomFacts } from "./domain-cases.ts";

/** api.md, "Who may what", to the letter: who asks, and in which room. */
const columns = {
  owner: { type: "public", role: "owner" },
  moderator: { type: "private", role: "moderator" },
  member: { type: "public", role: "member" },
  "person of a direct room": { type: "direct", role: "member" },
  "stranger, public room": { type: "public", role: null },
  "stranger, private room": { type: "private", role: null },
  "stranger, direct room": { type: "direct", role: null },
  "anyone, no such room": null,
} satisfies Record<string, { type: RoomType; role: Role | null } | null>;

type Column = keyof typeof columns;
type Case = keyof typeof commands;

const yes = "done";
const no = "not_allowed";
const hidden = "not_found";
const anyonesMessage = { message: message("grace") };
const banned = { target: null, targetBanned: true };

const table: [what: string, command: Case, facts: Partial<RoomFacts>, verdicts: (string | undefined)[]][] = [
  // Verdicts in the order of the columns: owner, moderator, member, direct; strangers to public, private, direct; absent.
  ["send", "send", {}, [yes, yes, yes, yes, no, hidden, hidden, hidden]],
  ["react", "react", anyonesMessage, [yes, yes, yes, yes, no, hidden, hidden, hidden]],
  ["take a reaction back", "unreact", { reacted: true }, [yes, yes, yes, yes, no, hidden, hidden, hidden]],
  ["mark as read", "markRead", {}, [yes, yes, yes, yes, no, hidden, hidden, hidden]],
  ["edit an own message", "edit", {}, [yes, yes, yes, yes, no, hidden, hidden, hidden]],
  ["edit another's", "edit", anyonesMessage, [no, no, no, no, no, hidden, hidden, hidden]],
  ["delete an own message", "delete", {}, [yes, yes, yes, yes, no, hidden, hidden, hidden]],
  ["delete another's", "delete", anyonesMessage, [yes, yes, no, no, no, hidden, hidden, hidden]],
  ["rename", "update", {}, [yes, yes, no, no, no, hidden, hidden, hidden]],
  ["add someone", "add", { target: null }, [yes, yes, no, no, no, hidden, hidden, hidden]],
  ["remove a member", "remove", {}, [yes, yes, no, no, no, hidden, hidden, hidden]],
  ["ban a member", "ban", {}, [yes, yes, no, no, no, hidden, hidden, hidden]],
  ["lift a ban", "unban", banned, [yes, yes, no, no, no, hidden, hidden, hidden]],
  ["set a role", "setRole", {}, [yes, no, no, no, no, hidden, hidden, hidden]],
  ["archive", "archive", {}, [yes, no, no, no, no, hidden, hidden, hidden]],
  ["join", "join", {}, ["nothing", "nothing", "nothing", no, yes, hidden, hidden, hidden]],
  ["leave", "leave", {}, ["last_owner", yes, yes, no, "nothing", hidden, hidden, hidden]],
];

const cells = table.flatMap(([what, command, facts, verdicts]) =>
  (Object.keys(columns) as Column[]).map((who, index) => ({ who, what, command, facts, verdict: verdicts[index] })),
);

describe("who may what", () => {
  test.each(cells)("$who: $what -> $verdict", ({ who, command, facts, verdict }) => {
    expect(verdictOf(attempt(command, { ...facts, ...factsOf(who) }))).toBe(verdict);
  });

  test("every row has a verdict for everyone", () => {
    expect(cells.filter(({ verdict }) => verdict === undefined)).toEqual([]);
    expect(new Set(table.map(([, command]) => command))).toEqual(new Set(Object.keys(commands)));
  });
});

describe("an archived room is read-only", () => {
  const still: Record<string, string> = { markRead: "done", leave: "done", archive: "nothing" };
  test.each(Object.keys(commands) as Case[])("%s by its owner", (command) => {
    const verdict = verdictOf(attempt(command, { room: room({ archived: true }), target: null, targetBanned: true }));
    expect(verdict).toBe(still[command] ?? no);
  });

  test("a member who archives it again is told that they may not, not that it is done", () => {
    const facts = { room: room({ archived: true }), member: member("ada", "member") };
    expect(verdictOf(attempt("archive", facts))).toBe("not_allowed");
  });

  test("a stranger to an archived private room does not learn that it exists", () => {
    const facts = { room: room({ archived: true, type: "private" }), member: null };
    const verdicts = (Object.keys(commands) as Case[]).map((command) => verdictOf(attempt(command, facts)));
    expect(new Set(verdicts)).toEqual(new Set(["not_found"]));
  });
});

describe("people below one's own rank", () => {
  const rank: [actor: Role, target: Role, verdict: string][] = [
    ["owner", "owner", "not_allowed"],
    ["owner", "moderator", "done"],
    ["owner", "member", "done"],
    ["moderator", "owner", "not_allowed"],
    ["moderator", "moderator", "not_allowed"],
    ["moderator", "member", "done"],
  ];
  test.each(rank)("%s removes or bans %s -> %s", (role, targetRole, verdict) => {
    const facts = { member: member("ada", role), target: member("grace", targetRole) };
    expect(verdictOf(attempt("remove", facts))).toBe(verdict);
    expect(verdictOf(attempt("ban", facts))).toBe(verdict);
  });
});

test.each(["ended", "disabled"] as const)("with a session that is %s nobody can do anything", (session) => {
  const stored = { messageId: "hello", contentHash: commands.send.contentHash };
  const verdicts = (Object.keys(commands) as Case[]).map((command) => verdictOf(attempt(command, { session, stored })));
  expect(new Set(verdicts)).toEqual(new Set([session === "ended" ? "session_ended" : "account_disabled"]));
});

/** In a room that does not exist there are no members and no messages. */
function factsOf(who: Column): Partial<RoomFacts> {
  const column = columns[who];
  if (column === null) return { room: null, member: null, target: null, message: null };
  const { type, role } = column;
  return { room: room({ type }), member: role === null ? null : member("ada", role) };
}
