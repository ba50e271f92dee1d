import { describe, expect, test } from "vitest";
import { limits } from "../../server/contract/index.ts";
import { NatterError } from "../../server/errors.ts";
import { commonPasswords, commonWords } from "../../server/security/common-passwords.ts";
import { createGate } from "../../server/security/gate.ts";
import { isGuessable } from "../../server/security/guessable.ts";
import { createPasswords } from "../../server/security/passwords.ts";

const about = { username: "ada" };
const good = "notes by the translator";

const reasonOf = (error: unknown) => (error instanceof NatterError ? error.reason : "another error");

describe("a password", () => {
  const passwords = createPasswords();

  test("is kept as an argon2id hash of its own, and verified", async () => {
    const [hash, other] = await Promise.all([passwords.hash(good, about), passwords.hash(good, about)]);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(hash);
    expect(await passwords.verify(hash, good)).toBe(true);
    expect(await passwords.verify(hash, `${good}!`)).toBe(false);
  });

  test("is the same however a keyboard composes it", async () => {
    const hash = await passwords.hash("Zoe\u0308 counts sheep", about);
    expect(await passwords.verify(hash, "Zoë counts sheep")).toBe(true);
    expect(await passwords.verify(hash, "Ｚoë counts sheep")).toBe(true);
  });

  test("may be 1 KiB long and no longer", async () => {
    const longest = Array.from({ length: limits.password.maxBytes / 4 }, (_, n) => String(n).padStart(4, "0")).join("");
    const hash = await passwords.hash(longest, about);
    expect(await passwords.verify(hash, longest)).toBe(true);
    expect(await passwords.verify(hash, `${longest}x`)).toBe(false);
    await expect(passwords.hash(`${longest}x`, about)).rejects.toSatisfy((e) => reasonOf(e) === "invalid_input");
  });

  test.each(["a\ud800bcdefghij", "abc\0defghij"])("that is not well-formed is refused: %j", async (password) => {
    await expect(passwords.hash(password, about)).rejects.toSatisfy((e) => reasonOf(e) === "invalid_input");
    expect(await passwords.verify(null, password)).toBe(false);
  });

  test("that cannot be one is not hashed, and waits for nobody", async () => {
    const busy = createPasswords({ atOnce: 1, waiting: 0 });
    const under = busy.verify(null, good);
    expect(await busy.verify(null, "x".repeat(limits.password.maxBytes + 1))).toBe(false);
    await expect(busy.verify(null, good)).rejects.toSatisfy((e) => reasonOf(e) === "busy");
    expect(await under).toBe(false);
  });

  test("never opens an account that does not exist, and is hashed for it all the same", async () => {
    const hash = await passwords.hash(good, about);
    const time = async (stored: string | null) => {
      const begun = performance.now();
      await passwords.verify(stored, "another one, quite wrong");
      return performance.now() - begun;
    };
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let round = 0; round < 5; round++) {
      known.push(await time(hash));
      unknown.push(await time(null));
    }
    // A lookup without a hash takes a hundredth of this; the fastest of five is the one least disturbed.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
    expect(await passwords.verify(null, good)).toBe(false);
  });

  test("that is easy to guess is refused", async () => {
    await expect(passwords.hash("password123", about)).rejects.toSatisfy((e) => reasonOf(e) === "weak_password");
  });

  test("is told to come back later when too many wait", async () => {
    const few = createPasswords({ waiting: 1 });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => few.verify(null, good)));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
    expect(refused.map(reasonOf)).toEqual(["busy", "busy"]);
    expect(refused[0].details.retryAfterMs).toBeGreaterThan(0);
    expect(await few.verify(null, good)).toBe(false);
  });
});

describe("what is easy to guess", () => {
  test.each([
    "1234567",
    "пароль1",
    "12345678",
    "87654321",
    "abcdefgh",
    "qwertyui",
    "poiuytrewq",
    "1q2w3e4r",
    "aaaaaaaa",
    "abcabcabcab",
    "12121212",
    "password",
    "PASSWORD",
    "Password123!",
    "P@ssw0rd!",
    "2024Welcome",
    "iloveyou2",
    "letmein!!!",
    "ada12345",
    "12adaada34",
    "drowssap",
    "\u{1f44d}".repeat(8),
  ])("%s", (password) => {
    expect(isGuessable(password, "ada")).toBe(true);
  });

  test.each([
    good,
    "ada and the engine",
    "Tr0ub4dor&3",
    "hunter2hunter2",
    "k7#mQ2vX",
    "correct horse",
    "пароль для Ады",
    "73920184",
  ])("not %s", (password) => {
    expect(isGuessable(password, "ada")).toBe(false);
  });

  test("is looked up in lower case, and nothing in the lists is there in vain", () => {
    const entries = [...commonPasswords, ...commonWords];
    expect(entries).toEqual(entries.map((entry) => entry.toLowerCase()));
    expect([...commonPasswords].filter((password) => password.length < limits.password.min)).toEqual([]);
    expect([...commonWords].filter((word) => !/^[a-z]+$/.test(word))).toEqual([]);
  });
});

describe("the gate", () => {
  /** Tasks that end when they are told to. */
  function tasks() {
    const ends: (() => void)[] = [];
    const started: number[] = [];
    const task = (name: number) => async () => {
      started.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      return name;
    };
    return { started, task, endOldest: () => ends.shift()?.() };
  }

  test("lets two in at a time, the others in the order in which they came", async () => {
    const pass = createGate({ atOnce: 2, waiting: 3, retryAfterMs: 5 });
    const { started, task, endOldest } = tasks();
    const all = [1, 2, 3].map((name) => pass(task(name)));
    expect(started).toEqual([1, 2]);
    endOldest();
    await all[0];
    await settled();
    all.push(pass(task(4)));
    await settled();
    expect(started).toEqual([1, 2, 3]);
    endOldest();
    await all[1];
    await settled();
    expect(started).toEqual([1, 2, 3, 4]);
    endOldest();
    endOldest();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  });

  test("refuses whoever comes when the line is full, and nobody once it has moved", async () => {
    const pass = createGate({ atOnce: 1, waiting: 1, retryAfterMs: 5 });
    const { started, task, endOldest } = tasks();
    const [first, second] = [pass(task(1)), pass(task(2))];
    await expect(pass(task(3))).rejects.toMatchObject({ reason: "busy", details: { retryAfterMs: 5 } });
    endOldest();
    await first;
    await settled();
    const fourth = pass(task(4));
    endOldest();
    await second;
    await settled();
    endOldest();
    expect(await fourth).toBe(4);
    expect(started).toEqual([1, 2, 4]);
  });

  test("opens again after a task that failed", async () => {
    const pass = createGate({ atOnce: 1, waiting: 0, retryAfterMs: 5 });
    await expect(pass(() => Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
    expect(await pass(() => Promise.resolve("fine"))).toBe("fine");
  });
});

/** Until every promise that could go on has done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
