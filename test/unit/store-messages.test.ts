import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BadCursor } from "../../db/store.ts";
import type { Message, MessagePage } from "../../server/contract/index.ts";
import { startChat, stores, type Chat, type TempStore } from "../support/store.ts";

describe.each(stores)("messages in %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  const bodies = (items: readonly Message[]) => items.map(({ body }) => body);
  const list = (request: { limit: number; cursor?: string | undefined; around?: number }) =>
    chat.store.messages.list("lab", "ada", request);

  /** Ten messages, "1" to "10", with seqs 4 to 13. */
  async function tenMessages(): Promise<void> {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]));
    await chat.write(...Array.from({ length: 10 }, (_, i) => ada.send("lab", String(i + 1), { id: `m${i + 1}` })));
  }

  test("the first page is the newest, in ascending seq, and leads to what is older", async () => {
    await tenMessages();
    const first = await list({ limit: 4 });
    expect(bodies(first.items)).toEqual(["7", "8", "9", "10"]);
    expect(first.items.map(({ seq }) => seq)).toEqual([10, 11, 12, 13]);
    expect(first.previousCursor).toBeNull();
    const second = await list({ limit: 4, cursor: first.nextCursor ?? "" });
    expect(bodies(second.items)).toEqual(["3", "4", "5", "6"]);
    const last = await list({ limit: 4, cursor: second.nextCursor ?? "" });
    expect(bodies(last.items)).toEqual(["1", "2"]);
    expect(last.nextCursor).toBeNull();
  });

  test("previousCursor leads back to the newest, without a gap or a repeat", async () => {
    await tenMessages();
    const { items, previousCursor } = await list({ limit: 3, around: 4 });
    const seen = bodies(items);
    for (let cursor = previousCursor; cursor !== null;) {
      const page = await list({ limit: 3, cursor });
      seen.push(...bodies(page.items));
      cursor = page.previousCursor;
    }
    expect(seen).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  });

  test("a message that arrives while someone pages disturbs no page", async () => {
    await tenMessages();
    const first = await list({ limit: 4 });
    await chat.write(chat.grace.send("lab", "11"));
    const second = await list({ limit: 4, cursor: first.nextCursor ?? "" });
    expect(bodies(second.items)).toEqual(["3", "4", "5", "6"]);
    const back = await list({ limit: 10, cursor: second.previousCursor ?? "" });
    expect(bodies(back.items)).toEqual(["7", "8", "9", "10", "11"]);
    expect(back.previousCursor).toBeNull();
  });

  test("around a seq there is as much before as after it, and more where one side is short", async () => {
    await tenMessages();
    const middle = await list({ limit: 5, around: 8 });
    expect(bodies(middle.items)).toEqual(["3", "4", "5", "6", "7"]);
    expect(middle.nextCursor).not.toBeNull();
    expect(middle.previousCursor).not.toBeNull();
    expect(bodies((await list({ limit: 4, around: 4 })).items)).toEqual(["1", "2", "3", "4"]);
    const end = await list({ limit: 4, around: 13 });
    expect(bodies(end.items)).toEqual(["7", "8", "9", "10"]);
    expect(end.previousCursor).toBeNull();
    expect((await list({ limit: 4, around: 1 })).nextCursor).toBeNull();
    expect(bodies((await list({ limit: 4, around: 500 })).items)).toEqual(["7", "8", "9", "10"]);
    expect(bodies((await list({ limit: 1, around: 8 })).items)).toEqual(["5"]);
    const whole = await list({ limit: 50, around: 8 });
    expect(whole).toMatchObject({ nextCursor: null, previousCursor: null });
    expect(whole.items).toHaveLength(10);
  });

  test("a cursor that this server did not make is refused", async () => {
    await tenMessages();
    const users = await chat.store.users.list({ limit: 1 });
    const foreign = [
      "",
      "x",
      "bm9uc2Vuc2U",
      Buffer.from('["older","4"]').toString("base64url"),
      users.nextCursor ?? "",
    ];
    for (const cursor of foreign) {
      await expect(list({ limit: 4, cursor })).rejects.toThrow(BadCursor);
      await expect(chat.store.messages.search("ada", { query: "x", limit: 4, cursor })).rejects.toThrow(BadCursor);
    }
  });

  test("a page carries sender, reply, data and mentions, live", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(
      ada.create("lab", [grace]),
      ada.send("lab", "first", { id: "m1", data: { n: 1 } }),
      grace.send("lab", "hi @ada @mallory @nobody", {
        id: "m2",
        replyToId: "m1",
        mention: ["ada", "mallory", "nobody"],
      }),
      ada.edit("m1", "First!"),
      ada.update({ displayName: "Ada L." }),
    );
    const adaNow = { id: "ada", username: "ada", displayName: "Ada L.", kind: "person", avatarUrl: null };
    const [first, second] = (await list({ limit: 10 })).items;
    expect(first).toMatchObject({
      body: "First!",
      data: { n: 1 },
      seq: 4,
      updatedSeq: 6,
      editedAt: chat.now,
      replyTo: null,
    });
    expect(second).toMatchObject({
      sender: { id: "grace" },
      replyTo: { id: "m1", sender: adaNow, body: "First!" },
      mentions: ["ada"],
    });
    expect(first).toEqual(await chat.store.messages.get("m1", "ada"));
    expect(mallory.id).toBe("mallory");
  });

  test("a page of long messages ends at half a megabyte, and its cursors lead to all of them", async () => {
    const { ada } = chat;
    const numbers = Array.from({ length: 80 }, (_, number) => number);
    await chat.write(ada.create("lab"));
    await chat.write(...numbers.map((number) => ada.send("lab", `${number} ${"long ".repeat(3200)}`)));
    const { list, search } = chat.store.messages;
    async function follow(page: MessagePage, end: "nextCursor" | "previousCursor"): Promise<MessagePage[]> {
      const cursor = page[end];
      if (cursor === null) return [page];
      return [page, ...(await follow(await list("lab", "ada", { limit: 200, cursor }), end))];
    }
    const numberOf = ({ body }: Message) => Number.parseInt(body, 10);

    const pages = await follow(await list("lab", "ada", { limit: 200 }), "nextCursor");
    expect(pages.map(({ items }) => items.length)).toEqual([32, 32, 16]);
    expect(pages.reverse().flatMap(({ items }) => items.map(numberOf))).toEqual(numbers);

    const middle = await list("lab", "ada", { limit: 200, around: 40 });
    expect(middle.items.map(({ seq }) => seq)).toContain(40);
    expect(middle.items.length).toBeLessThan(34);
    const older = await follow(middle, "nextCursor");
    const newer = await follow(middle, "previousCursor");
    const around = [...older.reverse(), ...newer.slice(1)].flatMap(({ items }) => items.map(numberOf));
    expect(around).toEqual(numbers);

    const found: number[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await search("ada", { query: "long", limit: 200, cursor });
      expect(page.items.length).toBeLessThan(34);
      found.push(...page.items.map(numberOf));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(found).toEqual(numbers.toReversed());
  });

  test("a page has one message at least, however long it is with what it answers", async () => {
    const { ada } = chat;
    const long = "ä".repeat(300_000);
    await chat.write(ada.create("lab"), ada.send("lab", long, { id: "m1" }));
    await chat.write(ada.send("lab", long, { id: "m2", replyToId: "m1" }));
    const page = await chat.store.messages.list("lab", "ada", { limit: 5 });
    expect(page.items.map(({ id }) => id)).toEqual(["m2"]);
    const rest = await chat.store.messages.list("lab", "ada", { limit: 5, cursor: page.nextCursor ?? "" });
    expect(rest.items.map(({ id }) => id)).toEqual(["m1"]);
    expect(rest.nextCursor).toBeNull();
  });

  test("reactions come in the order of first use, the reader's own id first", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(
      ada.create("lab", [grace, mallory]),
      ada.send("lab", "hello", { id: "m1" }),
      mallory.react("m1", "👍"),
      grace.react("m1", "🎉"),
      ada.react("m1", "👍"),
      grace.react("m1", "👍"),
      grace.react("m1", "👎"),
      grace.unreact("m1", "👎"),
    );
    const [forAda] = (await chat.store.messages.list("lab", "ada", { limit: 1 })).items;
    expect(forAda?.reactions).toEqual([
      { emoji: "👍", count: 3, userIds: ["ada", "mallory", "grace"] },
      { emoji: "🎉", count: 1, userIds: ["grace"] },
    ]);
    expect(forAda?.updatedSeq).toBe(11);
    const forGrace = await chat.store.messages.get("m1", "grace");
    expect(forGrace?.reactions[0]?.userIds).toEqual(["grace", "mallory", "ada"]);
    await chat.write(
      ada.unreact("m1", "👍"),
      mallory.unreact("m1", "👍"),
      grace.unreact("m1", "👍"),
      ada.react("m1", "👍"),
    );
    expect((await chat.store.messages.get("m1", "ada"))?.reactions.map(({ emoji }) => emoji)).toEqual(["🎉", "👍"]);
  });

  test("of many who reacted 50 are named, the reader among them, and all are counted", async () => {
    const { ada, grace } = chat;
    const crowd = Array.from({ length: 60 }, (_, i) => chat.person(`person-${String(i).padStart(2, "0")}`));
    await chat.write(...crowd.map((person) => person.register()));
    await chat.write(ada.create("hall", [grace, ...crowd]), ada.send("hall", "vote", { id: "m1" }));
    await chat.write(...crowd.map((person) => person.react("m1", "👍")), grace.react("m1", "👍"));
    const [reaction] = (await chat.store.messages.get("m1", "grace"))?.reactions ?? [];
    expect(reaction?.count).toBe(61);
    expect(reaction?.userIds).toHaveLength(50);
    expect(reaction?.userIds.slice(0, 2)).toEqual(["grace", "person-00"]);
  });

  test("a deleted message keeps its place and nothing else", async () => {
    const { ada, grace } = chat;
    await chat.write(
      ada.create("lab", [grace]),
      ada.send("lab", "oops @grace", { id: "m1", data: { a: 1 }, mention: ["grace"] }),
      grace.react("m1", "👍"),
      grace.send("lab", "what was it?", { id: "m2", replyToId: "m1" }),
    );
    expect(await chat.attempt(ada.delete("m1"))).toMatchObject({ answer: { id: "m1", body: "", updatedSeq: 7 } });
    const [deleted, reply] = (await list({ limit: 10 })).items;
    expect(deleted).toMatchObject({ body: "", data: null, mentions: [], reactions: [], deletedAt: chat.now, seq: 4 });
    expect(reply?.replyTo).toMatchObject({ id: "m1", sender: { id: "ada" }, body: "" });
  });
});
