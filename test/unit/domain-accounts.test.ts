import { describe, expect, test } from "vitest";
import type { CommandOf } from "../../server/domain/commands.ts";
import { decide } from "../../server/domain/decide.ts";
import type { AccountFacts, RegisterFacts } from "../../server/domain/facts.ts";
import { at, verdictOf } from "./domain-cases.ts";

const ada: AccountFacts = {
  account: { role: "user", disabled: false },
  sessions: ["laptop", "phone"],
  bots: [{ id: "dice", sessions: ["token"] }],
};
const commands = {
  disable: { kind: "account.disable", at, userId: "ada" },
  enable: { kind: "account.enable", at, userId: "ada" },
  resetPassword: { kind: "account.resetPassword", at, userId: "ada", passwordHash: "new" },
  makeAdmin: { kind: "account.setRole", at, userId: "ada", role: "admin" },
} as const;

type Kind = (typeof commands)[keyof typeof commands]["kind"];

function attempt(name: keyof typeof commands, facts: Partial<AccountFacts> = {}) {
  const command: CommandOf<Kind> = commands[name];
  return decide<Kind>({ ...ada, ...facts }, command);
}

const disabled = { account: { role: "user", disabled: true } } as const;

describe("an account that is made on the command line", () => {
  const facts: RegisterFacts = { usernameTaken: false, emailTaken: false };
  const names = { username: "ada", displayName: "Ada", email: null, passwordHash: "hash" };
  const command = { kind: "account.create", at, userId: "ada", ...names, role: "admin" } as const;

  test("has its role from the beginning, and no session", () => {
    const { changes, entries, answer } = decide<"account.create">(facts, command);
    expect(changes).toMatchObject([
      { op: "user.insert", id: "ada", passwordHash: "hash" },
      { op: "user.setRole", id: "ada", role: "admin" },
    ]);
    expect(entries).toEqual([]);
    expect(answer).toEqual({ kind: "me", userId: "ada" });
  });

  test("takes nobody's name or address", () => {
    expect(verdictOf(decide<"account.create">({ ...facts, usernameTaken: true }, command))).toBe("username_taken");
    expect(verdictOf(decide<"account.create">({ ...facts, emailTaken: true }, command))).toBe("email_taken");
  });
});

describe("disabling ada", () => {
  test("ends her sessions in the log, and closes what her bots have open, whose tokens stay what they are", () => {
    const { changes, entries } = attempt("disable");
    expect(entries).toEqual([
      { kind: "session.ended", at, sessionId: "laptop", userId: "ada" },
      { kind: "session.ended", at, sessionId: "phone", userId: "ada" },
      { kind: "session.ended", at, sessionId: "token", userId: "dice" },
    ]);
    expect(changes).toEqual([
      { op: "session.end", id: "laptop", at },
      { op: "session.end", id: "phone", at },
      { op: "user.disable", id: "ada", at },
      { op: "user.disable", id: "dice", at },
    ]);
  });

  test("enabling her lets her and her bots in again", () => {
    expect(attempt("enable", disabled).changes).toEqual([
      { op: "user.enable", id: "ada" },
      { op: "user.enable", id: "dice" },
    ]);
  });
});

test("another password ends every session of hers, and no bot's", () => {
  const { changes, entries } = attempt("resetPassword");
  expect(changes[0]).toEqual({ op: "user.setPassword", id: "ada", passwordHash: "new" });
  expect(entries.map((entry) => "sessionId" in entry && entry.sessionId)).toEqual(["laptop", "phone"]);
});

test.each<[keyof typeof commands, Partial<AccountFacts>, string]>([
  ["disable", disabled, "nothing"],
  ["enable", {}, "nothing"],
  ["makeAdmin", {}, "done"],
  ["makeAdmin", { account: { role: "admin", disabled: false } }, "nothing"],
  ["disable", { account: null }, "not_found"],
  ["enable", { account: null }, "not_found"],
  ["resetPassword", { account: null }, "not_found"],
  ["makeAdmin", { account: null }, "not_found"],
])("%s, where %j: %s", (name, facts, verdict) => {
  expect(verdictOf(attempt(name, facts))).toBe(verdict);
});
