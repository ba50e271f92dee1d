import fc from "fast-check";
import { expect, test } from "vitest";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { Event, Message } from "../../server/contract/index.ts";
import { farAway, startDelivery, type DeliveryBench, type TestReader } from "../support/delivery.ts";

/** What somebody does here. */
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
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("edit" as const, "delete" as const),
      who: fc.nat(2),
      count: fc.nat(40),
    }),
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
        const said = await Promise.all([bench.send(people[0]!, roomId, "a"), bench.send(people[0]!, roomId, "b")]);
        for (const { do: action, who, count } of steps) {
          const person = people[who % 3]!;
          if (action === "send") for (let i = 0; i < count; i++) writes.push(quietly(bench.send(person, roomId, "x")));
          else if (action === "join") writes.push(quietly(bench.join(person, roomId)));
          else if (action === "leave") writes.push(quietly(bench.leave(person, roomId)));
          else if (action === "edit") writes.push(quietly(bench.edit(people[0]!, said[count % 2]!.id, `${count}`)));
          else if (action === "delete" && count < 10)
            writes.push(quietly(bench.delete(people[0]!, said[count % 2]!.id)));
          else if (action === "goOn") readers[who % (readers.length || 1)]?.reader.goOn(count);
          else if (action === "turn" || action === "delete") await new Promise((resolve) => setImmediate(resolve));
          else {
            // Some from where the log stands, some from its beginning.
            const from = count % 3 === 0 ? 0 : await bench.store.log.head();
            const lastEventId = `${bench.store.epoch}.${from}`;
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
    const copies = latestCopies(reader.events);
    for (const { event } of fresh.events) {
      if ("message" in event) expect(copies.get(event.message.id)).toEqual(event.message);
    }
    expectWithinMemberships(
      userId,
      events.map((item) => item.data as Event),
    );
    await reader.stop();
  }
}

/** Of each message the copy that a client keeps. */
function latestCopies(events: readonly Event[]): Map<string, Message> {
  const copies = new Map<string, Message>();
  for (const event of events) {
    if (!("message" in event)) continue;
    const { message } = event;
    if (message.updatedSeq >= (copies.get(message.id)?.updatedSeq ?? 0)) copies.set(message.id, message);
  }
  return copies;
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
