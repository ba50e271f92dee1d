import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "../../server/contract/index.ts";
import { dataProblem } from "../../server/domain/data.ts";
import { oneEmoji } from "../../server/domain/emoji.ts";
import { mentionedNames } from "../../server/domain/mentions.ts";
import {
  bodyProblem,
  codePoints,
  emailProblem,
  nameProblem,
  normalName,
  textProblem,
  usernameProblem,
  utf8Bytes,
  webAddressProblem,
} from "../../server/domain/text.ts";
import { contentHash } from "../../server/security/content-hash.ts";

const fine = null;
const wrong = expect.any(String);

test("text is counted in code points and in bytes", () => {
  expect(codePoints("a👍e\u0301")).toBe(4);
  expect(utf8Bytes("a👍ü")).toBe(7);
});

test.each([
  ["ada", fine],
  ["👍👍👍👍👍", fine],
  ["👍👍👍👍👍👍", wrong],
  ["aaaaaa", wrong],
  ["a\ud800", wrong],
  ["a\0", wrong],
])("text of at most 5 characters: %j -> %j", (text, verdict) => {
  expect(textProblem(text, 5)).toEqual(verdict);
});

test.each([
  ["hello", fine],
  [" hello\n\n- world ", fine],
  ["", wrong],
  [" \n\t\u00a0\u3000", wrong],
  ["\u200b\u2060\u3164\u2800", wrong],
  ["x".repeat(limits.body.max), fine],
  ["x".repeat(limits.body.max + 1), wrong],
  ["👍".repeat(limits.body.max), fine],
])("a body: %j", (body, verdict) => {
  expect(bodyProblem(body)).toEqual(verdict);
});

test.each([
  ["Ada Lovelace", fine],
  ["Zoë", fine],
  ["李小龙", fine],
  ["❤️ Ada 👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", fine],
  ["می\u200cخواهم", fine],
  ["क्\u200dष", fine],
  ["", wrong],
  ["\u3164", wrong],
  ["Ada\u200b", wrong],
  ["A\u200dda", wrong],
  ["A\u200cda", wrong],
  ["\u202eadA", wrong],
  ["Ada\u2066", wrong],
  ["Ada\nGrace", wrong],
  ["Ada\u2028Grace", wrong],
  ["Ada\u00ad", wrong],
  ["Ada\u{e0041}", wrong],
  ["Ada\ufe0f", wrong],
  ["Ada\ue000", wrong],
])("a name that people see: %j", (name, verdict) => {
  expect(nameProblem(name, limits.displayName)).toEqual(verdict);
});

test("a name has one form", () => {
  expect(normalName(" Zoe\u0308\n")).toBe("Zoë");
});

test.each([
  ["ada", fine],
  ["A.b_c-9", fine],
  ["...", fine],
  ["x".repeat(32), fine],
  ["ad", wrong],
  ["x".repeat(33), wrong],
  ["zoë", wrong],
  ["аda", wrong],
  ["a da", wrong],
  ["ada\n", wrong],
  ["admin", wrong],
  ["AdMin", wrong],
  ["everyone", wrong],
])("a username: %j", (username, verdict) => {
  expect(usernameProblem(username)).toEqual(verdict);
});

test.each([
  ["ada@example.com", fine],
  ["ada.l+chat@mail.example.co.uk", fine],
  ["ada@localhost", wrong],
  ["ada", wrong],
  ["@example.com", wrong],
  ["ada@exa mple.com", wrong],
  ["ada@-example.com", wrong],
  ["ada@example.com\n", wrong],
  [`${"a".repeat(65)}@example.com`, wrong],
  [`ada@${"a.".repeat(130)}com`, wrong],
])("an email address: %j", (email, verdict) => {
  expect(emailProblem(email)).toEqual(verdict);
});

test.each([
  ["https://example.com/ada.png", fine],
  ["http://example.com", fine],
  ["javascript:alert(1)", wrong],
  ["data:image/png;base64,AAAA", wrong],
  ["https://ada:secret@example.com/", wrong],
  ["/ada.png", wrong],
  [`https://example.com/${"a".repeat(2048)}`, wrong],
])("a picture's address: %j", (address, verdict) => {
  expect(webAddressProblem(address, limits.avatarUrl)).toEqual(verdict);
});

test.each([
  ["👍", "👍"],
  ["👍🏽", "👍🏽"],
  ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
  ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"],
  ["🇩🇪", "🇩🇪"],
  ["1️⃣", "1️⃣"],
  ["❤️", "❤️"],
  ["❤", "❤️"],
  ["👍👍", null],
  ["👍\u200d👍", null],
  ["🇩", null],
  ["1", null],
  ["a", null],
  [":+1:", null],
  ["", null],
  [" 👍", null],
  ["👍\ufe0f\ufe0f", null],
  ["👨‍👩‍👧‍👦".repeat(1000), null],
])("one emoji: %j -> %j", (text, emoji) => {
  expect(oneEmoji(text)).toBe(emoji);
});

describe("a mention", () => {
  test.each([
    ["hi @Ada, meet @grace!", ["ada", "grace"]],
    ["@ada @ADA", ["ada"]],
    ["(@ada) *@grace*", ["ada", "grace"]],
    ["write to ada@example.com", []],
    ["zoë@ada", []],
    ["@ada@example.com", []],
    ["@@ada", []],
    ["@ad", []],
    [`@${"x".repeat(33)}`, []],
    ["ask @ada.", ["ada.", "ada"]],
    ["_@ada_", []],
    ["see @a.b-c...", ["a.b-c...", "a.b-c..", "a.b-c.", "a.b-c"]],
  ])("%j -> %j", (body, names) => {
    expect(mentionedNames(body)).toEqual(names);
  });

  test("of more than 50 people is one of the first 50", () => {
    const body = Array.from({ length: 80 }, (_, index) => `@user${index}`).join(" ");
    expect(mentionedNames(body)).toHaveLength(50);
  });

  test("is found in any text, quickly", () => {
    for (const piece of ["@", "@aaa", "@...", "@a.", "_@"]) {
      const begun = performance.now();
      mentionedNames(piece.repeat(limits.body.maxBytes / piece.length));
      expect(performance.now() - begun).toBeLessThan(100);
    }
  });
});

describe("data", () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
  const nestedLists = (depth: number): unknown => (depth === 0 ? 1 : [nestedLists(depth - 1)]);

  test.each([
    ["an object", { a: [1, "b", null, true, { c: -0.5 }] }, fine],
    ["nothing in it", {}, fine],
    ["eight levels", nested(8), fine],
    ["nine levels", nested(9), wrong],
    ["nine levels of lists", { a: nestedLists(8) }, wrong],
    ["thousands of levels", nested(5000), wrong],
    ["8 KiB", { a: "x".repeat(8192 - 8) }, fine],
    ["more than 8 KiB", { a: "x".repeat(8192 - 7) }, wrong],
    ["a list", [1], wrong],
    ["null", null, wrong],
    ["text", "a", wrong],
    ["__proto__", JSON.parse('{"a":{"__proto__":{}}}'), wrong],
    ["constructor", { a: [{ constructor: 1 }] }, wrong],
    ["prototype", { prototype: 1 }, wrong],
    ["NUL", { a: "\0" }, wrong],
    ["a lone surrogate as a key", { "\ud800": 1 }, wrong],
    ["undefined", { a: undefined }, wrong],
    ["NaN", { a: Number.NaN }, wrong],
  ])("%s", (_, value, verdict) => {
    expect(dataProblem(value)).toEqual(verdict);
  });
});

describe("the hash of a content", () => {
  test("does not depend on the order of keys", () => {
    expect(contentHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(contentHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  test("is that of its JSON with sorted keys", () => {
    const sorted = { body: "hello", data: { a: 1, b: 2 }, replyToId: null };
    expect(contentHash(sorted)).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash(sorted)).toBe(contentHash(JSON.parse(JSON.stringify(sorted))));
  });

  test("tells any two contents apart", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
        expect(contentHash(a) === contentHash(b)).toBe(isSame(a, b));
      }),
    );
    expect(contentHash(["a", "b"])).not.toBe(contentHash(["a,b"]));
    expect(contentHash({ a: 1 })).not.toBe(contentHash([["a", 1]]));
    expect(contentHash("1")).not.toBe(contentHash(1));
  });
});

function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
