import { describe, expect, test } from "vitest";
import type { CreateRoomCommand, OpenDirectCommand } from "../../server/domain/commands.ts";
import { decide } from "../../server/domain/decide.ts";
import type { CreateRoomFacts, DirectFacts } from "../../server/domain/facts.ts";
import { actor, at, attempt, member, room, verdictOf } from "./domain-cases.ts";

function create(facts: Partial<CreateRoomFacts> = {}, differences: Partial<CreateRoomCommand> = {}) {
  const command: CreateRoomCommand = {
    kind: "room.create",
    actor,
    at,
    roomId: "analysts",
    type: "private",
    name: "Analysts",
    topic: null,
    memberIds: ["grace", "linus"],
    clientId: "1",
    contentHash: "hash",
    ...differences,
  };
  return decide<"room.create">({ session: "live", stored: null, existing: ["grace", "linus"], ...facts }, command);
}

function direct(facts: Partial<DirectFacts> = {}, userIds = ["ada", "grace"]) {
  const command: OpenDirectCommand = { kind: "room.direct", actor, at, roomId: "between", userIds };
  return decide<"room.direct">({ session: "live", stored: null, existing: userIds, ...facts }, command);
}

describe("a room that is created", () => {
  test("begins with its creation, then its owner, then everyone else, and all of them see all of it", () => {
    const { changes, entries, answer } = create();
    const { creatorId, directKey } = { creatorId: "ada", directKey: null };
    expect(changes[0]).toMatchObject({ op: "room.insert", type: "private", creatorId, clientId: "1", directKey });
    expect(changes.slice(1)).toMatchObject([
      { op: "member.insert", userId: "ada", role: "owner", startSeq: 1, readSeq: 4 },
      { op: "member.insert", userId: "grace", role: "member", startSeq: 1, readSeq: 4 },
      { op: "member.insert", userId: "linus", role: "member", startSeq: 1, readSeq: 4 },
    ]);
    expect(entries).toMatchObject([
      { kind: "room.created", seq: 1, actorId: "ada" },
      { kind: "member.joined", seq: 2, actorId: "ada", userId: "ada", detail: { role: "owner", joinedAt: at } },
      { kind: "member.joined", seq: 3, actorId: "ada", userId: "grace", detail: { role: "member" } },
      { kind: "member.joined", seq: 4, actorId: "ada", userId: "linus" },
    ]);
    expect(answer).toEqual({ kind: "room", roomId: "analysts" });
  });

  test("is made once for a clientId, which belongs to its content", () => {
    const stored = { roomId: "first", contentHash: "hash" };
    const repeated = create({ stored, existing: [] });
    expect(verdictOf(repeated)).toBe("nothing");
    expect(repeated.answer).toEqual({ kind: "room", roomId: "first" });
    expect(verdictOf(create({ stored }, { contentHash: "other" }))).toBe("client_id_reused");
  });

  test("has only people who exist", () => {
    expect(verdictOf(create({ existing: ["grace"] }))).toBe("not_found");
  });
});

describe("a direct room", () => {
  test("has people without ranks", () => {
    const { changes, entries } = direct({}, ["ada", "grace", "linus"]);
    expect(changes[0]).toMatchObject({ op: "room.insert", type: "direct", name: null, directKey: "ada grace linus" });
    const roles = changes.flatMap((change) =>
      change.op === "member.insert" ? [`${change.userId} ${change.role}`] : [],
    );
    expect(roles).toEqual(["ada member", "grace member", "linus member"]);
    expect(entries.map(({ kind }) => kind)).toEqual(["room.created", ...roles.map(() => "member.joined")]);
  });

  test("is the same for the same people", () => {
    const again = direct({ stored: "before" });
    expect(verdictOf(again)).toBe("nothing");
    expect(again.answer).toEqual({ kind: "room", roomId: "before" });
  });

  test("may be for oneself alone", () => {
    expect(direct({}, ["ada"]).entries).toHaveLength(2);
  });

  test("has only people who exist", () => {
    expect(verdictOf(direct({ existing: ["ada"] }))).toBe("not_found");
  });
});

describe("a room that is changed", () => {
  test("says so in its next event, with what differs", () => {
    const decision = attempt("update", {}, { name: "Analysts", topic: "Engines" });
    expect(decision.changes).toEqual([{ op: "room.update", id: "analysts", topic: "Engines" }]);
    expect(decision.entries).toMatchObject([{ kind: "room.updated", seq: 11, actorId: "ada" }]);
    expect(decision.answer).toEqual({ kind: "room", roomId: "analysts" });
  });

  test("to what it is already is not", () => {
    const decision = attempt("update", {}, { name: "Analysts", topic: null });
    expect(verdictOf(decision)).toBe("nothing");
    expect(decision.answer).toEqual({ kind: "room", roomId: "analysts" });
  });

  test("can lose its topic", () => {
    const decision = attempt("update", { room: room({ topic: "Engines" }) }, { name: "Analysts", topic: null });
    expect(decision.changes).toEqual([{ op: "room.update", id: "analysts", topic: null }]);
  });
});

test("a room is archived once", () => {
  expect(attempt("archive").entries).toMatchObject([{ kind: "room.archived", seq: 11 }]);
  expect(attempt("archive").changes).toEqual([{ op: "room.archive", id: "analysts", at }]);
  const archived = { room: room({ archived: true }) };
  expect(verdictOf(attempt("archive", archived))).toBe("nothing");
  expect(verdictOf(attempt("archive", { ...archived, member: member("ada", "moderator") }))).toBe("not_allowed");
});
