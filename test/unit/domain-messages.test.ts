import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "../../server/contract/index.ts";
import { attempt, commands, member, message, room, verdictOf } from "./domain-cases.ts";

const refusal = (decision: ReturnType<typeof attempt>) =>
  decision.answer.kind === "refused" ? decision.answer.refusal : null;

describe("a message that is sent", () => {
  test("is the room's next event, and its sender has read it", () => {
    const decision = attempt("send", { mentions: ["grace"] }, { replyToId: "earlier" });
    const { contentHash, clientId, body, data } = commands.send;
    const where = { roomId: "analysts", seq: 11 };
    const at = commands.send.at;
    expect(decision).toEqual({
      changes: [
        {
          op: "message.insert",
          id: "hello",
          ...where,
          senderId: "ada",
          clientId,
          contentHash,
          body,
          data,
          replyToId: "earlier",
          mentions: ["grace"],
          at,
        },
        { op: "member.read", roomId: "analysts", userId: "ada", readSeq: 11 },
      ],
      entries: [{ kind: "message.sent", ...where, actorId: "ada", at, messageId: "hello", message: null }],
      states: [],
      answer: { kind: "message", messageId: "hello" },
    });
  });

  const stored = { messageId: "first", contentHash: commands.send.contentHash };
  const whatever = fc.record({
    room: fc.constantFrom(room(), room({ archived: true }), room({ type: "private" }), null),
    member: fc.constantFrom(member("ada", "member"), null),
    blocked: fc.boolean(),
    replyExists: fc.boolean(),
  });
  const wait = fc.constantFrom(null, 700);

  test("is answered with again whatever has become of its sender and the room", () => {
    fc.assert(
      fc.property(whatever, wait, (facts, retryAfterMs) => {
        const decision = attempt("send", { ...facts, stored }, { messageId: "second", retryAfterMs });
        expect(verdictOf(decision)).toBe("nothing");
        expect(decision.answer).toEqual({ kind: "message", messageId: "first" });
      }),
    );
  });

  test("gives its clientId to no other content", () => {
    fc.assert(
      fc.property(whatever, wait, (facts, retryAfterMs) => {
        const decision = attempt("send", { ...facts, stored }, { contentHash: "other", retryAfterMs });
        expect(verdictOf(decision)).toBe("client_id_reused");
      }),
    );
  });

  test("is refused to someone who sends too fast, who is told for how long to wait", () => {
    expect(refusal(attempt("send", {}, { retryAfterMs: 700 }))).toEqual({ reason: "rate_limited", retryAfterMs: 700 });
  });

  test("is refused to a stranger as such, however fast they send", () => {
    expect(verdictOf(attempt("send", { member: null }, { retryAfterMs: 700 }))).toBe("not_allowed");
  });

  test("cannot reply to a message of another room", () => {
    const decision = attempt("send", { replyExists: false }, { replyToId: "elsewhere" });
    expect(refusal(decision)).toMatchObject({ reason: "invalid_input", fields: { replyToId: expect.any(String) } });
  });
});

describe("in a direct room where one has blocked the other", () => {
  const facts = { room: room({ type: "direct" }), member: member("ada", "member"), blocked: true };
  test.each(["send", "edit", "react", "unreact"] as const)("nobody can %s", (command) => {
    expect(verdictOf(attempt(command, { ...facts, reacted: command === "unreact" }))).toBe("not_allowed");
  });
  test.each(["delete", "markRead"] as const)("either can still %s", (command) => {
    expect(verdictOf(attempt(command, facts))).toBe("done");
  });
});

describe("an edit", () => {
  test("is the room's next event", () => {
    const decision = attempt("edit", { mentions: ["grace"] });
    expect(decision.changes).toMatchObject([
      { op: "message.edit", updatedSeq: 11, body: "hello!", mentions: ["grace"] },
    ]);
    expect(decision.entries).toMatchObject([{ kind: "message.edited", seq: 11, messageId: "hello" }]);
  });

  test("to the same body writes nothing", () => {
    const decision = attempt("edit", {}, { body: "hello" });
    expect(verdictOf(decision)).toBe("nothing");
    expect(decision.answer).toEqual({ kind: "message", messageId: "hello" });
  });

  test("of a deleted message is not allowed, not even to what it was", () => {
    expect(verdictOf(attempt("edit", { message: message("ada", { deleted: true, body: "" }) }))).toBe("not_allowed");
    expect(verdictOf(attempt("edit", { message: message("ada", { deleted: true, body: "hello!" }) }))).toBe(
      "not_allowed",
    );
  });
});

describe("a deletion", () => {
  test("may be repeated", () => {
    const decision = attempt("delete", { message: message("ada", { deleted: true }) });
    expect(verdictOf(decision)).toBe("nothing");
    expect(decision.answer).toEqual({ kind: "message", messageId: "hello" });
  });

  test("is not told to be done to someone who may not do it", () => {
    const facts = { member: member("ada", "member"), message: message("grace", { deleted: true }) };
    expect(verdictOf(attempt("delete", facts))).toBe("not_allowed");
  });

  test("of another's message is for a moderator, also where it is the owner's", () => {
    const facts = { member: member("ada", "moderator"), message: message("grace") };
    expect(attempt("delete", facts).entries).toMatchObject([{ kind: "message.deleted", seq: 11, actorId: "ada" }]);
  });
});

describe("a reaction", () => {
  test("given twice is given once", () => {
    expect(attempt("react").entries).toMatchObject([{ kind: "reaction.added", seq: 11, emoji: "👍" }]);
    expect(verdictOf(attempt("react", { reacted: true, emojiCount: 1, emojiPresent: true }))).toBe("nothing");
  });

  test("taken back twice is taken back once", () => {
    expect(attempt("unreact", { reacted: true }).entries).toMatchObject([
      { kind: "reaction.removed", seq: 11, emoji: "👍" },
    ]);
    expect(verdictOf(attempt("unreact"))).toBe("nothing");
  });

  test("is one of at most twenty different ones", () => {
    const full = { emojiCount: limits.emojiPerMessage };
    expect(refusal(attempt("react", full))).toMatchObject({
      reason: "invalid_input",
      fields: { emoji: expect.any(String) },
    });
    expect(verdictOf(attempt("react", { ...full, emojiPresent: true }))).toBe("done");
    expect(verdictOf(attempt("react", { emojiCount: limits.emojiPerMessage - 1 }))).toBe("done");
  });

  test("to a deleted message is not allowed; it has gone with the message already", () => {
    const deleted = { message: message("grace", { deleted: true }) };
    expect(verdictOf(attempt("react", deleted))).toBe("not_allowed");
    expect(verdictOf(attempt("unreact", deleted))).toBe("nothing");
  });
});

test("a read mark goes as far as the head and never back", () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(80), (headSeq, given, seq) => {
      const before = Math.min(given, headSeq);
      const decision = attempt(
        "markRead",
        { room: room({ headSeq }), member: member("ada", "member", before) },
        { seq },
      );
      const after = decision.changes[0]?.op === "member.read" ? decision.changes[0].readSeq : before;
      expect(after).toBe(Math.max(before, Math.min(seq, headSeq)));
      expect(decision.states).toEqual(
        after > before ? [{ kind: "read.moved", roomId: "analysts", userId: "ada" }] : [],
      );
      expect(decision.entries).toEqual([]);
    }),
  );
});
