import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { Event } from "../../server/contract/index.ts";
import { farAway, startDelivery, type DeliveryBench, type TestReader } from "../support/delivery.ts";

async function talk() {
  const bench = await startDelivery();
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
});

/** What somebody does in the property test below. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("send" as const), who: fc.nat(2), count: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("join" as const, "leave" as const), who: fc.nat(2), count: fc.nat(0) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("listen" as const),
      who: fc.nat(2),
      count: fc.integer({ min: 1, max: 40 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("goOn" as const), who: fc.nat(20), count: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("turn" as const), who: fc.nat(0), count: fc.nat(0) }) },
);

test("whatever people do and however slowly they read, every stream is what a fresh one from the same place would be", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.array(fc.nat(6), { minLength: 1, maxLength: 9 }),
      async (steps, delays) => {
        const bench = await startDelivery(farAway(await openSqliteStore({ file: ":memory:" }), delays));
        const people = await Promise.all(["ada", "grace", "mallory"].map((name) => bench.signUp(name)));
        const roomId = await bench.createRoom(people[0]!);
        const readers: { reader: TestReader; from: string; userId: string }[] = [];
        const writes: Promise<unknown>[] = [];
        for (const { do: action, who, count } of steps) {
          const person = people[who % 3]!;
          if (action === "send") for (let i = 0; i < count; i++) writes.push(quietly(bench.send(person, roomId, "x")));
          else if (action === "join") writes.push(quietly(bench.join(person, roomId)));
          else if (action === "leave") writes.push(quietly(bench.leave(person, roomId)));
          else if (action === "goOn") readers[who % (readers.length || 1)]?.reader.goOn(count);
          else if (action === "turn") await new Promise((resolve) => setImmediate(resolve));
          else {
            const lastEventId = `${bench.store.epoch}.${await bench.store.log.head()}`;
            const reader = bench.listen({ userId: person.userId, lastEventId }, count);
            readers.push({ reader, from: lastEventId, userId: person.userId });
          }
        }
        await Promise.all(writes);
        await expectAllComplete(bench, readers);
      },
    ),
    { numRuns: 150 },
  );
});

async function expectAllComplete(
  bench: DeliveryBench,
  readers: readonly { reader: TestReader; from: string; userId: string }[],
): Promise<void> {
  for (const { reader, userId, from } of readers) {
    reader.goOn(Infinity);
    const fresh = await bench.store.log.read({ userId }, Number(from.split(".")[1]), 100_000, 1e9);
    const wanted = fresh.events.map(({ position }) => position);
    await turns(60);
    const events = reader.items.filter((item) => "seq" in (item.data as object));
    const seen = events.map((item) => Number(item.id!.split(".")[1]));
    // Live, a reader also saw rooms that are no longer theirs: never doubled or out of order, and nothing is missing.
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
    expect(seen).toEqual(expect.arrayContaining(wanted));
    expectWithinMemberships(
      userId,
      events.map((item) => item.data as Event),
    );
    await reader.stop();
  }
}

/** After one's own leaving nothing of the room, until one's own joining. */
function expectWithinMemberships(userId: string, events: readonly Event[]): void {
  let gone = false;
  for (const event of events) {
    const own = "membership" in event && event.membership.user.id === userId ? event.kind : null;
    if (own === "member.joined") gone = false;
    expect(gone).toBe(false);
    if (own === "member.left") gone = true;
  }
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Refusals (sending to a room that one has left) are part of the game. */
async function quietly(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => expect(error).toHaveProperty("reason"));
}
