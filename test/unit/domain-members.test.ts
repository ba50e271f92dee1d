import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, attempt, commands, member, room, verdictOf } from "./domain-cases.ts";

const joinedAt = member("ada", "member").joinedAt;

describe("someone who joins", () => {
  test("sees the room from their own arrival on, with nothing unread", () => {
    const decision = attempt("join", { member: null });
    expect(decision.changes).toEqual([
      { op: "member.insert", roomId: "analysts", userId: "ada", role: "member", startSeq: 11, readSeq: 11, at },
    ]);
    expect(decision.entries).toEqual([
      {
        kind: "member.joined",
        roomId: "analysts",
        seq: 11,
        actorId: "ada",
        at,
        userId: "ada",
        detail: { role: "member", joinedAt: at, readSeq: 11 },
      },
    ]);
  });

  test("is told that they are banned", () => {
    expect(verdictOf(attempt("join", { member: null, banned: true }))).toBe("banned");
  });

  test("is not told so by a room that they cannot see", () => {
    expect(verdictOf(attempt("join", { member: null, banned: true, room: room({ type: "private" }) }))).toBe(
      "not_found",
    );
  });
});

describe("someone who is added", () => {
  test("has joined, by the hand of whoever added them", () => {
    const [entry] = attempt("add", { target: null }).entries;
    expect(entry).toMatchObject({ kind: "member.joined", seq: 11, actorId: "ada", userId: "grace" });
  });

  test("must exist, must not be banned, and may be there already", () => {
    expect(verdictOf(attempt("add", { target: null, targetExists: false }))).toBe("not_found");
    expect(verdictOf(attempt("add", { target: null, targetBanned: true }))).toBe("banned");
    expect(verdictOf(attempt("add"))).toBe("nothing");
  });
});

describe("someone who leaves", () => {
  test("is said to have left as what they were", () => {
    const decision = attempt("leave", { member: member("ada", "moderator", 9) });
    expect(decision.changes).toEqual([{ op: "member.end", roomId: "analysts", userId: "ada", at }]);
    const detail = { role: "moderator", joinedAt, readSeq: 9 };
    expect(decision.entries).toMatchObject([{ kind: "member.left", seq: 11, userId: "ada", detail }]);
  });

  test("as the last one archives the room", () => {
    const decision = attempt("leave", { room: room({ memberCount: 1 }) });
    expect(decision.changes).toMatchObject([{ op: "member.end" }, { op: "room.archive" }]);
    expect(decision.entries).toMatchObject([
      { kind: "member.left", seq: 11 },
      { kind: "room.archived", seq: 12 },
    ]);
  });

  test("cannot be the last owner among others, unless the room is archived", () => {
    expect(verdictOf(attempt("leave"))).toBe("last_owner");
    expect(verdictOf(attempt("leave", { room: room({ ownerCount: 2 }) }))).toBe("done");
    expect(verdictOf(attempt("leave", { room: room({ archived: true }) }))).toBe("done");
  });

  test("as the last one of an archived room does not archive it again", () => {
    const decision = attempt("leave", { room: room({ archived: true, memberCount: 1 }) });
    expect(decision.entries).toMatchObject([{ kind: "member.left" }]);
    expect(decision.changes).toMatchObject([{ op: "member.end" }]);
  });
});

describe("someone who is removed", () => {
  test("is said to be removed, as what they were", () => {
    const decision = attempt("remove", { target: member("grace", "moderator", 8) });
    expect(decision.changes).toEqual([{ op: "member.end", roomId: "analysts", userId: "grace", at }]);
    const detail = { role: "moderator", joinedAt, readSeq: 8 };
    expect(decision.entries).toMatchObject([{ kind: "member.removed", actorId: "ada", userId: "grace", detail }]);
  });

  test("must exist, and may be gone already", () => {
    expect(verdictOf(attempt("remove", { target: null, targetExists: false }))).toBe("not_found");
    expect(verdictOf(attempt("remove", { target: null }))).toBe("nothing");
  });

  test("is somebody else: an owner leaves", () => {
    expect(verdictOf(attempt("remove", { target: member("ada", "owner") }, { userId: "ada" }))).toBe("not_allowed");
  });
});

describe("someone who is banned", () => {
  test("is removed if they are in the room", () => {
    const decision = attempt("ban");
    expect(decision.changes).toEqual([
      { op: "ban.insert", roomId: "analysts", userId: "grace", byId: "ada", at },
      { op: "member.end", roomId: "analysts", userId: "grace", at },
    ]);
    expect(decision.entries).toMatchObject([{ kind: "member.removed", seq: 11, userId: "grace" }]);
  });

  test("outside of the room leaves no trace in it", () => {
    const decision = attempt("ban", { target: null });
    expect(decision.changes).toMatchObject([{ op: "ban.insert" }]);
    expect(decision.entries).toEqual([]);
  });

  test("must exist, and may be banned already", () => {
    expect(verdictOf(attempt("ban", { target: null, targetExists: false }))).toBe("not_found");
    expect(verdictOf(attempt("ban", { target: null, targetBanned: true }))).toBe("nothing");
  });

  test("may be let in again", () => {
    const decision = attempt("unban", { target: null, targetBanned: true });
    expect(decision.changes).toEqual([{ op: "ban.delete", roomId: "analysts", userId: "grace" }]);
    expect(verdictOf(attempt("unban", { target: null }))).toBe("nothing");
    expect(verdictOf(attempt("unban", { target: null, targetExists: false }))).toBe("not_found");
  });
});

describe("someone who is given a role", () => {
  test("is said to have the new one", () => {
    const decision = attempt("setRole");
    expect(decision.changes).toEqual([
      { op: "member.setRole", roomId: "analysts", userId: "grace", role: "moderator" },
    ]);
    const detail = { role: "moderator", joinedAt, readSeq: 3 };
    expect(decision.entries).toMatchObject([{ kind: "member.roleChanged", seq: 11, userId: "grace", detail }]);
  });

  test("may have it already", () => {
    expect(verdictOf(attempt("setRole", {}, { role: "member" }))).toBe("nothing");
  });

  test("must be a member", () => {
    expect(verdictOf(attempt("setRole", { target: null }))).toBe("not_found");
    expect(verdictOf(attempt("setRole", { target: null, targetExists: false }))).toBe("not_found");
  });

  test("is not the last owner", () => {
    const facts = { target: member("ada", "owner") };
    expect(verdictOf(attempt("setRole", facts, { userId: "ada", role: "member" }))).toBe("last_owner");
    expect(verdictOf(attempt("setRole", { ...facts, room: room({ memberCount: 1 }) }, { userId: "ada" }))).toBe(
      "last_owner",
    );
    expect(verdictOf(attempt("setRole", { ...facts, room: room({ ownerCount: 2 }) }, { userId: "ada" }))).toBe("done");
  });
});

test("whatever is done in a room, its events are numbered on from the head without a gap, by who did it", () => {
  const roles = fc.constantFrom("owner", "moderator", "member" as const);
  const anything = fc.record({
    room: fc
      .record({ headSeq: fc.nat(1000), memberCount: fc.integer({ min: 1, max: 3 }), archived: fc.boolean() })
      .map((differences) => room(differences)),
    member: fc.option(roles.map((role) => member("ada", role))),
    target: fc.option(roles.map((role) => member("grace", role))),
    targetBanned: fc.boolean(),
    reacted: fc.boolean(),
  });
  const names = Object.keys(commands) as (keyof typeof commands)[];
  fc.assert(
    fc.property(anything, fc.constantFrom(...names), (facts, name) => {
      const { changes, entries, answer } = attempt(name, facts);
      const numbers = entries.map((entry) => ("seq" in entry ? entry.seq - facts.room.headSeq : null));
      expect(numbers).toEqual(entries.map((_, index) => index + 1));
      expect(entries.every((entry) => "actorId" in entry && entry.actorId === "ada")).toBe(true);
      if (answer.kind === "refused") expect([...changes, ...entries]).toEqual([]);
    }),
  );
});
