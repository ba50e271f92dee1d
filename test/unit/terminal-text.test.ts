import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerpt, plain } from "../../terminal/text.ts";

const dangerous = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe("what others write, before it is printed", () => {
  test("whatever it is, no control reaches the terminal", () => {
    const nasty = fc.string({
      unit: fc.constantFrom("\u001b", "[", "]", "2", "J", ";", "\u0007", "\u009b", "\r", "a", "\u202e"),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: "binary-ascii" })), (text) => !dangerous.test(plain(text))),
    );
  });

  test.each([
    ["\u001b[31mred\u001b[0m", "red"],
    ["\u001b]0;title\u0007text", "text"],
    ["one\r\ntwo\rthree", "one\ntwo\nthree"],
    ["a\tb", "a  b"],
    ["👩‍👩‍👧 ❤️ 你好 नमस्ते", "👩‍👩‍👧 ❤️ 你好 नमस्ते"],
    ["\u202edrowssap", "drowssap"],
  ])("%j becomes %j", (text, expected) => expect(plain(text)).toBe(expected));

  test("an excerpt is one line and never half a character", () => {
    expect(excerpt("one\n two   three", 20)).toBe("one two three");
    expect(excerpt("😀😀😀😀", 3)).toBe("😀😀…");
  });
});
