import { describe, expect, test } from "vitest";
import type { Message } from "../../server/contract/index.ts";
import { refusalOf, say } from "../support/people.ts";
import { roomOf, scene } from "../support/scene.ts";
import { authorOf } from "../support/shapes.ts";

const { ada, grace, mallory } = await scene("ada", "grace", "mallory");
const reasonOf = async (call: Promise<unknown>) => (await refusalOf(call)).reason;
const seqs = ({ items }: { items: Message[] }) => items.map(({ seq }) => seq);

describe("Values", () => {
  test("a room's messages come in ascending seq, the newest page first, and cursors know their direction", async () => {
    const { id: roomId } = await roomOf(ada);
    for (let index = 0; index < 7; index += 1) await say(ada, roomId, `message ${index}`);
    const list = (cursor?: string | null, direction?: "forward" | "backward") =>
      ada.api.message.list.query({ roomId, limit: 3, cursor, ...(direction === undefined ? {} : { direction }) });
    const newest = await list();
    expect([seqs(newest), newest.previousCursor]).toEqual([[7, 8, 9], null]);
    const middle = await list(newest.nextCursor);
    expect(seqs(middle)).toEqual([4, 5, 6]);
    // An infinite query says a direction too: it is taken, and changes nothing.
    expect(await list(newest.nextCursor, "backward")).toEqual(middle);
    const oldest = await list(middle.nextCursor, "forward");
    expect([seqs(oldest), oldest.nextCursor]).toEqual([[3], null]);
    expect(seqs(await list(oldest.previousCursor))).toEqual([4, 5, 6]);
    expect(seqs(await list(middle.previousCursor))).toEqual([7, 8, 9]);
    await say(ada, roomId, "one more");
    const newer = await list(newest.nextCursor);
    expect(seqs(await list(newer.previousCursor))).toEqual([7, 8, 9]);
  });

  test("a page around a seq leads both ways, also where there is no message of that seq", async () => {
    const { id: roomId } = await roomOf(ada);
    const messages = [];
    for (let index = 0; index < 9; index += 1) messages.push(await say(ada, roomId, `message ${index}`));
    await ada.api.message.delete.mutate({ messageId: messages[4]?.id ?? "" });
    const around = (seq: number) => ada.api.message.list.query({ roomId, limit: 4, around: seq });
    const middle = await around(7);
    expect(seqs(middle)).toHaveLength(4);
    expect(seqs(middle)).toContain(7);
    const older = await ada.api.message.list.query({ roomId, cursor: middle.nextCursor });
    const newer = await ada.api.message.list.query({ roomId, cursor: middle.previousCursor });
    expect([...seqs(older), ...seqs(middle), ...seqs(newer)]).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(seqs(await around(0))).toEqual([3, 4, 5, 6]);
    expect(seqs(await around(1_000_000))).toEqual([8, 9, 10, 11]);
    expect(seqs(await around(12))).toEqual([8, 9, 10, 11]);
    const both = ada.api.message.list.query({ roomId, around: 5, cursor: middle.nextCursor });
    expect(await refusalOf(both)).toMatchObject({ reason: "invalid_input", fields: { around: expect.any(String) } });
  });

  test("reactions: each emoji in the order of its first use, who reacted, and whoever asks first", async () => {
    const { id: roomId } = await roomOf(ada, grace, mallory);
    const { id: messageId } = await say(ada, roomId, "hello");
    for (const person of [ada, grace, mallory]) await person.api.message.react.mutate({ messageId, emoji: "👍" });
    await grace.api.message.react.mutate({ messageId, emoji: "🎉" });
    for (const [person, others] of [
      [ada, [grace, mallory]],
      [grace, [ada, mallory]],
      [mallory, [ada, grace]],
    ] as const) {
      const userIds = [person, ...others].map(({ me }) => me.id);
      const reactions = [
        { emoji: "👍", count: 3, userIds },
        { emoji: "🎉", count: 1, userIds: [grace.me.id] },
      ];
      const { api } = person;
      expect((await api.message.get.query({ messageId })).reactions).toEqual(reactions);
      expect((await api.message.list.query({ roomId })).items[0]?.reactions).toEqual(reactions);
      expect((await api.room.open.query({ roomId })).messages.items[0]?.reactions).toEqual(reactions);
      expect((await api.room.list.query()).items.find(({ id }) => id === roomId)?.lastMessage?.reactions).toEqual(
        reactions,
      );
    }
    await ada.api.message.unreact.mutate({ messageId, emoji: "👍" });
    await grace.api.message.unreact.mutate({ messageId, emoji: "🎉" });
    const left = { emoji: "👍", count: 2, userIds: [grace.me.id, mallory.me.id] };
    expect((await ada.api.message.get.query({ messageId })).reactions).toEqual([left]);
  });

  test("the same emoji in two spellings is one reaction", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const { id: messageId } = await say(ada, roomId, "hello");
    await ada.api.message.react.mutate({ messageId, emoji: "❤" });
    await grace.api.message.react.mutate({ messageId, emoji: "❤️" });
    const { reactions } = await ada.api.message.get.query({ messageId });
    expect(reactions).toEqual([{ emoji: "❤️", count: 2, userIds: [ada.me.id, grace.me.id] }]);
  });

  test("mentions: the members whom the body names, whatever the case, at send and at edit", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const send = async (body: string) => (await say(ada, roomId, body)).mentions;
    const name = grace.me.username;
    expect(await send(`@${name}`)).toEqual([grace.me.id]);
    expect(await send(`(@${name.toUpperCase()}), and @${name}. And @${name}`)).toEqual([grace.me.id]);
    expect((await send(`@${name} and @${ada.me.username}`)).toSorted()).toEqual([ada.me.id, grace.me.id].toSorted());
    expect(await send(`@${mallory.me.username} is not here`)).toEqual([]);
    expect(await send(`mail to ada@${name} or @nobody-at-all`)).toEqual([]);
    const message = await say(ada, roomId, "nobody");
    const edited = await ada.api.message.edit.mutate({ messageId: message.id, body: `@${name}!` });
    expect(edited.mentions).toEqual([grace.me.id]);
    expect((await ada.api.message.edit.mutate({ messageId: message.id, body: "nobody" })).mentions).toEqual([]);
  });

  test("a search finds the newest first, page by page, in the rooms that one is in now", async () => {
    const word = `w${crypto.randomUUID().slice(0, 8)}`;
    const [first, second, foreign] = [await roomOf(ada, grace), await roomOf(ada, grace), await roomOf(ada)];
    const sent: Message[] = [];
    for (const room of [first, second, first, second, foreign])
      sent.push(await say(ada, room.id, `about ${word} again`));
    const expected = sent.slice(0, 4).toReversed();
    const page = await grace.api.message.search.query({ query: word.toUpperCase(), limit: 3 });
    expect(page).toEqual({ items: expected.slice(0, 3), nextCursor: expect.any(String) });
    const next = await grace.api.message.search.query({ query: word.toUpperCase(), limit: 3, cursor: page.nextCursor });
    expect(next).toEqual({ items: expected.slice(3), nextCursor: null });
    const inFirst = await grace.api.message.search.query({ query: `${word} about`, roomId: first.id });
    expect(inFirst.items).toEqual([sent[2], sent[0]]);
    expect(await reasonOf(grace.api.message.search.query({ query: word, roomId: foreign.id }))).toBe("not_found");
    await grace.api.room.leave.mutate({ roomId: first.id });
    expect((await grace.api.message.search.query({ query: word })).items).toEqual([sent[3], sent[1]]);
  });

  test.each([
    '"',
    "*",
    "a OR b",
    "NEAR(a b)",
    "body:a",
    "-a",
    "(",
    "a'b",
    "%",
    "_",
    "\\",
    "^",
    "{a b}:c",
    "a".repeat(200),
  ])("a search takes its query literally: %s", async (query) => {
    const { id: roomId } = await roomOf(ada);
    const hit = await say(ada, roomId, `before ${query} after`);
    await say(ada, roomId, "nothing of the kind");
    const { items } = await ada.api.message.search.query({ query, roomId });
    expect(items.map(({ id }) => id)).toEqual([hit.id]);
  });

  test("an empty search, or one of white space, is invalid_input", async () => {
    for (const query of ["", "  "]) {
      expect(await refusalOf(ada.api.message.search.query({ query }))).toMatchObject({
        reason: "invalid_input",
        fields: { query: expect.any(String) },
      });
    }
  });
});

describe("Mutations", () => {
  test("a reply carries what it answers, read live, and nothing of another room", async () => {
    const [here, elsewhere] = [await roomOf(ada, grace), await roomOf(ada)];
    const original = await say(ada, here.id, "first");
    const reply = await grace.api.message.send.mutate({
      roomId: here.id,
      clientId: "r",
      body: "yes",
      replyToId: original.id,
    });
    expect(reply.replyTo).toEqual({ id: original.id, sender: authorOf(ada.me), body: "first" });
    await ada.api.message.edit.mutate({ messageId: original.id, body: "second" });
    expect((await grace.api.message.get.query({ messageId: reply.id })).replyTo?.body).toBe("second");
    await ada.api.message.delete.mutate({ messageId: original.id });
    expect((await grace.api.message.get.query({ messageId: reply.id })).replyTo).toEqual({
      id: original.id,
      sender: authorOf(ada.me),
      body: "",
    });
    const foreign = await say(ada, elsewhere.id, "a secret");
    for (const replyToId of [foreign.id, "nothing"]) {
      const refused = await refusalOf(
        grace.api.message.send.mutate({ roomId: here.id, clientId: replyToId, body: "yes", replyToId }),
      );
      expect(refused).toMatchObject({ reason: "invalid_input", fields: { replyToId: "no such message in this room" } });
    }
  });

  test("an edit changes what is said, and keeps the rest", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const original = await say(grace, roomId, "original");
    const given = { roomId, clientId: "e", body: "first", replyToId: original.id, data: { kept: true } };
    const sent = await ada.api.message.send.mutate(given);
    await grace.api.message.react.mutate({ messageId: sent.id, emoji: "👍" });
    const edited = await ada.api.message.edit.mutate({ messageId: sent.id, body: "second" });
    const reactions = [{ emoji: "👍", count: 1, userIds: [grace.me.id] }];
    expect(edited).toEqual({
      ...sent,
      body: "second",
      editedAt: expect.any(Date),
      updatedSeq: sent.seq + 2,
      reactions,
    });
  });

  test("a deleted message is neither edited nor reacted to; to take a reaction off it is harmless", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const { id: messageId } = await say(ada, roomId, "hello");
    await grace.api.message.react.mutate({ messageId, emoji: "👍" });
    await ada.api.message.delete.mutate({ messageId });
    expect(await reasonOf(ada.api.message.edit.mutate({ messageId, body: "back" }))).toBe("not_allowed");
    expect(await reasonOf(grace.api.message.react.mutate({ messageId, emoji: "👍" }))).toBe("not_allowed");
    await grace.api.message.unreact.mutate({ messageId, emoji: "👍" });
    expect((await ada.api.message.get.query({ messageId })).reactions).toEqual([]);
  });

  test("a message of a room that one is not in does not exist, whatever one does to it", async () => {
    const { id: roomId } = await roomOf(ada);
    const { id: messageId } = await say(ada, roomId, "a secret");
    const { message } = mallory.api;
    const refusals = async (id: string) =>
      Promise.all([
        refusalOf(message.get.query({ messageId: id })),
        refusalOf(message.edit.mutate({ messageId: id, body: "mine" })),
        refusalOf(message.delete.mutate({ messageId: id })),
        refusalOf(message.react.mutate({ messageId: id, emoji: "👍" })),
        refusalOf(message.unreact.mutate({ messageId: id, emoji: "👍" })),
      ]);
    expect(await refusals(messageId)).toEqual(await refusals("nothing"));
    expect((await refusals(messageId)).map(({ reason }) => reason)).toEqual(Array(5).fill("not_found"));
  });
});
