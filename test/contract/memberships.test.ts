import { describe, expect, test } from "vitest";
import type { Room } from "../../server/contract/index.ts";
import { asRefusal, Listener, refusalOf, say, type Person } from "../support/people.ts";
import { roomOf, scene } from "../support/scene.ts";

const { ada, grace, mallory } = await scene("ada", "grace", "mallory");

/** Resolves when everything that has happened until now has reached the listener: it must have been the last. */
async function settled(listener: Listener, person: Person): Promise<void> {
  const notes = await person.api.room.direct.mutate({ userIds: [] });
  const { seq } = await say(person, notes.id, "barrier");
  await listener.reaches(notes.id, seq);
}

/** What has been heard of a room: `3 message.sent`. */
function told(listener: Listener, room: Room): string[] {
  return listener.history(room.id).map(({ seq, kind }) => `${seq} ${kind}`);
}

describe("Streams", () => {
  test("founding members see their room from room.created, seq 1, live and replayed", async () => {
    const { lastEventId } = await grace.api.room.list.query();
    using live = await new Listener(grace.api).ready();
    const room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [grace.me.id] });
    const direct = await ada.api.room.direct.mutate({ userIds: [grace.me.id, mallory.me.id] });
    await live.reaches(direct.id, 4);
    using replayed = await new Listener(grace.api, { lastEventId }).ready();
    await replayed.reaches(direct.id, 4);
    for (const hears of [live, replayed]) {
      expect(told(hears, room)).toEqual(["1 room.created", "2 member.joined", "3 member.joined"]);
      expect(told(hears, direct)).toEqual(["1 room.created", "2 member.joined", "3 member.joined", "4 member.joined"]);
    }
  });

  test("whoever joins or is added sees the room from their own member.joined on", async () => {
    const { lastEventId } = await grace.api.room.list.query();
    using live = await new Listener(grace.api).ready();
    const open = await ada.api.room.create.mutate({ type: "public", name: "Open" });
    const closed = await roomOf(ada);
    for (const room of [open, closed]) await say(ada, room.id, "before");
    await grace.api.room.join.mutate({ roomId: open.id });
    await ada.api.room.addMember.mutate({ roomId: closed.id, userId: grace.me.id });
    for (const room of [open, closed]) await say(ada, room.id, "after");
    await live.reaches(closed.id, 5);
    using replayed = await new Listener(grace.api, { lastEventId }).ready();
    await replayed.reaches(closed.id, 5);
    for (const hears of [live, replayed]) {
      for (const room of [open, closed]) expect(told(hears, room)).toEqual(["4 member.joined", "5 message.sent"]);
    }
    using one = await new Listener(grace.api, { roomId: open.id, lastEventId }).ready();
    await one.reaches(open.id, 5);
    expect(told(one, open)).toEqual(["4 member.joined", "5 message.sent"]);
    const { items } = await grace.api.message.list.query({ roomId: open.id });
    expect(items.map(({ body }) => body)).toEqual(["before", "after"]);
  });

  test("after room.open, from its lastEventId, nothing is missing and nothing is doubled", async () => {
    const room = await roomOf(ada);
    using hears = await new Listener(grace.api).ready();
    const sending = Promise.all(Array.from({ length: 100 }, (_, index) => say(ada, room.id, `message ${index}`)));
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: grace.me.id });
    await hears.until(() => told(hears, room).length > 0);
    const { room: opened, messages, lastEventId } = await grace.api.room.open.query({ roomId: room.id, limit: 200 });
    using one = await new Listener(grace.api, { roomId: room.id, lastEventId }).ready();
    await sending;
    const last = await say(ada, room.id, "last");
    await one.reaches(room.id, last.seq);
    const seqs = [...messages.items, ...one.ofKind("message.sent").map(({ message }) => message)].map(({ seq }) => seq);
    expect(seqs).toHaveLength(101);
    expect(new Set(seqs).size).toBe(101);
    expect(one.history().map(({ seq }) => seq)[0] ?? opened.headSeq + 1).toBe(opened.headSeq + 1);
  });

  test.each([
    ["leaves", "member.left", (room: Room) => grace.api.room.leave.mutate({ roomId: room.id })],
    [
      "is removed",
      "member.removed",
      (room: Room) => ada.api.room.removeMember.mutate({ roomId: room.id, userId: grace.me.id }),
    ],
    ["is banned", "member.removed", (room: Room) => ada.api.room.ban.mutate({ roomId: room.id, userId: grace.me.id })],
  ] as const)("who %s sees their own %s, and nothing after it; room.onEvent ends there", async (_, kind, end) => {
    const room = await roomOf(ada, grace, mallory);
    const { lastEventId } = await grace.api.room.open.query({ roomId: room.id });
    using whole = await new Listener(grace.api).ready();
    using one = await new Listener(grace.api, { roomId: room.id }).ready();
    await say(ada, room.id, "before");
    await end(room);
    await say(ada, room.id, "after");
    await one.over();
    await settled(whole, grace);
    const seen = [`5 message.sent`, `6 ${kind}`];
    expect(told(whole, room)).toEqual(seen);
    expect(told(one, room)).toEqual(seen);
    expect({ ended: one.ended, error: one.error }).toEqual({ ended: true, error: null });
    // Of a past membership a resumed stream brings how it ended, alone.
    using resumed = await new Listener(grace.api, { lastEventId }).ready();
    await settled(resumed, grace);
    expect(told(resumed, room)).toEqual([`6 ${kind}`]);
    expect(resumed.history(room.id)[0]).toEqual(whole.history(room.id)[1]);
    using refused = new Listener(grace.api, { roomId: room.id, lastEventId });
    await refused.over();
    expect(asRefusal(refused.error)).toMatchObject({ reason: "not_found" });
  });

  test("other people's leaving and removal is told to those who stay", async () => {
    const room = await roomOf(ada, grace, mallory);
    using hears = await new Listener(grace.api, { roomId: room.id }).ready();
    await mallory.api.room.leave.mutate({ roomId: room.id });
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: mallory.me.id });
    await ada.api.room.removeMember.mutate({ roomId: room.id, userId: mallory.me.id });
    const last = await say(ada, room.id, "still here");
    await hears.reaches(room.id, last.seq);
    expect(told(hears, room)).toEqual(["5 member.left", "6 member.joined", "7 member.removed", "8 message.sent"]);
    expect(hears.ended).toBe(false);
  });

  test("who comes back sees how the past membership ended and the present one, nothing in between", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await grace.api.room.list.query();
    using live = await new Listener(grace.api).ready();
    const send = (body: string) => say(ada, room.id, body);
    await send("first stay");
    await ada.api.room.removeMember.mutate({ roomId: room.id, userId: grace.me.id });
    await send("away");
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: grace.me.id });
    await send("second stay");
    await grace.api.room.leave.mutate({ roomId: room.id });
    await send("away again");
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: grace.me.id });
    const last = await send("third stay");
    await live.reaches(room.id, last.seq);
    expect(told(live, room)).toEqual([
      "4 message.sent",
      "5 member.removed",
      "7 member.joined",
      "8 message.sent",
      "9 member.left",
      "11 member.joined",
      "12 message.sent",
    ]);
    for (const from of [{ lastEventId }, { lastEventId, roomId: room.id }]) {
      using resumed = await new Listener(grace.api, from).ready();
      await resumed.reaches(room.id, last.seq);
      expect(told(resumed, room)).toEqual(["5 member.removed", "9 member.left", "11 member.joined", "12 message.sent"]);
    }
  });

  test("the last one who leaves a room archives it, and hears of their leaving last", async () => {
    const room = await roomOf(grace);
    using hears = await new Listener(grace.api).ready();
    await grace.api.room.leave.mutate({ roomId: room.id });
    await settled(hears, grace);
    expect(told(hears, room)).toEqual(["3 member.left"]);
    expect(await refusalOf(grace.api.room.open.query({ roomId: room.id }))).toMatchObject({ reason: "not_found" });
  });
});
