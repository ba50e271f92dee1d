import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { Store } from "../../db/store.ts";
import type { Event } from "../../server/contract/index.ts";
import { startDelivery, type TestReader } from "../support/delivery.ts";

async function talk(store?: Store) {
  const bench = await startDelivery(store);
  const ada = await bench.signUp("ada");
  const grace = await bench.signUp("grace");
  const mallory = await bench.signUp("mallory");
  const roomId = await bench.createRoom(ada, [grace.userId]);
  return { bench, ada, grace, mallory, roomId };
}

/** Without read marks, which may be repeated at any time. */
function kinds(reader: TestReader): string[] {
  return reader.events.map((event) => event.kind).filter((kind) => kind !== "read.moved");
}

/** Resolves when the reader has taken its place at the head: what is written from then on reaches it at once. */
async function atHead(...readers: TestReader[]): Promise<void> {
  await Promise.all(readers.map((reader) => reader.until((events) => events.length > 0)));
}

function has(body: string): (events: Event[]) => boolean {
  return (events) => events.some((event) => event.kind === "message.sent" && event.message.body === body);
}

describe("a stream", () => {
  test("begins with ready at the head, and goes on with what happens", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const reader = bench.listen({ userId: grace.userId });
    await atHead(reader);
    await bench.send(ada, roomId, "hello");
    expect(kinds(reader)).toEqual(["ready", "message.sent"]);
    expect(reader.items[0]!.id).toBe(`${bench.store.epoch}.${(await bench.store.log.head()) - 1}`);
    await reader.stop();
  });

  test("resumed, brings exactly what came after its lastEventId, once, and then what happens", async () => {
    const { bench, ada, grace, roomId } = await talk();
    await bench.send(ada, roomId, "one");
    const first = bench.listen({ userId: grace.userId, lastEventId: `${bench.store.epoch}.0` });
    await first.until(has("one"));
    await first.stop();
    await bench.send(ada, roomId, "two");
    const second = bench.listen({ userId: grace.userId, lastEventId: first.items.at(-1)!.id! });
    await second.until(has("two"));
    await bench.send(ada, roomId, "three");
    expect(second.bodies).toEqual(["two", "three"]);
    await second.stop();
  });

  test("shares one item among all its readers", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const readers = [ada, grace].map((person) => bench.listen({ userId: person.userId }));
    await atHead(...readers);
    await bench.send(ada, roomId, "hello");
    expect(readers[0]!.items.at(-1)).toBe(readers[1]!.items.at(-1));
    await Promise.all(readers.map((reader) => reader.stop()));
  });

  test("waits for a reader who is behind, and misses nothing", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const slow = bench.listen({ userId: grace.userId }, 3);
    await atHead(slow);
    const bodies = Array.from({ length: 500 }, (_, i) => `message ${i}`);
    await Promise.all(bodies.map((body) => bench.send(ada, roomId, body)));
    expect(slow.bodies).toEqual(bodies.slice(0, 2));
    slow.goOn(250);
    await slow.until((events) => events.length === 253);
    slow.goOn(Infinity);
    await slow.until(has("message 499"));
    await bench.send(ada, roomId, "and on");
    expect(slow.bodies).toEqual([...bodies, "and on"]);
    await slow.stop();
  });

  test.each([
    ["of another database", "nothere.1", undefined, "other_epoch"],
    ["ahead of the log", "EPOCH.999", undefined, "ahead"],
    ["more than maxReplay events behind", "EPOCH.0", 2, "too_far_behind"],
  ])("%s is answered with reset and goes on from the head", async (_name, id, maxReplay, reason) => {
    const { bench, ada, grace, roomId } = await talk();
    await bench.send(ada, roomId, "missed");
    const lastEventId = id.replace("EPOCH", bench.store.epoch);
    const reader = bench.listen({ userId: grace.userId, lastEventId, maxReplay });
    await atHead(reader);
    expect(reader.events[0]).toEqual({ kind: "reset", reason, lastEventId: reader.items[0]!.id });
    await bench.send(ada, roomId, "next");
    expect(reader.bodies).toEqual(["next"]);
    await reader.stop();
  });

  test("exactly maxReplay events behind is replayed", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const { lastEventId } = await bench.store.rooms.list(grace.userId);
    await bench.send(ada, roomId, "one");
    const reader = bench.listen({ userId: grace.userId, lastEventId, maxReplay: 1 });
    await reader.until(has("one"));
    expect(kinds(reader)).toContain("ready");
    await reader.stop();
  });

  test.each(["", "x", "1", "epoch.-1", "epoch.1.2", "epoch.1e3", "epoch.01", `${"e".repeat(65)}.1`])(
    "refuses %j as a lastEventId",
    async (lastEventId) => {
      const { bench, ada } = await talk();
      expect(() => bench.streams.open({ userId: ada.userId, lastEventId })).toThrow(
        expect.objectContaining({ reason: "invalid_input" }),
      );
    },
  );
});

describe("membership", () => {
  test("founding members hear of their room from its first event on, live as replayed", async () => {
    const { bench, ada, grace } = await talk();
    const { lastEventId } = await bench.store.rooms.list(grace.userId);
    const live = bench.listen({ userId: grace.userId });
    await atHead(live);
    await bench.createRoom(ada, [grace.userId]);
    const replayed = bench.listen({ userId: grace.userId, lastEventId });
    await replayed.until((events) => events.length >= 4);
    expect(kinds(live)).toEqual(["ready", "room.created", "member.joined", "member.joined"]);
    expect(kinds(replayed)).toEqual(kinds(live));
    await Promise.all([live.stop(), replayed.stop()]);
  });

  test("someone who joins hears of it, and of what follows", async () => {
    const { bench, ada, mallory, roomId } = await talk();
    const reader = bench.listen({ userId: mallory.userId });
    await atHead(reader);
    await bench.send(ada, roomId, "before");
    await bench.join(mallory, roomId);
    await bench.send(ada, roomId, "after");
    expect(kinds(reader)).toEqual(["ready", "member.joined", "message.sent"]);
    await reader.stop();
  });

  test("a removed member hears of the removal and of nothing later, live or resumed", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const { lastEventId } = await bench.store.rooms.list(grace.userId);
    const live = bench.listen({ userId: grace.userId });
    const ofRoom = bench.listen({ userId: grace.userId, roomId });
    await atHead(live, ofRoom);
    await bench.send(ada, roomId, "before");
    await bench.remove(ada, roomId, grace.userId);
    await bench.send(ada, roomId, "after");
    await ofRoom.done;
    expect(kinds(live)).toEqual(["ready", "message.sent", "member.removed"]);
    expect(kinds(ofRoom)).toEqual(kinds(live));
    const resumed = bench.listen({ userId: grace.userId, lastEventId });
    await resumed.until((events) => events.some((event) => event.kind === "member.removed"));
    expect(resumed.bodies).toEqual([]);
    await Promise.all([live.stop(), resumed.stop()]);
  });

  test("a member who is removed in the middle of a replay is cut off there", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const bodies = Array.from({ length: 600 }, (_, i) => `message ${i}`);
    await Promise.all(bodies.map((body) => bench.send(ada, roomId, body)));
    const reader = bench.listen({ userId: grace.userId, roomId, lastEventId: `${bench.store.epoch}.0` }, 50);
    await reader.until((events) => events.length === 50);
    await bench.remove(ada, roomId, grace.userId);
    reader.goOn(Infinity);
    await reader.done;
    expect(reader.bodies).toEqual(bodies.slice(0, reader.bodies.length));
    expect(reader.bodies.length).toBeLessThan(50);
    expect(kinds(reader).at(-1)).toBe("member.removed");
  });

  test("someone who left and came back hears of the leaving, then of the present membership alone", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const { lastEventId } = await bench.store.rooms.list(grace.userId);
    await bench.send(ada, roomId, "then");
    await bench.leave(grace, roomId);
    await bench.send(ada, roomId, "meanwhile");
    await bench.join(grace, roomId);
    await bench.send(ada, roomId, "now");
    const reader = bench.listen({ userId: grace.userId, lastEventId });
    await reader.until(has("now"));
    expect(kinds(reader)).toEqual(["ready", "member.left", "member.joined", "message.sent"]);
    expect(reader.bodies).toEqual(["now"]);
    await reader.stop();
  });
});

describe("read marks", () => {
  test("are told as they move, and again after a resume", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const message = await bench.send(ada, roomId, "hello");
    const reader = bench.listen({ userId: ada.userId });
    await atHead(reader);
    await bench.markRead(grace, roomId, message.seq);
    expect(reader.events[1]).toEqual({ kind: "read.moved", roomId, userId: grace.userId, readSeq: message.seq });
    const resumed = bench.listen({ userId: ada.userId, lastEventId: reader.items[1]!.id! });
    await resumed.until((events) => events.some((event) => event.kind === "read.moved" && event.userId === "grace"));
    await Promise.all([reader.stop(), resumed.stop()]);
  });

  test("never take a reader past an event that comes with them in one commit", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const first = await bench.send(ada, roomId, "first");
    const reader = bench.listen({ userId: ada.userId });
    await atHead(reader);
    await Promise.all([
      bench.send(ada, roomId, "a"),
      bench.markRead(grace, roomId, first.seq),
      bench.send(ada, roomId, "b"),
    ]);
    const positions = reader.items.map((item) => Number(item.id!.split(".")[1]));
    expect(reader.events.map((event) => event.kind)).toEqual(["ready", "message.sent", "read.moved", "message.sent"]);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    await reader.stop();
  });

  test("that move while a page is on its way from the database are told all the same", async () => {
    const store = await openSqliteStore({ file: ":memory:" });
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    const read: Store["log"]["read"] = async (...request) => {
      const page = await store.log.read(...request);
      asked.resolve();
      await answered.promise;
      return page;
    };
    const { bench, ada, grace, roomId } = await talk({ ...store, log: { ...store.log, read } });
    const message = await bench.send(ada, roomId, "hello");
    const reader = bench.listen({ userId: ada.userId });
    await asked.promise;
    await bench.markRead(grace, roomId, message.seq);
    answered.resolve();
    await reader.until((events) => events.some((event) => event.kind === "read.moved" && event.userId === "grace"));
    await reader.stop();
  });
});
