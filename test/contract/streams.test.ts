import { describe, expect, test } from "vitest";
import type { Room } from "../../server/contract/index.ts";
import { asRefusal, Listener, say } from "../support/people.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");
const wsUrl = `${server.url.replace("http", "ws")}/trpc`;

/** What has been heard of a room: `3 message.sent`. */
function told(listener: Listener, room: Room): string[] {
  return listener.history(room.id).map(({ seq, kind }) => `${seq} ${kind}`);
}

describe("Streams", () => {
  test("without a lastEventId the first item is ready, at the head, and the id of that item", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId: head } = await grace.api.room.list.query();
    for (const from of [{}, { roomId: room.id }, { maxReplay: 0 }]) {
      using hears = await new Listener(grace.api, from).ready();
      expect(hears.seen).toEqual([{ id: head, event: { kind: "ready", lastEventId: head } }]);
    }
  });

  test("with one the first item is ready, from there, and then comes what came after it", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await grace.api.room.open.query({ roomId: room.id });
    const message = await say(ada, room.id, "hello");
    using hears = await new Listener(grace.api, { lastEventId }).ready();
    await hears.reaches(room.id, message.seq);
    expect(hears.seen[0]).toEqual({ id: lastEventId, event: { kind: "ready", lastEventId } });
    expect(told(hears, room)).toEqual([`${message.seq} message.sent`]);
  });

  test("any id of any stream or snapshot resumes any durable stream, with exactly what came after it", async () => {
    using whole = await new Listener(grace.api).ready();
    const rooms = [await roomOf(ada, grace), await roomOf(ada, grace)] as const;
    using one = await new Listener(grace.api, { roomId: rooms[0].id, lastEventId: whole.seen[0]?.id ?? "" }).ready();
    for (const body of ["one", "two", "three"]) for (const room of rooms) await say(ada, room.id, body);
    const { lastEventId: listed } = await grace.api.room.list.query();
    const { lastEventId: opened } = await grace.api.room.open.query({ roomId: rooms[1].id });
    expect(opened).toBe(listed);
    const last = await say(ada, rooms[0].id, "four");
    await Promise.all([whole.reaches(rooms[0].id, last.seq), one.reaches(rooms[0].id, last.seq)]);
    const placed = (listener: Listener) =>
      listener.seen.flatMap(({ id, event }) =>
        "seq" in event ? [`${id} ${event.roomId} ${event.seq} ${event.kind}`] : [],
      );
    const inOne = (place: string) => place.includes(rooms[0].id);
    const everything = placed(whole);
    expect(everything).toHaveLength(2 * 6 + 1);
    expect(placed(one)).toEqual(everything.filter(inOne));

    const ids = new Set([...whole.seen, ...one.seen].map(({ id }) => id)).add(listed);
    for (const lastEventId of ids) {
      using resumed = await new Listener(grace.api, { lastEventId }).ready();
      using narrow = await new Listener(grace.api, { lastEventId, roomId: rooms[0].id }).ready();
      const expected = everything.slice(everything.findIndex((place) => place.startsWith(`${lastEventId} `)) + 1);
      await Promise.all([
        resumed.until(() => placed(resumed).length >= expected.length),
        narrow.until(() => placed(narrow).length >= expected.filter(inOne).length),
      ]);
      expect(placed(resumed)).toEqual(expected);
      expect(placed(narrow)).toEqual(expected.filter(inOne));
    }
  });

  test("a long absence is replayed whole, and goes over into what is live without a gap", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await grace.api.room.list.query();
    const send = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => say(ada, room.id, `message ${index}`)));
    // More than a page of the log, and no more than a frame takes.
    for (let round = 0; round < 3; round += 1) await send(200);
    using hears = new Listener(grace.api, { lastEventId });
    await send(200);
    await hears.reaches(room.id, room.headSeq + 800);
    expect(hears.history(room.id).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 800 }, (_, index) => room.headSeq + 1 + index),
    );
  });

  test("maxReplay: as many events are replayed, one more is a reset, and the stream goes on from the head", async () => {
    const room = await roomOf(ada, grace);
    const { lastEventId } = await grace.api.room.open.query({ roomId: room.id });
    for (const body of ["one", "two", "three"]) await say(ada, room.id, body);
    let behind = 3;
    for (const from of [{ lastEventId }, { lastEventId, roomId: room.id }]) {
      using replayed = await new Listener(grace.api, { ...from, maxReplay: behind }).ready();
      await replayed.reaches(room.id, room.headSeq + behind);
      expect(replayed.events[0]).toEqual({ kind: "ready", lastEventId });

      using reset = await new Listener(grace.api, { ...from, maxReplay: behind - 1 }).ready();
      const { lastEventId: head } = await grace.api.room.list.query();
      expect(reset.seen).toEqual([{ id: head, event: { kind: "reset", lastEventId: head, reason: "too_far_behind" } }]);
      const next = await say(ada, room.id, "next");
      behind += 1;
      await reset.reaches(room.id, next.seq);
      expect(told(reset, room)).toEqual([`${next.seq} message.sent`]);
    }
  });

  test.each([
    ["other_epoch", (head: string) => head.replace(/^[^.]+/, "anotherone")],
    ["ahead", (head: string) => head.replace(/\d+$/, (position) => String(Number(position) + 1_000_000))],
  ])("a position that this log does not have is a reset: %s", async (reason, forged) => {
    const room = await roomOf(ada, grace);
    const { lastEventId: head } = await grace.api.room.list.query();
    for (const from of [{}, { roomId: room.id }]) {
      using hears = await new Listener(grace.api, { ...from, lastEventId: forged(head) }).ready();
      const { lastEventId } = await grace.api.room.list.query();
      expect(hears.seen).toEqual([{ id: lastEventId, event: { kind: "reset", lastEventId, reason } }]);
      const message = await say(ada, room.id, "hello");
      await hears.reaches(room.id, message.seq);
      expect(told(hears, room)).toEqual([`${message.seq} message.sent`]);
    }
  });

  test("state that may have changed is repeated on resume, before the events and with the position before them", async () => {
    const room = await roomOf(ada, grace);
    const message = await say(ada, room.id, "hello");
    const { lastEventId } = await ada.api.room.list.query();
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: message.seq });
    const {
      email: _,
      role: __,
      ...user
    } = await mallory.api.user.update.mutate({ statusText: crypto.randomUUID().slice(0, 8) });
    const next = await say(ada, room.id, "next");
    const moved = { kind: "read.moved", roomId: room.id, userId: grace.me.id, readSeq: message.seq };
    for (let again = 0; again < 2; again += 1) {
      using whole = await new Listener(ada.api, { lastEventId }).ready();
      await whole.reaches(room.id, next.seq);
      const states = whole.seen.slice(1, -1);
      expect(states.map(({ event }) => event)).toEqual(expect.arrayContaining([moved, { kind: "user.updated", user }]));
      expect(new Set(states.map(({ id }) => id))).toEqual(new Set([lastEventId]));
    }
    using one = await new Listener(ada.api, { roomId: room.id, lastEventId }).ready();
    await one.reaches(room.id, next.seq);
    expect(one.events.map(({ kind }) => kind)).not.toContain("user.updated");
    expect(one.events).toContainEqual(moved);
  });

  test("items of presence and typing have no id", async () => {
    const room = await roomOf(ada);
    await using socket = await RawSocket.openAs(wsUrl, ada.session.accessToken);
    socket.send(
      call(1, "subscription", "presence.onChange", {}),
      call(2, "subscription", "typing.onChange", { roomId: room.id }),
    );
    socket.send(call(3, "mutation", "typing.set", { roomId: room.id, typing: true }));
    await socket.until(5);
    const items = socket.frames.map(
      (frame) => JSON.parse(frame) as { id: number; result: { type: string; id?: string } },
    );
    const data = items.filter(({ id, result }) => id < 3 && result.type === "data");
    expect(data).toHaveLength(2);
    for (const { result } of data) expect(Object.keys(result).toSorted()).toEqual(["data", "type"]);
  });

  test("a stranger opens no stream of a room; what is hidden and what does not exist look alike", async () => {
    const hidden = await roomOf(ada);
    const open = await ada.api.room.create.mutate({ type: "public", name: "Open" });
    const { lastEventId } = await mallory.api.room.list.query();
    const refusals = [hidden.id, "nowhere", open.id].map(async (roomId) => {
      using refused = new Listener(mallory.api, { roomId, lastEventId });
      await refused.over();
      return asRefusal(refused.error);
    });
    const [ofHidden, ofAbsent, ofOpen] = await Promise.all(refusals);
    expect(ofHidden).toEqual(ofAbsent);
    expect(ofHidden).toMatchObject({ reason: "not_found" });
    expect(ofOpen).toMatchObject({ reason: "not_allowed" });
  });

  test("two devices of one person both hear everything", async () => {
    await using person = await newcomer(server, "grace");
    const room = await roomOf(ada, person);
    const second = person.connect();
    using first = await new Listener(person.api).ready();
    using other = await new Listener(second.api).ready();
    const message = await say(person, room.id, "from my first device");
    for (const listener of [first, other]) await listener.reaches(room.id, message.seq);
    expect(other.seen).toEqual(first.seen);
    await second.socket.close();
  });
});
