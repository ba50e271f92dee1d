import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { Store } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { atHead, talk } from "../support/delivery.ts";

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
    const store = await openSqliteStore({ file: ":memory:", decide });
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
