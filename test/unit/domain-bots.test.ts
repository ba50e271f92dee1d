import { describe, expect, test } from "vitest";
import { limits } from "../../server/contract/index.ts";
import { decide } from "../../server/domain/decide.ts";
import type { BotFacts, CreateBotFacts } from "../../server/domain/facts.ts";
import { actor, at, verdictOf } from "./domain-cases.ts";

const session = { id: "next", device: null, refreshHash: "hash", endsAt: at, refreshExpiresAt: at };

function create(facts: Partial<CreateBotFacts> = {}, by: typeof actor | null = actor) {
  const names = { userId: "dice", username: "dice", displayName: "Dice", ownerId: "ada" };
  const all: CreateBotFacts = {
    session: "live",
    usernameTaken: false,
    owner: { kind: "person", disabled: false, bots: 0 },
    ...facts,
  };
  return decide<"bot.create">(all, { kind: "bot.create", actor: by, at, ...names, session });
}

function about(kind: "bot.rotateToken" | "bot.delete", facts: Partial<BotFacts> = {}, by: typeof actor | null = actor) {
  const bot = { ownerId: "ada", deleted: false, sessions: ["present"] };
  const all: BotFacts = { session: "live", byAdmin: false, bot, ...facts };
  return kind === "bot.delete"
    ? decide<"bot.delete">(all, { kind, actor: by, at, userId: "dice" })
    : decide<"bot.rotateToken">(all, { kind, actor: by, at, userId: "dice", session });
}

describe("making a bot", () => {
  test("a bot is an account and one session", () => {
    const { changes, entries, answer } = create();
    expect(changes).toMatchObject([
      { op: "bot.insert", id: "dice", ownerId: "ada" },
      { op: "session.insert", userId: "dice", session },
    ]);
    expect(entries).toEqual([]);
    expect(answer).toEqual({ kind: "user", userId: "dice" });
  });

  test.each<[string, Partial<CreateBotFacts>]>([
    ["username_taken", { usernameTaken: true }],
    ["not_allowed", { owner: { kind: "bot", disabled: false, bots: 0 } }],
    ["not_allowed", { owner: { kind: "person", disabled: false, bots: limits.bots } }],
    ["account_disabled", { owner: { kind: "person", disabled: true, bots: 0 } }],
    ["not_found", { owner: null }],
    ["session_ended", { session: "ended" }],
  ])("%s: %j", (reason, facts) => {
    expect(verdictOf(create(facts))).toBe(reason);
  });

  test("whoever runs the server may give somebody one more, and never gives a bot one", () => {
    expect(verdictOf(create({ owner: { kind: "person", disabled: false, bots: limits.bots } }, null))).toBe("done");
    expect(verdictOf(create({ owner: { kind: "bot", disabled: false, bots: 0 } }, null))).toBe("not_allowed");
  });
});

describe("ending a bot's token", () => {
  test("rotating ends the session in the log, and begins another", () => {
    const { changes, entries } = about("bot.rotateToken");
    expect(entries).toEqual([{ kind: "session.ended", at, sessionId: "present", userId: "dice" }]);
    expect(changes.map(({ op }) => op)).toEqual(["session.end", "session.insert"]);
  });

  test("deleting ends the session in the log, and closes the account", () => {
    const { changes, entries } = about("bot.delete");
    expect(entries).toEqual([{ kind: "session.ended", at, sessionId: "present", userId: "dice" }]);
    expect(changes.map(({ op }) => op)).toEqual(["session.end", "user.disable"]);
  });

  test.each<[string, string, Partial<BotFacts>, (typeof actor | null)?]>([
    ["a stranger", "not_found", { bot: { ownerId: "grace", deleted: false, sessions: [] } }],
    ["an admin", "done", { bot: { ownerId: "grace", deleted: false, sessions: [] }, byAdmin: true }],
    ["whoever runs the server", "done", { bot: { ownerId: "grace", deleted: false, sessions: [] } }, null],
    ["the owner of what is no bot", "not_found", { bot: null }],
  ])("%s: %s", (_, verdict, facts, by = actor) => {
    for (const kind of ["bot.rotateToken", "bot.delete"] as const) {
      expect(verdictOf(about(kind, facts, by))).toBe(verdict);
    }
  });

  test("a deleted bot is deleted; it gets no token", () => {
    const facts = { bot: { ownerId: "ada", deleted: true, sessions: [] } };
    expect(verdictOf(about("bot.delete", facts))).toBe("nothing");
    expect(verdictOf(about("bot.rotateToken", facts))).toBe("not_found");
  });
});
