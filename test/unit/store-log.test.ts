import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Reader } from "../../db/store.ts";
import { startChat, type Chat, type TempStore } from "../support/store.ts";
import { stores } from "../support/stores.ts";

const never = Infinity;

describe.each(stores())("reading the log of %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  /** All that the reader sees after a position, as `room:seq kind`, read in pages of `limit`. */
  async function seen(reader: Reader, after = 0, limit = 100): Promise<string[]> {
    const all: string[] = [];
    for (let from = after; ;) {
      const page = await chat.store.log.read(reader, from, limit, never);
      all.push(...page.events.map(({ event }) => `${event.roomId}:${event.seq} ${event.kind}`));
      if (page.through >= page.head) return all;
      expect(page.events).toHaveLength(limit);
      from = page.through;
    }
  }

  test("a founding member sees the room from its first event, someone who joins from their own joining", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(
      ada.create("lab", [grace], { type: "public" }),
      ada.send("lab", "before"),
      mallory.join("lab"),
      ada.send("lab", "after"),
    );
    expect(await seen({ userId: "grace" })).toEqual([
      "lab:1 room.created",
      "lab:2 member.joined",
      "lab:3 member.joined",
      "lab:4 message.sent",
      "lab:5 member.joined",
      "lab:6 message.sent",
    ]);
    expect(await seen({ userId: "mallory" })).toEqual(["lab:5 member.joined", "lab:6 message.sent"]);
    expect(await seen({ userId: "mallory", roomId: "lab" })).toEqual(["lab:5 member.joined", "lab:6 message.sent"]);
  });

  test("a message is told when it is sent as every replay tells it, byte for byte", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]), ada.send("lab", "first", { id: "first" }));
    const sends = [
      ada.send("lab", "hello @grace", { mention: ["grace", "nobody"] }),
      grace.send("lab", "a reply", { replyToId: "first" }),
      grace.send("lab", "with data", { data: { less: -0, list: [1, "two"] } }),
    ];
    const { items, outcomes } = await chat.store.write(sends);
    const told = items.map((item) => (item.type === "event" ? item.event : null));
    const { events } = await chat.store.log.read({ userId: "grace" }, 4, 100, never);
    expect(JSON.stringify(told)).toBe(JSON.stringify(events.map(({ event }) => event)));
    expect(outcomes.map((outcome) => (outcome.kind === "done" ? outcome.answer : null))).toEqual(
      told.map((event) => (event?.kind === "message.sent" ? event.message : null)),
    );
  });

  test("a removed member sees how it ended and nothing else of the room", async () => {
    const { ada, mallory } = chat;
    await chat.write(
      ada.create("lab", [mallory]),
      ada.send("lab", "one"),
      ada.member("room.removeMember", "lab", mallory),
      ada.send("lab", "two"),
    );
    const page = await chat.store.log.read({ userId: "mallory" }, 0, 100, never);
    expect(page.events.map(({ position, event }) => [position, event.kind])).toEqual([[5, "member.removed"]]);
    expect(page.events[0]?.event).toMatchObject({
      actorId: "ada",
      membership: { user: { id: "mallory" }, role: "member" },
    });
    expect(page).toMatchObject({ through: 6, head: 6, roomIds: [] });
    expect(await seen({ userId: "mallory", roomId: "lab" })).toEqual(["lab:5 member.removed"]);
  });

  test("someone who left and came back sees the leaving and the present membership", async () => {
    const { ada, grace } = chat;
    await chat.write(
      ada.create("lab", [grace], { type: "public" }),
      ada.send("lab", "while grace was here"),
      grace.leave("lab"),
      ada.send("lab", "while grace was away"),
      grace.join("lab"),
      ada.send("lab", "welcome back"),
    );
    const expected = ["lab:5 member.left", "lab:7 member.joined", "lab:8 message.sent"];
    expect(await seen({ userId: "grace" })).toEqual(expected);
    expect(await seen({ userId: "grace" }, 0, 1)).toEqual(expected);
    expect(await seen({ userId: "grace", roomId: "lab" })).toEqual(expected);
    expect(await seen({ userId: "grace" }, 5)).toEqual(expected.slice(1));
  });

  test("rooms come together in the order of the log, whatever the page size, and others' rooms never", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace]), ada.create("attic", [grace]), mallory.create("cave"));
    for (let i = 0; i < 20; i++) {
      const place = ["lab", "attic"][i % 2] ?? "";
      await chat.write(ada.send(place, "x"), grace.send("lab", "y"), mallory.send("cave", "z"));
    }
    const whole = await chat.store.log.read({ userId: "grace" }, 0, 1000, never);
    const positions = whole.events.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(whole.events.some(({ event }) => event.roomId === "cave")).toBe(false);
    expect(whole.events).toHaveLength(46);
    expect(whole.roomIds.toSorted()).toEqual(["attic", "lab"]);
    const inOnePage = await seen({ userId: "grace" }, 0, 1000);
    for (const limit of [1, 2, 7, 46]) expect(await seen({ userId: "grace" }, 0, limit)).toEqual(inOnePage);
    expect(await seen({ userId: "grace", roomId: "attic" }, 0, 3)).toEqual(
      inOnePage.filter((line) => line.startsWith("attic")),
    );
  });

  test("`behind` counts exactly what a reader has yet to see", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(
      ada.create("lab", [grace], { type: "public" }),
      ada.send("lab", "one"),
      grace.leave("lab"),
      ada.send("lab", "two"),
      grace.join("lab"),
      ada.create("attic", [grace]),
      mallory.create("cave"),
      ada.send("lab", "three"),
    );
    const { log } = chat.store;
    const head = await log.head();
    for (const reader of [{ userId: "grace" }, { userId: "grace", roomId: "lab" }, { userId: "mallory" }]) {
      for (let after = 0; after <= head; after++) {
        expect(await log.behind(reader, after, 1000)).toBe((await seen(reader, after)).length);
      }
    }
    expect(await log.behind({ userId: "ada" }, 0, 3)).toBe(3);
  });

  test("a replayed message is as it is now; a deleted one has no body left anywhere", async () => {
    const { ada, grace } = chat;
    await chat.write(
      ada.create("lab", [grace]),
      ada.send("lab", "secret", { id: "m1", data: { also: "secret" }, mention: ["grace"] }),
      grace.react("m1", "👍"),
      grace.send("lab", "what?", { id: "m2", replyToId: "m1" }),
      ada.edit("m1", "still secret"),
      ada.delete("m1"),
    );
    const { events } = await chat.store.log.read({ userId: "grace" }, 3, 100, never);
    expect(JSON.stringify(events)).not.toContain("secret");
    expect(events.map(({ event }) => event.kind)).toEqual([
      "message.sent",
      "reaction.added",
      "message.sent",
      "message.edited",
      "message.deleted",
    ]);
    expect(events[0]?.event).toMatchObject({
      seq: 4,
      message: {
        id: "m1",
        seq: 4,
        updatedSeq: 8,
        body: "",
        data: null,
        mentions: [],
        reactions: [],
        deletedAt: chat.now,
      },
    });
    expect(events[2]?.event).toMatchObject({ message: { replyTo: { id: "m1", sender: { id: "ada" }, body: "" } } });
  });

  test("read marks made at a position or later are told to the room, again and again", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace]), ada.create("attic", [mallory]), ada.send("lab", "one"));
    await chat.write(grace.markRead("lab", 4), mallory.markRead("attic", 3));
    const head = await chat.store.log.head();
    const statesFrom = async (reader: Reader, from: number) =>
      (await chat.store.log.read(reader, head, 10, from)).states;
    const gracesMark = { kind: "read.moved", roomId: "lab", userId: "grace", readSeq: 4, ownDevicesOnly: false };
    const adasMark = { ...gracesMark, userId: "ada" };
    expect(await statesFrom({ userId: "ada" }, head)).toEqual(expect.arrayContaining([gracesMark, adasMark]));
    expect(await statesFrom({ userId: "ada" }, head)).toHaveLength(2);
    expect(await statesFrom({ userId: "ada", roomId: "attic" }, head)).toEqual([]);
    expect(await statesFrom({ userId: "mallory" }, 0)).toEqual([]);

    await chat.write(ada.send("attic", "two"));
    expect(await statesFrom({ userId: "grace" }, head + 1)).toEqual([]);
    expect(await statesFrom({ userId: "mallory" }, head + 1)).toEqual([{ ...adasMark, roomId: "attic", readSeq: 4 }]);

    await chat.write(grace.leave("lab"));
    expect(await statesFrom({ userId: "ada", roomId: "lab" }, 0)).toEqual([adasMark]);
  });

  test("in a room of more than 100 only one's own mark is told", async () => {
    const { ada, grace } = chat;
    const crowd = Array.from({ length: 99 }, (_, number) => chat.person(`person-${number}`));
    await chat.write(...crowd.map((person) => person.register()));
    await chat.write(ada.create("hall", [grace, ...crowd]), ada.send("hall", "hi"));
    const items = await chat.write(grace.markRead("hall", 200));
    expect(items).toMatchObject([{ state: { kind: "read.moved", userId: "grace", ownDevicesOnly: true } }]);
    const statesOf = async (userId: string) => (await chat.store.log.read({ userId }, 0, 1, 0)).states;
    expect(await statesOf("grace")).toMatchObject([{ userId: "grace", ownDevicesOnly: true }]);
    expect(await statesOf("person-1")).toEqual([]);
  });

  test("changed profiles are told to whole streams, not to those of one room", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace]), mallory.update({ displayName: "Mal" }), ada.send("lab", "one"));
    const { log } = chat.store;
    expect((await log.read({ userId: "grace" }, 0, 10, 3)).states).toContainEqual(
      expect.objectContaining({
        kind: "user.updated",
        user: expect.objectContaining({ id: "mallory", displayName: "Mal" }),
      }),
    );
    expect((await log.read({ userId: "grace" }, 0, 10, 4)).states.map(({ kind }) => kind)).toEqual(["read.moved"]);
    expect((await log.read({ userId: "grace", roomId: "lab" }, 0, 10, 0)).states.map(({ kind }) => kind)).toEqual([
      "read.moved",
    ]);
  });

  test("what only the server must hear takes a position and is never delivered", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]));
    const items = await chat.write(grace.block(chat.mallory), ada.send("lab", "one"));
    expect(items.map(({ type, position }) => [type, position])).toEqual([
      ["server", 4],
      ["event", 5],
    ]);
    expect(await seen({ userId: "grace" }, 3)).toEqual(["lab:4 message.sent"]);
    expect(await seen({ userId: "mallory" })).toEqual([]);
  });
});
