import { describe, expect, test } from "vitest";
import { refusalOf, say } from "../support/people.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";
import { aMembership, aRoom, authorOf } from "../support/shapes.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");
const reasonOf = async (call: Promise<unknown>) => (await refusalOf(call)).reason;

describe("Values", () => {
  test("a new room is its maker's, who owns it", async () => {
    const room = await ada.api.room.create.mutate({ type: "public", name: "  Looms ", topic: " weaving " });
    expect(room).toEqual(aRoom({ type: "public", name: "Looms", topic: "weaving", memberCount: 1, headSeq: 2 }));
    expect(await ada.api.room.members.query({ roomId: room.id })).toEqual({
      items: [aMembership(ada.me, { roomId: room.id, role: "owner", readSeq: 2 })],
      nextCursor: null,
    });
  });

  test("a room opens with all that is needed to show it, of one instant", async () => {
    const room = await roomOf(ada, grace);
    const messages = [
      await say(ada, room.id, "one"),
      await say(grace, room.id, "two"),
      await say(ada, room.id, "three"),
    ];
    const snapshot = await grace.api.room.open.query({ roomId: room.id, limit: 2 });
    expect(snapshot).toEqual({
      room: { ...room, headSeq: 6 },
      membership: aMembership(grace.me, { roomId: room.id, readSeq: 5 }),
      members: expect.arrayContaining([
        aMembership(ada.me, { roomId: room.id, role: "owner", readSeq: 6 }),
        aMembership(grace.me, { roomId: room.id, readSeq: 5 }),
      ]),
      messages: { items: messages.slice(1), nextCursor: expect.any(String), previousCursor: null },
      lastEventId: (await grace.api.room.list.query()).lastEventId,
    });
    expect(snapshot.members).toHaveLength(2);
    expect((await grace.api.room.open.query({ roomId: room.id })).messages).toEqual({
      items: messages,
      nextCursor: null,
      previousCursor: null,
    });
  });

  test("one's rooms are listed by latest activity, with what is unread in them", async () => {
    await using person = await newcomer(server, "grace");
    const [quiet, busy] = [await roomOf(ada, person), await roomOf(ada, person, grace)];
    const direct = await person.api.room.direct.mutate({ userIds: [ada.me.id] });
    const { username } = person.me;
    for (const body of ["one", "two", `@${username} three`, `@${username} four`]) await say(ada, busy.id, body);
    const gone = await say(grace, busy.id, `@${username} never mind`);
    await grace.api.message.delete.mutate({ messageId: gone.id });
    const last = await say(ada, quiet.id, "hello");
    const { items, lastEventId } = await person.api.room.list.query();
    expect(items).toEqual([
      { ...quiet, headSeq: 4, role: "member", readSeq: 3, unread: 1, mentions: 0, lastMessage: last, others: [] },
      {
        ...busy,
        headSeq: 10,
        role: "member",
        readSeq: 4,
        unread: 4,
        mentions: 2,
        lastMessage: expect.objectContaining({ id: gone.id, body: "", deletedAt: expect.any(Date) }),
        others: [],
      },
      { ...direct, role: "member", readSeq: 3, unread: 0, mentions: 0, lastMessage: null, others: [authorOf(ada.me)] },
    ]);
    expect(lastEventId).toBe((await ada.api.room.list.query()).lastEventId);

    await person.api.message.markRead.mutate({ roomId: busy.id, seq: 7 });
    const summary = async () => (await person.api.room.list.query()).items.find(({ id }) => id === busy.id);
    expect(await summary()).toMatchObject({ readSeq: 7, unread: 1, mentions: 1 });
    await say(person, busy.id, "my answer");
    expect(await summary()).toMatchObject({ readSeq: 11, unread: 0, mentions: 0 });
  });

  test("public rooms are browsed by name or topic, page by page; private and archived ones are not there", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const make = (type: "private" | "public", name: string, topic?: string) =>
      ada.api.room.create.mutate({ type, name: `${name} ${mark}`, topic });
    const [looms, engines] = [await make("public", "looms"), await make("public", "Engines", `100% ${mark}_topic`)];
    const archived = await make("public", "archived");
    await make("private", "private");
    await ada.api.room.archive.mutate({ roomId: archived.id });
    const first = await grace.api.room.browse.query({ query: mark, limit: 1 });
    expect(first).toEqual({ items: [engines], nextCursor: expect.any(String) });
    const second = await grace.api.room.browse.query({ query: mark, limit: 1, cursor: first.nextCursor });
    expect(second).toEqual({ items: [looms], nextCursor: null });
    expect((await grace.api.room.browse.query({ query: `${mark.toUpperCase()}_TOPIC` })).items).toEqual([engines]);
    expect((await grace.api.room.browse.query({ query: `${mark}%` })).items).toEqual([]);
  });

  test("members are listed page by page, and found by a part of their name", async () => {
    const room = await roomOf(ada, grace, mallory);
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ada.api.room.members.query>> = await ada.api.room.members.query({
        roomId: room.id,
        limit: 1,
        cursor,
      });
      names.push(...page.items.map(({ user }) => user.username));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names.toSorted()).toEqual([ada, grace, mallory].map(({ me }) => me.username).toSorted());
    const found = await ada.api.room.members.query({ roomId: room.id, query: mallory.me.username.toUpperCase() });
    expect(found).toEqual({ items: [aMembership(mallory.me, { roomId: room.id, readSeq: 4 })], nextCursor: null });
  });

  test("whom ada has banned she sees in a list, also when the room is archived, and not in another room's", async () => {
    const room = await roomOf(ada, grace, mallory);
    const other = await roomOf(ada, grace);
    const nobody = { items: [], nextCursor: null };
    expect(await ada.api.room.bans.query({ roomId: room.id })).toEqual(nobody);
    await ada.api.room.ban.mutate({ roomId: room.id, userId: mallory.me.id });
    const listed = {
      items: [{ user: authorOf(mallory.me), by: authorOf(ada.me), createdAt: expect.any(Date) }],
      nextCursor: null,
    };
    expect(await ada.api.room.bans.query({ roomId: room.id, limit: 1 })).toEqual(listed);
    expect(await ada.api.room.bans.query({ roomId: other.id })).toEqual(nobody);
    expect(await reasonOf(grace.api.room.bans.query({ roomId: room.id }))).toBe("not_allowed");
    await ada.api.room.archive.mutate({ roomId: room.id });
    expect(await ada.api.room.bans.query({ roomId: room.id })).toEqual(listed);
  });
});

describe("Mutations", () => {
  test("a room's name and topic are changed; null and empty text take the topic away", async () => {
    const room = await roomOf(ada);
    const updated = await ada.api.room.update.mutate({ roomId: room.id, name: "Looms", topic: "weaving" });
    expect(updated).toEqual({ ...room, name: "Looms", topic: "weaving", headSeq: 3 });
    expect(await ada.api.room.update.mutate({ roomId: room.id, topic: "" })).toEqual({
      ...updated,
      topic: null,
      headSeq: 4,
    });
    expect(await ada.api.room.update.mutate({ roomId: room.id })).toEqual({ ...updated, topic: null, headSeq: 4 });
  });

  test("who joins a public room is a member with nothing unread, and reads what was said before", async () => {
    const room = await ada.api.room.create.mutate({ type: "public", name: "Open" });
    const before = await say(ada, room.id, "before");
    expect(await reasonOf(grace.api.message.list.query({ roomId: room.id }))).toBe("not_allowed");
    await grace.api.room.join.mutate({ roomId: room.id });
    const { membership, messages } = await grace.api.room.open.query({ roomId: room.id });
    expect(membership).toEqual(aMembership(grace.me, { roomId: room.id, readSeq: 4 }));
    expect(messages.items).toEqual([before]);
    const summary = (await grace.api.room.list.query()).items.find(({ id }) => id === room.id);
    expect(summary).toMatchObject({ unread: 0, memberCount: 2 });
  });

  test("whoever has left or been removed is a stranger: nothing of the room is theirs, what they said stays", async () => {
    const room = await roomOf(ada, grace);
    const said = await say(grace, room.id, "hello");
    await grace.api.room.leave.mutate({ roomId: room.id });
    const { api } = grace;
    for (const reason of [
      reasonOf(api.room.open.query({ roomId: room.id })),
      reasonOf(api.message.get.query({ messageId: said.id })),
      reasonOf(api.message.edit.mutate({ messageId: said.id, body: "no" })),
      reasonOf(api.message.delete.mutate({ messageId: said.id })),
    ]) {
      expect(await reason).toBe("not_found");
    }
    expect((await api.room.list.query()).items.map(({ id }) => id)).not.toContain(room.id);
    expect((await api.message.search.query({ query: "hello" })).items.map(({ id }) => id)).not.toContain(said.id);
    expect(await ada.api.message.get.query({ messageId: said.id })).toEqual(said);
    expect((await ada.api.room.members.query({ roomId: room.id })).items).toHaveLength(1);
  });

  test("an archived room is read-only", async () => {
    const room = await ada.api.room.create.mutate({ type: "public", name: "Old", memberIds: [grace.me.id] });
    const roomId = room.id;
    const { id: messageId } = await say(ada, roomId, "hello");
    await ada.api.room.archive.mutate({ roomId });
    const { api } = ada;
    const userId = mallory.me.id;
    for (const call of [
      () => say(ada, roomId, "more"),
      () => api.message.edit.mutate({ messageId, body: "no" }),
      () => api.message.delete.mutate({ messageId }),
      () => api.message.react.mutate({ messageId, emoji: "👍" }),
      () => api.room.update.mutate({ roomId, name: "New" }),
      () => api.room.addMember.mutate({ roomId, userId }),
      () => api.room.removeMember.mutate({ roomId, userId: grace.me.id }),
      () => api.room.ban.mutate({ roomId, userId }),
      () => api.room.setRole.mutate({ roomId, userId: grace.me.id, role: "owner" }),
      () => mallory.api.room.join.mutate({ roomId }),
    ]) {
      expect(await reasonOf(call())).toBe("not_allowed");
    }
    const snapshot = await grace.api.room.open.query({ roomId });
    expect(snapshot.room).toEqual({ ...room, headSeq: 5, archivedAt: expect.any(Date) });
    expect(snapshot.messages.items).toHaveLength(1);
    await grace.api.message.markRead.mutate({ roomId, seq: 5 });
    expect((await grace.api.message.search.query({ query: "hello", roomId })).items).toHaveLength(1);
    await grace.api.room.leave.mutate({ roomId });
    // Nobody could be made an owner any more, and none is needed.
    await ada.api.room.leave.mutate({ roomId });
  });

  test("a room keeps an owner: the last one can neither leave nor step down until there is another", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const stepDown = { roomId, userId: ada.me.id, role: "member" } as const;
    expect(await reasonOf(ada.api.room.leave.mutate({ roomId }))).toBe("last_owner");
    expect(await reasonOf(ada.api.room.setRole.mutate(stepDown))).toBe("last_owner");
    await ada.api.room.setRole.mutate({ roomId, userId: grace.me.id, role: "owner" });
    await ada.api.room.setRole.mutate(stepDown);
    await ada.api.room.leave.mutate({ roomId });
    expect(await reasonOf(grace.api.room.setRole.mutate({ roomId, userId: ada.me.id, role: "owner" }))).toBe(
      "not_found",
    );
    expect((await grace.api.room.open.query({ roomId })).membership.role).toBe("owner");
  });

  test("who is banned can neither join nor be added; whoever is unbanned can", async () => {
    const { id: roomId } = await ada.api.room.create.mutate({
      type: "public",
      name: "Open",
      memberIds: [mallory.me.id],
    });
    const userId = mallory.me.id;
    await ada.api.room.ban.mutate({ roomId, userId });
    expect((await ada.api.room.open.query({ roomId })).room.memberCount).toBe(1);
    expect(await reasonOf(mallory.api.room.join.mutate({ roomId }))).toBe("banned");
    expect(await reasonOf(ada.api.room.addMember.mutate({ roomId, userId }))).toBe("banned");
    await ada.api.room.unban.mutate({ roomId, userId });
    await mallory.api.room.join.mutate({ roomId });
    // Somebody who is not there yet can be banned too.
    await ada.api.room.ban.mutate({ roomId, userId: grace.me.id });
    expect(await reasonOf(grace.api.room.join.mutate({ roomId }))).toBe("banned");
  });

  test("a direct room has no name, roles, joining, leaving, adding or banning", async () => {
    const room = await ada.api.room.direct.mutate({ userIds: [grace.me.id] });
    expect(room).toEqual(aRoom({ type: "direct", name: null, memberCount: 2 }));
    const { id: roomId } = room;
    const { api } = ada;
    for (const call of [
      api.room.update.mutate({ roomId, name: "Us" }),
      api.room.archive.mutate({ roomId }),
      api.room.join.mutate({ roomId }),
      api.room.leave.mutate({ roomId }),
      api.room.addMember.mutate({ roomId, userId: mallory.me.id }),
      api.room.removeMember.mutate({ roomId, userId: grace.me.id }),
      api.room.ban.mutate({ roomId, userId: grace.me.id }),
      api.room.unban.mutate({ roomId, userId: grace.me.id }),
      api.room.bans.query({ roomId }),
      api.room.setRole.mutate({ roomId, userId: grace.me.id, role: "owner" }),
    ].map(reasonOf)) {
      expect(await call).toBe("not_allowed");
    }
    expect(await reasonOf(mallory.api.room.open.query({ roomId }))).toBe("not_found");
    const message = await say(grace, roomId, "hello");
    expect(await reasonOf(ada.api.message.delete.mutate({ messageId: message.id }))).toBe("not_allowed");
  });

  test("a room with somebody who does not exist is not made at all", async () => {
    const before = (await ada.api.room.list.query()).items.length;
    const memberIds = [grace.me.id, "nobody"];
    expect(await reasonOf(ada.api.room.create.mutate({ type: "private", name: "Ghosts", memberIds }))).toBe(
      "not_found",
    );
    expect(await reasonOf(ada.api.room.direct.mutate({ userIds: memberIds }))).toBe("not_found");
    const { id: roomId } = await roomOf(ada);
    for (const call of [ada.api.room.addMember, ada.api.room.removeMember, ada.api.room.ban, ada.api.room.unban]) {
      expect(await reasonOf(call.mutate({ roomId, userId: "nobody" }))).toBe("not_found");
    }
    expect((await ada.api.room.list.query()).items).toHaveLength(before + 1);
  });
});
