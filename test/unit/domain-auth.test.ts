import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refreshGraceMs } from "../../server/domain/auth.ts";
import type { CommandKind, CommandOf, NewSession } from "../../server/domain/commands.ts";
import { decide } from "../../server/domain/decide.ts";
import type { BlockFacts, FactsOf, RefreshFacts, UserFacts } from "../../server/domain/facts.ts";
import { actor, at, verdictOf } from "./domain-cases.ts";

const day = 24 * 60 * 60 * 1000;
const later = (ms: number) => new Date(at.getTime() + ms);

const session: NewSession = {
  id: "adas-phone",
  device: "phone",
  refreshHash: "hash of r1",
  endsAt: later(180 * day),
  refreshExpiresAt: later(30 * day),
};

/** Decides a command of Ada's. */
function by<K extends CommandKind>(kind: K, facts: FactsOf<K>, rest: Omit<CommandOf<K>, "kind" | "actor" | "at">) {
  return decide(facts, { kind, actor, at, ...rest } as CommandOf<K>);
}

describe("registering", () => {
  const command: CommandOf<"account.register"> = {
    kind: "account.register",
    at,
    userId: "ada",
    username: "ada",
    displayName: "Ada",
    email: null,
    passwordHash: "hash",
    session,
  };
  const register = (usernameTaken: boolean, emailTaken: boolean) =>
    decide<"account.register">({ usernameTaken, emailTaken }, command);

  test("makes the account and signs in", () => {
    const decision = register(false, false);
    expect(decision.changes).toMatchObject([
      { op: "user.insert", id: "ada", username: "ada", passwordHash: "hash" },
      { op: "session.insert", userId: "ada", session },
    ]);
    expect(decision.answer).toEqual({ kind: "me", userId: "ada" });
  });

  test("says what is taken", () => {
    expect(verdictOf(register(true, true))).toBe("username_taken");
    expect(verdictOf(register(false, true))).toBe("email_taken");
  });
});

describe("signing in", () => {
  const command = { kind: "session.open", at, userId: "ada", passwordHash: "hash", session } as const;
  const open = (user: FactsOf<"session.open">["user"]) => decide<"session.open">({ user }, command);

  test("opens a session", () => {
    const decision = open({ passwordHash: "hash", disabled: false });
    expect(decision.changes).toEqual([{ op: "session.insert", userId: "ada", session, at }]);
    expect(decision.answer).toEqual({ kind: "me", userId: "ada" });
  });

  test("fails for nobody, for another password, and for an account without one, all alike", () => {
    expect(verdictOf(open(null))).toBe("bad_credentials");
    expect(verdictOf(open({ passwordHash: "changed meanwhile", disabled: false }))).toBe("bad_credentials");
    expect(verdictOf(open({ passwordHash: null, disabled: true }))).toBe("bad_credentials");
  });

  test("fails for a disabled account, which only its owner is told", () => {
    expect(verdictOf(open({ passwordHash: "hash", disabled: true }))).toBe("account_disabled");
    expect(verdictOf(open({ passwordHash: "changed", disabled: true }))).toBe("bad_credentials");
  });
});

type Refreshable = NonNullable<RefreshFacts["session"]>;

/** The present token is r2, made from r1 just now; the token derived from rN is r(N+1). */
function refresh(presented: `r${number}`, differences: Partial<Refreshable> = {}, now = at) {
  const facts: Refreshable = {
    id: "adas-phone",
    userId: "ada",
    disabled: false,
    ended: false,
    refreshHash: "r2",
    previousHash: "r1",
    rotatedAt: at,
    refreshExpiresAt: later(30 * day),
    endsAt: later(180 * day),
    ...differences,
  };
  const nextHash = `r${Number(presented.slice(1)) + 1}`;
  const refreshExpiresAt = new Date(now.getTime() + 30 * day);
  return decide<"session.refresh">(
    { session: facts },
    { kind: "session.refresh", at: now, sessionId: "adas-phone", presentedHash: presented, nextHash, refreshExpiresAt },
  );
}

describe("a refresh token", () => {
  const grantUntil = (refreshExpiresAt: Date) => ({
    kind: "session",
    grant: { userId: "ada", sessionId: "adas-phone", refreshExpiresAt },
  });

  test("is exchanged for the next one", () => {
    const now = later(day);
    const decision = refresh("r2", {}, now);
    expect(decision.changes).toEqual([
      {
        op: "session.rotate",
        id: "adas-phone",
        refreshHash: "r3",
        previousHash: "r2",
        refreshExpiresAt: later(31 * day),
        at: now,
      },
      { op: "session.seen", id: "adas-phone", at: now },
    ]);
    expect(decision.entries).toEqual([]);
    expect(decision.answer).toEqual(grantUntil(later(31 * day)));
  });

  test("gives the same again within 30 seconds, and nothing is rotated", () => {
    for (const ms of [0, refreshGraceMs]) {
      const decision = refresh("r1", {}, later(ms));
      expect(verdictOf(decision)).toBe("nothing");
      expect(decision.answer).toEqual(grantUntil(later(30 * day)));
    }
  });

  test("gives the same again when the clock was set back meanwhile", () => {
    expect(verdictOf(refresh("r1", {}, later(-10 * 60_000)))).toBe("nothing");
  });

  const revoked = {
    changes: [{ op: "session.end", id: "adas-phone" }],
    entries: [{ kind: "session.ended", sessionId: "adas-phone", userId: "ada" }],
    answer: { kind: "refused", refusal: { reason: "session_ended" } },
  };

  test("used again after 30 seconds ends the session", () => {
    expect(refresh("r1", {}, later(refreshGraceMs + 1))).toMatchObject(revoked);
  });

  test("used again once the newer one has been used ends the session, however soon", () => {
    expect(refresh("r1", { refreshHash: "r3", previousHash: "r2" })).toMatchObject(revoked);
    // Its place was taken by a token that was not made from it.
    expect(refresh("r1", { refreshHash: "r9", previousHash: "r1" })).toMatchObject(revoked);
  });

  test("that never was one ends the session", () => {
    expect(refresh("r7")).toMatchObject(revoked);
    expect(refresh("r7", { previousHash: null })).toMatchObject(revoked);
    expect(refresh("r7", { disabled: true })).toMatchObject(revoked);
  });

  test("of a session that has ended, expired or never was ends nothing", () => {
    const ended = [
      refresh("r2", { ended: true }),
      refresh("r7", { ended: true }),
      refresh("r2", {}, later(30 * day)),
      refresh("r2", { refreshExpiresAt: later(200 * day) }, later(180 * day)),
      decide<"session.refresh">(
        { session: null },
        {
          kind: "session.refresh",
          at,
          sessionId: "nobodys",
          presentedHash: "r1",
          nextHash: "r2",
          refreshExpiresAt: later(30 * day),
        },
      ),
    ];
    for (const decision of ended) {
      expect(decision).toMatchObject({ changes: [], entries: [], answer: revoked.answer });
    }
  });

  test("of a disabled account is refused", () => {
    expect(verdictOf(refresh("r2", { disabled: true }))).toBe("account_disabled");
    expect(verdictOf(refresh("r1", { disabled: true }))).toBe("account_disabled");
  });

  test("never outlives the session's 180 days", () => {
    fc.assert(
      fc.property(fc.nat(29), fc.integer({ min: 1, max: 60 }), (days, left) => {
        const now = later(days * day);
        const endsAt = later((days + left) * day);
        const decision = refresh("r2", { endsAt }, now);
        const { answer } = decision;
        const granted = answer.kind === "session" ? answer.grant.refreshExpiresAt : null;
        expect(granted).toEqual(left < 30 ? endsAt : later((days + 30) * day));
        expect(decision.changes[0]).toMatchObject({ op: "session.rotate", refreshExpiresAt: granted });
      }),
    );
  });
});

describe("ending sessions", () => {
  const ended = (sessionId: string) => ({ kind: "session.ended", at, sessionId, userId: "ada" });
  const end = (target: FactsOf<"session.end">["target"]) =>
    by("session.end", { session: "live", target }, { sessionId: "adas-phone" });

  test("one of one's own", () => {
    const decision = end({ userId: "ada", ended: false });
    expect(decision.changes).toEqual([{ op: "session.end", id: "adas-phone", at }]);
    expect(decision.entries).toEqual([ended("adas-phone")]);
    expect(verdictOf(end({ userId: "ada", ended: true }))).toBe("nothing");
  });

  test("somebody else's looks like one that does not exist", () => {
    expect(end({ userId: "grace", ended: false })).toEqual(end(null));
    expect(end({ userId: "grace", ended: true })).toEqual(end(null));
    expect(verdictOf(end(null))).toBe("not_found");
  });

  test("all of them, the present one included", () => {
    const facts = { session: "live", live: ["adas-laptop", "adas-phone"], passwordHash: "hash" } as const;
    const decision = by("session.endAll", { ...facts, live: [...facts.live] }, {});
    expect(decision.entries).toEqual([ended("adas-laptop"), ended("adas-phone")]);
  });

  test("all others, by changing the password", () => {
    const facts = { session: "live" as const, live: ["adas-laptop", "adas-phone", "tablet"], passwordHash: "old" };
    const decision = by("account.changePassword", facts, { currentHash: "old", passwordHash: "new" });
    expect(decision.changes).toEqual([
      { op: "user.setPassword", id: "ada", passwordHash: "new" },
      { op: "session.end", id: "adas-phone", at },
      { op: "session.end", id: "tablet", at },
    ]);
    expect(decision.entries).toEqual([ended("adas-phone"), ended("tablet")]);
    const changedMeanwhile = by("account.changePassword", facts, { currentHash: "older", passwordHash: "new" });
    expect(verdictOf(changedMeanwhile)).toBe("bad_credentials");
  });
});

test("being seen is noted of the session and its person", () => {
  expect(by("session.touch", { session: "live" }, {}).changes).toEqual([
    { op: "session.seen", id: "adas-laptop", at },
    { op: "user.seen", id: "ada", at },
  ]);
});

describe("a person's record", () => {
  const facts: UserFacts = { session: "live", user: { displayName: "Ada", statusText: "thinking", avatarUrl: null } };

  test("changes where it differs, and everyone hears of it", () => {
    const decision = by("user.update", facts, { displayName: "Ada L.", statusText: "thinking", avatarUrl: null });
    expect(decision.changes).toEqual([{ op: "user.update", id: "ada", displayName: "Ada L." }]);
    expect(decision.states).toEqual([{ kind: "user.updated", userId: "ada" }]);
    expect(decision.entries).toEqual([]);
    expect(by("user.update", facts, { statusText: null }).changes).toEqual([
      { op: "user.update", id: "ada", statusText: null },
    ]);
  });

  test("that stays as it is bothers nobody", () => {
    const decision = by("user.update", facts, { displayName: "Ada" });
    expect(verdictOf(decision)).toBe("nothing");
    expect(decision.answer).toEqual({ kind: "me", userId: "ada" });
  });
});

describe("blocking", () => {
  const facts: BlockFacts = { session: "live", targetExists: true, blocked: false };

  test("is told to the server alone", () => {
    const decision = by("user.block", facts, { userId: "mallory" });
    expect(decision.changes).toEqual([{ op: "block.insert", blockerId: "ada", blockedId: "mallory", at }]);
    expect(decision.entries).toEqual([{ kind: "user.blocked", at, actorId: "ada", userId: "mallory" }]);
    const back = by("user.unblock", { ...facts, blocked: true }, { userId: "mallory" });
    expect(back.changes).toEqual([{ op: "block.delete", blockerId: "ada", blockedId: "mallory" }]);
    expect(back.entries).toEqual([{ kind: "user.unblocked", at, actorId: "ada", userId: "mallory" }]);
  });

  test("may be repeated", () => {
    expect(verdictOf(by("user.block", { ...facts, blocked: true }, { userId: "mallory" }))).toBe("nothing");
    expect(verdictOf(by("user.unblock", facts, { userId: "mallory" }))).toBe("nothing");
  });

  test("is for others who exist", () => {
    for (const kind of ["user.block", "user.unblock"] as const) {
      expect(verdictOf(by(kind, facts, { userId: "ada" }))).toBe("invalid_input");
      expect(verdictOf(by(kind, { ...facts, targetExists: false }, { userId: "nobody" }))).toBe("not_found");
    }
  });
});
