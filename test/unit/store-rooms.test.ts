import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BadCursor } from "../../db/store.ts";
import type { RoomSummary } from "../../server/contract/index.ts";
import { startChat, type Chat, type TempStore } from "../support/store.ts";
import { stores } from "../support/stores.ts";

describe.each(stores())("rooms in %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  async function summary(userId: string, roomId = "lab"): Promise<RoomSummary> {
    const { items } = await chat.store.rooms.list(userId);
    const found = items.find(({ id }) => id === roomId);
    if (found === undefined) throw new Error(`${userId} is not in ${roomId}.`);
    return found;
  }

  test("unread counts other people's undeleted messages after the mark", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]));
    expect(await summary("grace")).toMatchObject({ unread: 0, mentions: 0, lastMessage: null });
    await chat.write(
      ada.send("lab", "one", { id: "m1" }),
      ada.send("lab", "two @grace", { id: "m2", mention: ["grace"] }),
      grace.react("m1", "👍"),
      ada.send("lab", "three @grace @ada", { id: "m3", mention: ["grace", "ada"] }),
    );
    expect(await summary("grace")).toMatchObject({ unread: 3, mentions: 2, readSeq: 3, lastMessage: { id: "m3" } });
    expect(await summary("ada")).toMatchObject({ unread: 0, mentions: 0, readSeq: 7 });

    await chat.write(ada.delete("m2"), ada.edit("m3", "three"));
    expect(await summary("grace")).toMatchObject({ unread: 2, mentions: 0 });
    await chat.write(ada.edit("m3", "three @grace", ["grace"]));
    expect(await summary("grace")).toMatchObject({ unread: 2, mentions: 1 });
    await chat.write(grace.markRead("lab", 4));
    expect(await summary("grace")).toMatchObject({ unread: 1, mentions: 1, readSeq: 4 });
    await chat.write(grace.send("lab", "four"));
    expect(await summary("grace")).toMatchObject({ unread: 0, mentions: 0 });
    expect(await summary("ada")).toMatchObject({ unread: 1 });
  });

  test("unread is counted to 1,000 at most", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]));
    await chat.write(...Array.from({ length: 1010 }, () => ada.send("lab", "hi @grace", { mention: ["grace"] })));
    expect(await summary("grace")).toMatchObject({ unread: 1000, mentions: 1000 });
  });

  test("someone who comes back has nothing unread of the time before", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace], { type: "public" }), grace.leave("lab"), ada.send("lab", "missed"));
    expect((await chat.store.rooms.list("grace")).items).toEqual([]);
    await chat.write(grace.join("lab"), ada.send("lab", "hello again"));
    expect(await summary("grace")).toMatchObject({ unread: 1, role: "member", memberCount: 2 });
  });

  test("the list goes by latest activity and says what it is up to date with", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab"), ada.create("attic"), ada.direct("d", [mallory, grace]), ada.send("lab", "one"));
    const { items, lastEventId } = await chat.store.rooms.list("ada");
    expect(items.map(({ id }) => id)).toEqual(["lab", "d", "attic"]);
    expect(items.map(({ others }) => others.map(({ id }) => id))).toEqual([[], ["grace", "mallory"], []]);
    expect(lastEventId).toBe(`${chat.store.epoch}.${await chat.store.log.head()}`);
  });

  test("opening a room gives everything of one instant, to its members only", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace], { topic: "Looms" }), ada.send("lab", "one"), ada.send("lab", "two"));
    const snapshot = await chat.store.rooms.open("lab", "grace", 1);
    expect(snapshot).toMatchObject({
      room: { id: "lab", topic: "Looms", memberCount: 2, headSeq: 5 },
      membership: { roomId: "lab", user: { id: "grace" }, role: "member", readSeq: 3 },
      members: [{ user: { id: "ada" }, role: "owner" }, { user: { id: "grace" } }],
      messages: { items: [{ body: "two" }], previousCursor: null },
      lastEventId: `${chat.store.epoch}.5`,
    });
    expect(snapshot?.messages.nextCursor).not.toBeNull();
    expect(await chat.store.rooms.open("lab", mallory.id, 1)).toBeNull();
    await chat.write(grace.leave("lab"));
    expect(await chat.store.rooms.open("lab", "grace", 1)).toBeNull();
    expect(await chat.store.rooms.open("nowhere", "ada", 1)).toBeNull();
  });

  test("only public rooms that are not archived can be browsed, by name, a page at a time", async () => {
    const { ada } = chat;
    await chat.write(
      ada.create("r1", [], { type: "public", name: "Zoo" }),
      ada.create("r2", [], { type: "public", name: "Äpfel", topic: "Obst 100%" }),
      ada.create("r3", [], { type: "public", name: "apples" }),
      ada.create("r4", [], { name: "Attic" }),
      ada.create("r5", [], { type: "public", name: "Archive" }),
      ada.archive("r5"),
    );
    const { browse } = chat.store.rooms;
    const names: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await browse({ limit: 1, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(["apples", "Äpfel", "Zoo"]);
    const find = async (query: string) => (await browse({ limit: 10, query })).items.map(({ id }) => id);
    expect(await find("äPF")).toEqual(["r2"]);
    expect(await find("0%")).toEqual(["r2"]);
    expect(await find("_")).toEqual([]);
    await expect(browse({ limit: 1, cursor: "nonsense" })).rejects.toThrow(BadCursor);
  });

  test("a renamed room is found by its new name", async () => {
    const { ada } = chat;
    await chat.write(ada.create("r1", [], { type: "public", name: "Old", topic: "kept" }), ada.rename("r1", "New"));
    expect((await chat.store.rooms.browse({ limit: 10, query: "new" })).items).toMatchObject([
      { name: "New", topic: "kept" },
    ]);
    expect((await chat.store.rooms.browse({ limit: 10, query: "kept" })).items).toHaveLength(1);
    expect((await chat.store.rooms.browse({ limit: 10, query: "old" })).items).toEqual([]);
  });

  test("members come in pages, can be searched, and past ones are gone", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(grace.update({ displayName: "Grace Hopper" }), ada.create("lab", [grace, mallory]));
    const { members } = chat.store;
    const first = await members.list("lab", { limit: 2 });
    const second = await members.list("lab", { limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ user }) => user.id)).toEqual(["ada", "grace", "mallory"]);
    expect(second.nextCursor).toBeNull();
    expect((await members.list("lab", { limit: 10, query: "hOPP" })).items).toMatchObject([{ user: { id: "grace" } }]);
    await chat.write(ada.member("room.ban", "lab", mallory));
    expect((await members.list("lab", { limit: 10 })).items).toHaveLength(2);
    expect(await chat.store.rooms.get("lab")).toMatchObject({ memberCount: 2 });
    expect(await members.access("lab", "mallory")).toMatchObject({ role: null });
    expect(await members.access("lab", "ada")).toEqual({
      room: { id: "lab", type: "private", archived: false, memberCount: 2 },
      role: "owner",
    });
    expect(await members.access("nowhere", "ada")).toBeNull();
    await expect(members.list("lab", { limit: 1, cursor: "nonsense" })).rejects.toThrow(BadCursor);
  });

  test("bans come in pages, each with who made it and when, and are gone when they are lifted", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace, mallory]), ada.create("hall", [mallory]));
    const at = chat.now;
    await chat.write(ada.member("room.ban", "lab", mallory), ada.member("room.ban", "lab", grace));
    const { members } = chat.store;
    const first = await members.bans("lab", { limit: 1 });
    expect(first.items).toMatchObject([{ user: { id: "grace", kind: "person" }, by: { id: "ada" }, createdAt: at }]);
    const second = await members.bans("lab", { limit: 1, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ items: [{ user: { id: "mallory" } }], nextCursor: null });
    expect(await members.bans("hall", { limit: 10 })).toEqual({ items: [], nextCursor: null });
    await chat.write(ada.member("room.unban", "lab", grace));
    expect((await members.bans("lab", { limit: 10 })).items).toMatchObject([{ user: { id: "mallory" } }]);
    const { nextCursor } = await members.list("lab", { limit: 0 });
    await expect(members.bans("lab", { limit: 1, cursor: nextCursor ?? "" })).rejects.toThrow(BadCursor);
    await expect(members.bans("lab", { limit: 1, cursor: "nonsense" })).rejects.toThrow(BadCursor);
  });

  test("peers are the people of one's small rooms, oneself included", async () => {
    const { ada, grace, mallory } = chat;
    expect(await chat.store.members.peers("ada", { roomSize: 100, most: 10 })).toEqual(["ada"]);
    await chat.write(ada.create("lab", [grace]), ada.create("hall", [grace, mallory]));
    expect((await chat.store.members.peers("ada", { roomSize: 2, most: 10 })).toSorted()).toEqual(["ada", "grace"]);
    expect((await chat.store.members.peers("ada", { roomSize: 3, most: 10 })).toSorted()).toEqual([
      "ada",
      "grace",
      "mallory",
    ]);
    expect(await chat.store.members.peers("ada", { roomSize: 3, most: 2 })).toHaveLength(2);
  });
});
