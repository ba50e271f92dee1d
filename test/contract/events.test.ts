import { describe, expect, test } from "vitest";
import { Listener, say } from "../support/people.ts";
import { roomOf, scene } from "../support/scene.ts";
import { aMembership, aMessage, aRoom, authorOf } from "../support/shapes.ts";

const { ada, grace, mallory } = await scene("ada", "grace", "mallory");

describe("Events", () => {
  test("whatever people can see change in a room is an event, 1, 2, 3, ..., the same for everyone", async () => {
    using adaHears = await new Listener(ada.api).ready();
    using graceHears = await new Listener(grace.api).ready();
    const room = await roomOf(ada, grace);
    const roomId = room.id;
    expect(room).toEqual(aRoom({ memberCount: 2, headSeq: 3 }));

    const first = await ada.api.message.send.mutate({
      roomId,
      clientId: "c1",
      body: `@${grace.me.username}, look`,
      data: { a: [1] },
    });
    const second = await grace.api.message.send.mutate({ roomId, clientId: "c2", body: "where?", replyToId: first.id });
    const edited = await ada.api.message.edit.mutate({ messageId: first.id, body: "look here" });
    await grace.api.message.react.mutate({ messageId: first.id, emoji: "👍" });
    await grace.api.message.unreact.mutate({ messageId: first.id, emoji: "👍" });
    await ada.api.room.addMember.mutate({ roomId, userId: mallory.me.id });
    await ada.api.room.setRole.mutate({ roomId, userId: mallory.me.id, role: "moderator" });
    const updated = await mallory.api.room.update.mutate({ roomId, topic: "Looms" });
    const deleted = await mallory.api.message.delete.mutate({ messageId: first.id });
    await mallory.api.room.leave.mutate({ roomId });
    await ada.api.room.addMember.mutate({ roomId, userId: mallory.me.id });
    await ada.api.room.removeMember.mutate({ roomId, userId: mallory.me.id });
    await ada.api.room.archive.mutate({ roomId });

    await adaHears.reaches(roomId, 16);
    await graceHears.reaches(roomId, 16);
    const by = (person: typeof ada, seq: number) => ({ roomId, seq, at: expect.any(Date), actorId: person.me.id });
    expect(adaHears.history(roomId)).toEqual([
      { kind: "room.created", ...by(ada, 1), room: aRoom({ id: roomId, memberCount: 2 }) },
      { kind: "member.joined", ...by(ada, 2), membership: aMembership(ada.me, { roomId, role: "owner", readSeq: 3 }) },
      { kind: "member.joined", ...by(ada, 3), membership: aMembership(grace.me, { roomId, readSeq: 3 }) },
      { kind: "message.sent", ...by(ada, 4), message: first },
      { kind: "message.sent", ...by(grace, 5), message: second },
      { kind: "message.edited", ...by(ada, 6), message: edited },
      { kind: "reaction.added", ...by(grace, 7), messageId: first.id, emoji: "👍", updatedSeq: 7 },
      { kind: "reaction.removed", ...by(grace, 8), messageId: first.id, emoji: "👍", updatedSeq: 8 },
      { kind: "member.joined", ...by(ada, 9), membership: aMembership(mallory.me, { roomId, readSeq: 9 }) },
      {
        kind: "member.roleChanged",
        ...by(ada, 10),
        membership: aMembership(mallory.me, { roomId, role: "moderator", readSeq: 9 }),
      },
      { kind: "room.updated", ...by(mallory, 11), room: updated },
      { kind: "message.deleted", ...by(mallory, 12), message: deleted },
      {
        kind: "member.left",
        ...by(mallory, 13),
        membership: aMembership(mallory.me, { roomId, role: "moderator", readSeq: 9 }),
      },
      { kind: "member.joined", ...by(ada, 14), membership: aMembership(mallory.me, { roomId, readSeq: 14 }) },
      { kind: "member.removed", ...by(ada, 15), membership: aMembership(mallory.me, { roomId, readSeq: 14 }) },
      {
        kind: "room.archived",
        ...by(ada, 16),
        room: aRoom({ id: roomId, topic: "Looms", memberCount: 2, headSeq: 16, archivedAt: expect.any(Date) }),
      },
    ]);
    expect(graceHears.history(roomId)).toEqual(adaHears.history(roomId));

    expect(first).toEqual(
      aMessage({
        roomId,
        seq: 4,
        updatedSeq: 4,
        sender: authorOf(ada.me),
        clientId: "c1",
        body: `@${grace.me.username}, look`,
        data: { a: [1] },
        mentions: [grace.me.id],
      }),
    );
    const replyTo = { id: first.id, sender: authorOf(ada.me), body: first.body };
    expect(second).toEqual(
      aMessage({ roomId, seq: 5, updatedSeq: 5, sender: authorOf(grace.me), clientId: "c2", body: "where?", replyTo }),
    );
    expect(edited).toEqual({ ...first, updatedSeq: 6, body: "look here", mentions: [], editedAt: expect.any(Date) });
    expect(deleted).toEqual({ ...edited, updatedSeq: 12, body: "", data: null, deletedAt: expect.any(Date) });
  });

  test("a replayed message event carries the message as it is now, a room event the room, a reaction event its own seq", async () => {
    const { lastEventId: before } = await grace.api.room.list.query();
    const room = await roomOf(ada, grace);
    const { lastEventId } = await grace.api.room.open.query({ roomId: room.id });
    const [kept, gone] = [await say(ada, room.id, "first"), await say(ada, room.id, "a secret")];
    const reply = await grace.api.message.send.mutate({
      roomId: room.id,
      clientId: "r",
      body: "really?",
      replyToId: gone.id,
    });
    expect(reply.replyTo?.body).toBe("a secret");
    await ada.api.message.edit.mutate({ messageId: kept.id, body: "second" });
    await grace.api.message.react.mutate({ messageId: kept.id, emoji: "🎉" });
    await ada.api.message.edit.mutate({ messageId: kept.id, body: "third" });
    await ada.api.message.edit.mutate({ messageId: gone.id, body: "another secret" });
    await ada.api.message.delete.mutate({ messageId: gone.id });

    using again = await new Listener(grace.api, { lastEventId }).ready();
    await again.reaches(room.id, kept.seq + 7);
    const now = await Promise.all([kept, gone, reply].map(({ id }) => ada.api.message.get.query({ messageId: id })));
    const [keptNow, goneNow, replyNow] = now;
    expect(keptNow).toMatchObject({
      body: "third",
      updatedSeq: kept.seq + 5,
      reactions: [{ emoji: "🎉", count: 1, userIds: [grace.me.id] }],
    });
    expect(goneNow).toMatchObject({ seq: gone.seq, body: "", data: null, mentions: [], deletedAt: expect.any(Date) });
    expect(replyNow).toMatchObject({ replyTo: { id: gone.id, sender: authorOf(ada.me), body: "" } });
    expect(again.history(room.id).map((event) => ("message" in event ? event.message : event))).toEqual([
      keptNow,
      goneNow,
      replyNow,
      keptNow,
      expect.objectContaining({ kind: "reaction.added", seq: kept.seq + 4, updatedSeq: kept.seq + 4 }),
      keptNow,
      goneNow,
      goneNow,
    ]);
    expect(JSON.stringify(again.events)).not.toContain("secret");

    const renamed = await ada.api.room.update.mutate({ roomId: room.id, name: "Looms" });
    using whole = await new Listener(grace.api, { lastEventId: before }).ready();
    await whole.reaches(room.id, renamed.headSeq);
    expect(whole.history(room.id)[0]).toMatchObject({ kind: "room.created", seq: 1, room: renamed });
  });

  test("what a deleted message said is gone everywhere: page, search, snapshot", async () => {
    const room = await roomOf(ada, grace);
    const word = crypto.randomUUID();
    const message = await ada.api.message.send.mutate({
      roomId: room.id,
      clientId: "c",
      body: `${word} @${grace.me.username}`,
      data: { word },
    });
    await grace.api.message.react.mutate({ messageId: message.id, emoji: "👍" });
    const deleted = await ada.api.message.delete.mutate({ messageId: message.id });
    expect(deleted).toEqual({
      ...message,
      updatedSeq: message.seq + 2,
      body: "",
      data: null,
      mentions: [],
      deletedAt: expect.any(Date),
    });
    expect((await grace.api.message.search.query({ query: word })).items).toEqual([]);
    const everything = await Promise.all([
      grace.api.room.open.query({ roomId: room.id }),
      grace.api.room.list.query(),
      grace.api.message.list.query({ roomId: room.id, around: message.seq }),
    ]);
    expect(JSON.stringify(everything)).not.toContain(word);
  });

  test("of two copies the one with the higher updatedSeq is the newer: every change raises it to its event's seq", async () => {
    const room = await roomOf(ada, grace);
    using hears = await new Listener(grace.api).ready();
    const { id: messageId, seq } = await say(ada, room.id, "hello");
    await ada.api.message.edit.mutate({ messageId, body: "hello, grace" });
    await say(grace, room.id, "something else");
    await grace.api.message.react.mutate({ messageId, emoji: "👍" });
    await grace.api.message.unreact.mutate({ messageId, emoji: "👍" });
    expect((await ada.api.message.get.query({ messageId })).updatedSeq).toBe(seq + 4);
    await ada.api.message.delete.mutate({ messageId });
    await hears.reaches(room.id, seq + 5);
    const changes = hears.history(room.id).filter((event) => event.seq !== seq + 2);
    expect(
      changes.map((event) =>
        "message" in event ? event.message.updatedSeq : "updatedSeq" in event ? event.updatedSeq : 0,
      ),
    ).toEqual(changes.map((event) => event.seq));
  });

  test("sending moves the sender's own read mark, and says so by message.sent alone", async () => {
    const room = await roomOf(ada, grace);
    using hears = await new Listener(ada.api).ready();
    await say(grace, room.id, "hello");
    const message = await say(ada, room.id, "hello");
    const { membership } = await ada.api.room.open.query({ roomId: room.id });
    expect(membership).toEqual(aMembership(ada.me, { roomId: room.id, role: "owner", readSeq: message.seq }));
    await hears.reaches(room.id, message.seq);
    expect(hears.events.map(({ kind }) => kind)).toEqual(["ready", "message.sent", "message.sent"]);
  });

  test("a moved read mark is state: everyone in a small room hears of it, it has no seq and takes none", async () => {
    const room = await roomOf(ada, grace);
    const message = await say(ada, room.id, "hello");
    using hears = await new Listener(ada.api).ready();
    using own = await new Listener(grace.api, { roomId: room.id }).ready();
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: message.seq });
    const moved = { kind: "read.moved", roomId: room.id, userId: grace.me.id, readSeq: message.seq };
    for (const listener of [hears, own]) {
      await listener.until((events) => events.length === 2);
      expect(listener.events[1]).toEqual(moved);
      expect(listener.seen[1]?.id).toBe(listener.seen[0]?.id);
    }
    expect((await say(ada, room.id, "next")).seq).toBe(message.seq + 1);
  });

  test("a read mark goes no further than the head, and never back", async () => {
    const room = await roomOf(ada, grace);
    const readSeq = async () => (await grace.api.room.open.query({ roomId: room.id })).membership.readSeq;
    const message = await say(ada, room.id, "hello");
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: 1 });
    expect(await readSeq()).toBe(room.headSeq);
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: 1_000_000 });
    expect(await readSeq()).toBe(message.seq);
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: 0 });
    expect(await readSeq()).toBe(message.seq);
  });

  test("a changed profile is state: everyone hears of it", async () => {
    using hears = await new Listener(mallory.api).ready();
    const me = await grace.api.user.update.mutate({
      displayName: "Grace H.",
      statusText: "compiling",
      avatarUrl: "https://example.com/g.png",
    });
    await hears.until((events) => events.length === 2);
    const { email: _, role: __, ...user } = me;
    expect(hears.events[1]).toEqual({ kind: "user.updated", user });
    expect(await ada.api.user.get.query({ userId: grace.me.id })).toEqual(user);
  });
});
