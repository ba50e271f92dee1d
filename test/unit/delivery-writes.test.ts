import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import { StorageError, type Store } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { startDelivery } from "../support/delivery.ts";

/** A store whose writes are watched, and fail when they are told to. */
async function watchedStore() {
  const store = await openSqliteStore({ file: ":memory:", decide });
  const batches: number[] = [];
  const state: { failure: Error | null } = { failure: null };
  const watched: Store = {
    ...store,
    write: async (commands) => {
      batches.push(commands.length);
      if (state.failure !== null) throw state.failure;
      return store.write(commands);
    },
  };
  return { store: watched, batches, state };
}

async function talk() {
  const { store, batches, state } = await watchedStore();
  const bench = await startDelivery(store);
  const ada = await bench.signUp("ada");
  const grace = await bench.signUp("grace");
  const roomId = await bench.createRoom(ada, [grace.userId]);
  await bench.writer.flush();
  batches.length = 0;
  bench.published.length = 0;
  return { bench, batches, state, ada, grace, roomId };
}

describe("the write queue", () => {
  test("commits together what arrives together, in the order of arrival", async () => {
    const { bench, batches, ada, grace, roomId } = await talk();
    const sends = Array.from({ length: 40 }, (_, i) => bench.send(i % 2 === 0 ? ada : grace, roomId, `message ${i}`));
    const messages = await Promise.all(sends);
    expect(batches).toEqual([40]);
    expect(messages.map((message) => message.seq)).toEqual(messages.map((_, i) => messages[0]!.seq + i));
  });

  test("waits a moment for those who were answered together: they write again together, if not in the same turn", async () => {
    const { bench, batches, ada, roomId } = await talk();
    const talker = async (turns: number) => {
      await bench.send(ada, roomId, "first");
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      await bench.send(ada, roomId, "second");
    };
    // It waits for a millisecond, which a busy machine may take away from it: not every time.
    for (let attempt = 0; attempt < 20 && batches.join() !== "6,6"; attempt += 1) {
      batches.length = 0;
      await Promise.all([0, 1, 1, 2, 3, 4].map(talker));
      await bench.writer.flush();
    }
    expect(batches).toEqual([6, 6]);
  });

  test("commits few rooms at once where each has many people: their rows would hold the loop", async () => {
    const { bench, batches, ada, grace } = await talk();
    const strangers = Array.from({ length: 99 }, (_, index) => `nobody-${index}`);
    const rooms = Array.from({ length: 20 }, () => bench.createRoom(ada, [grace.userId, ...strangers]));
    await Promise.allSettled(rooms);
    expect(batches.reduce((sum, size) => sum + size)).toBe(20);
    expect(Math.max(...batches)).toBeLessThan(12);
  });

  test("acknowledges after everyone who is there has been told", async () => {
    const { bench, ada, roomId } = await talk();
    const message = await bench.send(ada, roomId, "hello");
    expect(bench.published).toMatchObject([
      { type: "event", event: { kind: "message.sent", message: { id: message.id } } },
    ]);
  });

  test("refuses one and stores the others of the same commit", async () => {
    const { bench, ada, grace, roomId } = await talk();
    const stranger = await bench.signUp("mallory");
    const outcomes = await Promise.allSettled([
      bench.send(ada, roomId, "before"),
      bench.send(stranger, roomId, "let me in"),
      bench.send(grace, roomId, "after"),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { reason: "not_allowed" } });
  });

  test("a command that cannot be carried out fails alone", async () => {
    const { bench, ada, roomId } = await talk();
    const broken = { userId: ada.userId, sessionId: ada.sessionId };
    const bomb = bench.writer.write({
      kind: "message.send",
      actor: broken,
      at: new Date(),
      messageId: "bomb",
      roomId,
      clientId: "bomb",
      body: "bomb",
      // What JSON cannot hold; a schema would have refused it.
      data: { big: 1n as unknown as number },
      replyToId: null,
      contentHash: "",
      mentionedNames: [],
      retryAfterMs: null,
    });
    const [before, failed, after] = await Promise.allSettled([
      bench.send(ada, roomId, "a"),
      bomb,
      bench.send(ada, roomId, "b"),
    ]);
    expect([before.status, failed.status, after.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(bench.published).toHaveLength(2);
  });

  test("a repeat within one commit is stored once and answered alike", async () => {
    const { bench, ada, roomId } = await talk();
    const [first, second] = await Promise.all([
      bench.send(ada, roomId, "hello", "same"),
      bench.send(ada, roomId, "hello", "same"),
    ]);
    expect(second).toEqual(first);
    expect(bench.published).toHaveLength(1);
  });

  test("says that the disk is full, publishes nothing, and goes on when there is room again", async () => {
    const { bench, state, ada, roomId } = await talk();
    state.failure = new StorageError("storage_full");
    await expect(bench.send(ada, roomId, "hello")).rejects.toMatchObject({ reason: "storage_full" });
    expect(bench.published).toEqual([]);
    state.failure = null;
    await expect(bench.send(ada, roomId, "hello")).resolves.toMatchObject({ body: "hello" });
  });

  test("resolves flush when everything has been settled", async () => {
    const { bench, ada, roomId } = await talk();
    let settled = 0;
    for (let i = 0; i < 600; i++) void bench.send(ada, roomId, `message ${i}`).then(() => settled++);
    await bench.writer.flush();
    expect(settled).toBe(600);
  });
});
