import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTempSqliteStore, searchThread, startChat, stores, type Chat, type TempStore } from "../support/store.ts";

const searched: typeof stores = [...stores, ["sqlite in a thread", () => openTempSqliteStore({ searchThread })]];

describe.each(searched)("searching %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
    await chat.write(chat.ada.create("lab", [chat.grace]));
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  async function write(...bodies: string[]): Promise<void> {
    await chat.write(...bodies.map((body) => chat.ada.send("lab", body)));
  }

  /** Bodies, newest first. */
  async function find(query: string, roomId?: string, viewer = "grace"): Promise<string[]> {
    const { items } = await chat.store.messages.search(viewer, { query, limit: 50, roomId });
    return items.map(({ body }) => body);
  }

  test("finds English, whatever its case, anywhere in a word, newest first", async () => {
    await write("The Analytical Engine", "Engines and looms", "no match here");
    expect(await find("engine")).toEqual(["Engines and looms", "The Analytical Engine"]);
    expect(await find("ANALYT")).toEqual(["The Analytical Engine"]);
    expect(await find("lytical eng")).toEqual(["The Analytical Engine"]);
    expect(await find("absent")).toEqual([]);
  });

  test("every word must occur, in any order", async () => {
    await write("red green blue", "blue sky", "green sea");
    expect(await find("blue green")).toEqual(["red green blue"]);
    expect(await find("  green   ")).toEqual(["green sea", "red green blue"]);
    expect(await find("blue is")).toEqual([]);
  });

  test("finds German, with umlauts in either case and ß as ss", async () => {
    await write("Ärger mit der Straße", "Größe", "arger Fehler");
    expect(await find("ärger")).toEqual(["Ärger mit der Straße"]);
    expect(await find("ÄRGER")).toEqual(["Ärger mit der Straße"]);
    expect(await find("straße")).toEqual(["Ärger mit der Straße"]);
    expect(await find("STRASSE")).toEqual(["Ärger mit der Straße"]);
    expect(await find("öß")).toEqual(["Größe"]);
    expect(await find("Ä")).toEqual(["Ärger mit der Straße"]);
  });

  test("finds Chinese, one character being a word", async () => {
    await write("我们明天开会", "你好，世界", "会议室");
    expect(await find("会")).toEqual(["会议室", "我们明天开会"]);
    expect(await find("明天")).toEqual(["我们明天开会"]);
    expect(await find("会议室")).toEqual(["会议室"]);
    expect(await find("世界 你")).toEqual(["你好，世界"]);
  });

  test("takes what is searched literally, never as syntax", async () => {
    await write(
      "100% sure",
      "100 percent",
      'she said "hi" there',
      "a*b*c",
      "snake_case",
      "back\\slash",
      "x",
      "NEAR(a b)",
    );
    expect(await find("%")).toEqual(["100% sure"]);
    expect(await find("100%")).toEqual(["100% sure"]);
    expect(await find("0%_")).toEqual([]);
    expect(await find('"')).toEqual(['she said "hi" there']);
    expect(await find('"hi"')).toEqual(['she said "hi" there']);
    expect(await find('"hi')).toEqual(['she said "hi" there']);
    expect(await find("*")).toEqual(["a*b*c"]);
    expect(await find("a*b*")).toEqual(["a*b*c"]);
    expect(await find("_")).toEqual(["snake_case"]);
    expect(await find("e_c")).toEqual(["snake_case"]);
    expect(await find("k\\s")).toEqual(["back\\slash"]);
    expect(await find("hi OR absent")).toEqual([]);
    expect(await find("NEAR(a")).toEqual(["NEAR(a b)"]);
    expect(await find("text:x")).toEqual([]);
    expect(await find("'; drop table messages; --")).toEqual([]);
    expect(await find("   ")).toEqual([]);
  });

  test("an edited message is found by what it says now, a deleted one not at all", async () => {
    const { ada } = chat;
    await chat.write(ada.send("lab", "original words", { id: "m1" }), ada.send("lab", "doomed words", { id: "m2" }));
    await chat.write(ada.edit("m1", "improved words"), ada.delete("m2"));
    expect(await find("original")).toEqual([]);
    expect(await find("improved")).toEqual(["improved words"]);
    expect(await find("words")).toEqual(["improved words"]);
    expect(await find("d")).toEqual(["improved words"]);
  });

  test("only rooms that the reader is in now are searched", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(
      mallory.create("cave", [grace]),
      mallory.send("cave", "a secret plan"),
      ada.send("lab", "an open plan"),
    );
    expect(await find("plan")).toEqual(["an open plan", "a secret plan"]);
    expect(await find("plan", "cave")).toEqual(["a secret plan"]);
    expect(await find("n", "cave")).toEqual(["a secret plan"]);
    expect(await find("plan", undefined, "ada")).toEqual(["an open plan"]);
    expect(await find("plan", "cave", "ada")).toEqual([]);
    expect(await find("n", "cave", "ada")).toEqual([]);
    await chat.write(mallory.member("room.removeMember", "cave", grace));
    expect(await find("plan")).toEqual(["an open plan"]);
    expect(await find("n")).toEqual(["an open plan"]);
  });

  test("pages follow one another without a gap or a repeat, for long and for short words", async () => {
    const numbers = Array.from({ length: 700 }, (_, i) => i);
    await write(...numbers.map((number) => `${number % 2 === 0 ? "even" : "odd"} ${number}`));
    for (const [query, roomId] of [["even"], ["ev"], ["ev", "lab"]] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await chat.store.messages.search("grace", { query, roomId, limit: 60, cursor });
        seen.push(...page.items.map(({ body }) => body));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(
        numbers
          .filter((n) => n % 2 === 0)
          .map((n) => `even ${n}`)
          .reverse(),
      );
    }
  });
});
