import { describe, expect, test } from "vitest";
import type { Room } from "../../server/contract/index.ts";
import { httpClient, Listener, refusalOf, say, type Person } from "../support/people.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");
const { url } = server;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("Mutations", () => {
  test("a send with the same clientId is carried out once, for ever", async () => {
    const room = await roomOf(ada, grace);
    const roomId = room.id;
    using hears = await new Listener(ada.api, { roomId }).ready();
    const original = await say(ada, roomId, "the original");
    const input = { roomId, clientId: "once", body: "hello", replyToId: original.id, data: { a: 1, b: [2] } };
    const send = (person: Pick<Person, "api"> = grace) => person.api.message.send.mutate(input);
    const sent = await send();
    expect(await send()).toEqual(sent);
    expect(await send({ api: httpClient(url, grace.session.accessToken) })).toEqual(sent);
    expect(await grace.api.message.send.mutate({ ...input, data: { b: [2], a: 1 } })).toEqual(sent);

    const edited = await grace.api.message.edit.mutate({ messageId: sent.id, body: "hello, ada" });
    expect(await send()).toEqual(edited);
    await ada.api.room.removeMember.mutate({ roomId, userId: grace.me.id });
    expect(await send()).toEqual(edited);
    await ada.api.room.addMember.mutate({ roomId, userId: grace.me.id });
    await grace.api.room.leave.mutate({ roomId });
    expect(await send()).toEqual(edited);
    await ada.api.room.ban.mutate({ roomId, userId: grace.me.id });
    await ada.api.room.archive.mutate({ roomId });
    expect(await send()).toEqual(edited);
    await hears.until((events) => events.some(({ kind }) => kind === "room.archived"));
    expect(hears.ofKind("message.sent").map(({ message }) => message.clientId)).toEqual([original.clientId, "once"]);
  });

  test("a deleted message is answered as it is now, to a repeat of its send", async () => {
    const { id: roomId } = await roomOf(ada);
    const input = { roomId, clientId: "gone", body: "hello" };
    const { id: messageId } = await ada.api.message.send.mutate(input);
    const deleted = await ada.api.message.delete.mutate({ messageId });
    expect(await ada.api.message.send.mutate(input)).toEqual(deleted);
  });

  test("forty repeats at once over two sockets and HTTP are one message", async () => {
    const { id: roomId } = await roomOf(ada);
    const second = ada.connect();
    const clients = [ada.api, second.api, httpClient(url, ada.session.accessToken)];
    const sends = numbers(40).map((index) =>
      (clients[index % 3] ?? ada.api).message.send.mutate({ roomId, clientId: "same", body: "hello" }),
    );
    const ids = new Set((await Promise.all(sends)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect((await ada.api.message.list.query({ roomId })).items).toHaveLength(1);
    await second.socket.close();
  });

  test("the same clientId with other content is client_id_reused, and nothing changes", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    const original = await say(ada, roomId, "the original");
    const input = { roomId, clientId: "reused", body: "hello", replyToId: original.id, data: { a: 1 } };
    const sent = await ada.api.message.send.mutate(input);
    for (const other of [
      { body: "hello!" },
      { replyToId: null },
      { replyToId: sent.id },
      { data: null },
      { data: { a: 2 } },
    ]) {
      expect(await refusalOf(ada.api.message.send.mutate({ ...input, ...other }))).toEqual({
        reason: "client_id_reused",
        code: "CONFLICT",
        httpStatus: 409,
        message: "This clientId was used before, with other content.",
      });
    }
    expect(await ada.api.message.send.mutate(input)).toEqual(sent);
    // What was first sent counts, not what an edit has made of it.
    await ada.api.message.edit.mutate({ messageId: sent.id, body: "edited" });
    expect(await refusalOf(ada.api.message.send.mutate({ ...input, body: "edited" }))).toMatchObject({
      reason: "client_id_reused",
    });
    expect((await ada.api.message.list.query({ roomId })).items).toHaveLength(2);
  });

  test("a clientId is its sender's in its room: another person's or another room's is another message", async () => {
    const [first, second] = [await roomOf(ada, grace), await roomOf(ada, grace)];
    const input = { clientId: "c1", body: "hello" };
    const ids = await Promise.all([
      ada.api.message.send.mutate({ roomId: first.id, ...input }),
      grace.api.message.send.mutate({ roomId: first.id, ...input }),
      ada.api.message.send.mutate({ roomId: second.id, ...input }),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });

  test("a room with a clientId is made once; with other content it is client_id_reused", async () => {
    using hears = await new Listener(ada.api).ready();
    const type = "private" as const;
    const input = { type, name: "Engines", memberIds: [grace.me.id, mallory.me.id], clientId: crypto.randomUUID() };
    const [room, ...repeats] = await Promise.all(numbers(5).map(() => ada.api.room.create.mutate(input)));
    for (const repeat of repeats) expect(repeat).toEqual(room);
    const swapped = { ...input, memberIds: [mallory.me.id, grace.me.id, mallory.me.id, ada.me.id], topic: null };
    expect(await ada.api.room.create.mutate(swapped)).toEqual(room);
    for (const other of [
      { name: "Looms" },
      { topic: "Looms" },
      { memberIds: [grace.me.id] },
      { type: "public" as const },
    ]) {
      expect(await refusalOf(ada.api.room.create.mutate({ ...input, ...other }))).toMatchObject({
        reason: "client_id_reused",
      });
    }
    const updated = await ada.api.room.update.mutate({ roomId: room?.id ?? "", name: "Looms" });
    expect(await ada.api.room.create.mutate(input)).toEqual(updated);
    await hears.reaches(updated.id, updated.headSeq);
    expect(hears.ofKind("room.created")).toHaveLength(1);
    // Without a clientId every call makes one, and a clientId is its person's.
    const { clientId: _, ...anonymous } = input;
    expect((await ada.api.room.create.mutate(anonymous)).id).not.toBe((await ada.api.room.create.mutate(anonymous)).id);
    expect((await grace.api.room.create.mutate({ ...input, memberIds: [] })).id).not.toBe(updated.id);
  });

  test("the same people always share the same direct room, whoever asks and however", async () => {
    const [a, g, m] = [ada.me.id, grace.me.id, mallory.me.id];
    const room = await ada.api.room.direct.mutate({ userIds: [g, m] });
    expect(room).toMatchObject({ type: "direct", name: null, memberCount: 3 });
    const others = await Promise.all([
      grace.api.room.direct.mutate({ userIds: [a, m] }),
      mallory.api.room.direct.mutate({ userIds: [g, a, m, g] }),
    ]);
    for (const other of others) expect(other).toEqual(room);
    expect((await ada.api.room.direct.mutate({ userIds: [g] })).id).not.toBe(room.id);
    const notes = await ada.api.room.direct.mutate({ userIds: [] });
    expect(notes).toMatchObject({ type: "direct", memberCount: 1 });
    expect(await ada.api.room.direct.mutate({ userIds: [a] })).toEqual(notes);
  });

  test("two who open their direct room at once share it", async () => {
    await using other = await newcomer(server, "grace");
    const both = await Promise.all([
      ...numbers(5).map(() => ada.api.room.direct.mutate({ userIds: [other.me.id] })),
      ...numbers(5).map(() => other.api.room.direct.mutate({ userIds: [ada.me.id] })),
    ]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  });
});

/** Mutations that say what shall be: each is called twice, and is one event, or one item of state. */
const repeated: Record<string, { call(room: Room, messageId: string): Promise<unknown>; events: number }> = {
  "message.edit": { call: (_, messageId) => ada.api.message.edit.mutate({ messageId, body: "edited" }), events: 1 },
  "message.react": { call: (_, messageId) => ada.api.message.react.mutate({ messageId, emoji: "👍" }), events: 1 },
  "message.unreact": {
    call: (_, messageId) => grace.api.message.unreact.mutate({ messageId, emoji: "❤️" }),
    events: 1,
  },
  "message.delete": { call: (_, messageId) => ada.api.message.delete.mutate({ messageId }), events: 1 },
  "message.markRead": {
    call: (room) => grace.api.message.markRead.mutate({ roomId: room.id, seq: room.headSeq + 1 }),
    events: 1,
  },
  "room.update": {
    call: (room) => ada.api.room.update.mutate({ roomId: room.id, name: "Looms", topic: "weaving" }),
    events: 1,
  },
  "room.addMember": {
    call: (room) => ada.api.room.addMember.mutate({ roomId: room.id, userId: mallory.me.id }),
    events: 1,
  },
  "room.removeMember": {
    call: (room) => ada.api.room.removeMember.mutate({ roomId: room.id, userId: grace.me.id }),
    events: 1,
  },
  "room.ban": { call: (room) => ada.api.room.ban.mutate({ roomId: room.id, userId: grace.me.id }), events: 1 },
  "room.unban": { call: (room) => ada.api.room.unban.mutate({ roomId: room.id, userId: mallory.me.id }), events: 0 },
  "room.setRole": {
    call: (room) => ada.api.room.setRole.mutate({ roomId: room.id, userId: grace.me.id, role: "moderator" }),
    events: 1,
  },
  "room.join": { call: (room) => mallory.api.room.join.mutate({ roomId: room.id }), events: 1 },
  "room.leave": { call: (room) => grace.api.room.leave.mutate({ roomId: room.id }), events: 1 },
  "room.archive": { call: (room) => ada.api.room.archive.mutate({ roomId: room.id }), events: 1 },
  "user.block": { call: () => ada.api.user.block.mutate({ userId: mallory.me.id }), events: 0 },
  "user.unblock": { call: () => ada.api.user.unblock.mutate({ userId: mallory.me.id }), events: 0 },
};

describe("Mutations", () => {
  test.each(Object.entries(repeated))(
    "%s may be repeated: nothing more happens",
    async (_, { call: again, events }) => {
      const room = await ada.api.room.create.mutate({ type: "public", name: "Engines", memberIds: [grace.me.id] });
      const message = await say(ada, room.id, "hello");
      await grace.api.message.react.mutate({ messageId: message.id, emoji: "❤️" });
      const notes = await ada.api.room.direct.mutate({ userIds: [] });
      using hears = await new Listener(ada.api).ready();
      const first = await again(room, message.id);
      expect(await again(room, message.id)).toEqual(first);
      const last = await say(ada, notes.id, "barrier");
      await hears.reaches(notes.id, last.seq);
      expect(hears.events.slice(1, -1)).toHaveLength(events);
    },
  );

  test("user.update may be repeated: everyone is told once", async () => {
    const notes = await ada.api.room.direct.mutate({ userIds: [] });
    using hears = await new Listener(ada.api).ready();
    const wanted = { displayName: "Ada Lovelace", statusText: "weaving", avatarUrl: "https://example.com/ada.png" };
    const me = await ada.api.user.update.mutate(wanted);
    expect(await ada.api.user.update.mutate(wanted)).toEqual(me);
    const last = await say(ada, notes.id, "barrier");
    await hears.reaches(notes.id, last.seq);
    expect(hears.events.slice(1).map(({ kind }) => kind)).toEqual(["user.updated", "message.sent"]);
  });

  test("registering again is not harmless: the name is taken", async () => {
    const { username } = grace.me;
    const refused = httpClient(url).auth.register.mutate({ username, password: "correct horse battery staple" });
    expect(await refusalOf(refused)).toMatchObject({ reason: "username_taken" });
  });
});
