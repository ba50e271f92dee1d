import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Author, Message } from "../../client-sdk/index.ts";
import { excerptAround } from "../../web/src/search/excerpt.ts";
import { entriesOf } from "../../web/src/timeline/entries.ts";
import { splitMentions } from "../../web/src/timeline/mentions.ts";
import { plainWords } from "../../web/src/timeline/plain-words.ts";
import { step, type Window } from "../../web/src/timeline/use-window.ts";

const ada: Author = { id: "1", username: "ada", displayName: "Ada", kind: "person", avatarUrl: null };
const grace: Author = { ...ada, id: "2", username: "grace", displayName: "Grace" };

function message(seq: number, sender: Author, at: string, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    roomId: "room",
    seq,
    updatedSeq: seq,
    sender,
    clientId: `c${seq}`,
    body: "words",
    data: null,
    replyTo: null,
    mentions: [],
    reactions: [],
    createdAt: new Date(`2026-11-${at}`),
    editedAt: null,
    deletedAt: null,
    ...more,
  };
}

describe("the entries of a timeline", () => {
  const flags = (messages: Message[], firstUnreadSeq: number | null = null) =>
    entriesOf({ hasOlder: true, messages, pending: [], firstUnreadSeq }, ada.id).map((entry) =>
      entry.kind === "beginning"
        ? "beginning"
        : [entry.startsDay && "day", entry.startsUnread && "new", entry.continues && "continues"]
            .filter(Boolean)
            .join(" "),
    );

  test("what one person writes within minutes stands together, until somebody else or another day comes", () => {
    const talk = [
      message(2, ada, "21T10:00"),
      message(3, ada, "21T10:01"),
      message(4, grace, "21T10:02"),
      message(5, grace, "21T10:12"),
      message(6, grace, "22T10:12:30"),
    ];
    expect(flags(talk)).toEqual(["day", "continues", "", "", "day"]);
  });

  test("the line of what is new stands before the first of others, once, also where its own seq is no message", () => {
    const talk = [
      message(2, grace, "21T10:00"),
      message(5, ada, "21T10:01"),
      message(6, grace, "21T10:01"),
      message(7, grace, "21T10:01"),
    ];
    expect(flags(talk, 4)).toEqual(["day", "", "new", "continues"]);
    expect(flags(talk, null).join("")).not.toContain("new");
  });

  test("an answer, and what follows a deleted message, bring their sender's name", () => {
    const replyTo = { id: "m1", sender: grace, body: "?" };
    const talk = [
      message(2, ada, "21T10:00"),
      message(3, ada, "21T10:00", { replyTo }),
      message(4, ada, "21T10:00", { deletedAt: new Date() }),
      message(5, ada, "21T10:00"),
    ];
    expect(flags(talk)).toEqual(["day", "", "continues", ""]);
  });

  test("a room's beginning is shown once it is reached", () => {
    const [first] = entriesOf({ hasOlder: false, messages: [], pending: [], firstUnreadSeq: null }, ada.id);
    expect(first?.kind).toBe("beginning");
  });
});

describe("from what is shown to what there is", () => {
  const list = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ key: String(from + index) }));
  const shown = (items: { key: string }[]): Window<{ key: string }> => ({
    items,
    shift: false,
    generation: 0,
    isHalfway: false,
  });

  test("older ones keep the place from the end, newer ones from the start, others are another place", () => {
    expect(step(shown(list(5, 9)), list(2, 9))).toMatchObject({ shift: true, generation: 0, isHalfway: false });
    expect(step(shown(list(5, 9)), list(5, 12))).toMatchObject({ shift: false, generation: 0, isHalfway: false });
    expect(step(shown(list(5, 9)), list(20, 25))).toMatchObject({ shift: false, generation: 1, isHalfway: false });
  });

  test("each step changes one end only, and two lead there", () => {
    const range = fc
      .tuple(fc.nat(30), fc.integer({ min: 1, max: 30 }))
      .map(([from, length]) => list(from, from + length));
    fc.assert(
      fc.property(range, range, (before, after) => {
        let at = shown(before);
        for (let steps = 0; steps < 2 && (steps === 0 || at.isHalfway); steps++) {
          const next = step(at, after);
          const startMoved = next.items[0]?.key !== at.items[0]?.key;
          const endMoved = next.items.at(-1)?.key !== at.items.at(-1)?.key;
          if (next.generation === at.generation)
            expect([startMoved && endMoved, next.shift]).toEqual([false, startMoved]);
          at = next;
        }
        expect(at.items).toEqual(after);
      }),
    );
  });
});

describe("words", () => {
  test("a mention is one of those meant, whatever its case, and without the full stop after it", () => {
    const names = { all: new Set(["ada", "grace.h"]), mine: "ada" };
    expect(splitMentions("@Ada. and @grace.h, mail@ada @alan", names)).toEqual([
      { text: "@Ada", mention: "me" },
      { text: ". and ", mention: null },
      { text: "@grace.h", mention: "other" },
      { text: ", mail@ada @alan", mention: null },
    ]);
  });

  test("what was found is shown with what stands around it", () => {
    const text = `${"before ".repeat(30)}Needle${" after".repeat(50)}`;
    const { before, match, after } = excerptAround(text, "a needle");
    expect([before.slice(0, 2), match, after.length]).toEqual(["… ", "Needle", 160]);
    expect(excerptAround("short and sweet", "AND")).toEqual({ before: "short ", match: "and", after: " sweet" });
    expect(excerptAround("something else", "zzz").match).toBe("");
  });
});

describe("a message in one line", () => {
  test.each([
    ["**Good** morning `grace` 🎉", "Good morning grace 🎉"],
    ["# Plan\n\n- one\n- *two*\n> ~~three~~", "Plan one two three"],
    ["```ts\nconst a = 1;\n```", "const a = 1;"],
    ["see [the wheel](https://example.com/wheel) and ![it](https://example.com/i.png)", "see the wheel and it"],
    ["2 * 3 * 4 is snake_case_name, not __init", "2 * 3 * 4 is snake_case_name, not __init"],
    ["<b>not</b> **half", "<b>not</b> **half"],
  ])("%j says %j", (body, words) => expect(plainWords(body)).toBe(words));

  test("is made quickly of whatever people write", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("*", "_", "`", "[", "](", "~~", "a", " ", "\n", "# ") }),
        (part) => {
          const began = performance.now();
          plainWords(part.repeat(200).slice(0, 4_000));
          expect(performance.now() - began).toBeLessThan(200);
        },
      ),
    );
  });
});
