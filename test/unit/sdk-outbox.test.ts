import { afterEach, describe, expect, test, vi } from "vitest";
import { NatterError } from "../../client-sdk/errors.ts";
import { message } from "./sdk-samples.ts";
import { endAll, open, Server } from "./sdk-outbox-support.ts";

afterEach(() => {
  endAll();
  vi.restoreAllMocks();
});

describe("what ada sends", () => {
  test("goes out in order, one at a time in a room, side by side in several", async () => {
    const { outbox, server, send } = open();
    await outbox.start();
    server.hold();
    for (const body of ["1", "2", "3"]) send(body);
    send("elsewhere", "lounge");
    await vi.waitFor(() => expect(server.received).toEqual(["1", "elsewhere"]));
    server.release();
    await vi.waitFor(() => expect(server.stored).toHaveLength(4));
    expect(server.bodies.filter((body) => body !== "elsewhere")).toEqual(["1", "2", "3"]);
    expect(server.mostAtOnce).toBe(2);
    expect(outbox.pendingIn("room")).toEqual([]);
  });

  test("is kept before it is sent, and no longer once it is stored", async () => {
    const { outbox, server, storage, send } = open();
    const kept: string[] = [];
    const { put } = storage;
    storage.put = async (one) => {
      expect(server.received).toEqual([]);
      kept.push(one.body);
      await put(one);
    };
    await outbox.start();
    send("hello");
    await vi.waitFor(() => expect(server.bodies).toEqual(["hello"]));
    await vi.waitFor(async () => expect(await storage.load("ada")).toEqual([]));
    expect(kept).toEqual(["hello"]);
  });

  test("is sent also where it cannot be kept", async () => {
    const broken = () => Promise.reject(new Error("no room"));
    const { outbox, server, send, bodies } = open({ storage: { load: broken, put: broken, remove: broken } });
    await outbox.start();
    send("hello");
    await vi.waitFor(() => expect(bodies()).toEqual([]));
    expect(server.bodies).toEqual(["hello"]);
  });

  test("is kept in order, however long each takes", async () => {
    const { outbox, server, storage, send } = open();
    const kept: string[] = [];
    const { put } = storage;
    storage.put = async (one) => {
      if (one.body === "1")
        for (let turns = 5; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
      kept.push(one.body);
      await put(one);
    };
    await outbox.start();
    send("1");
    send("2", "lounge");
    await vi.waitFor(() => expect(server.stored).toHaveLength(2));
    expect(kept).toEqual(["1", "2"]);
  });

  test("is sent also where the storage never answers", { timeout: 20_000 }, async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const never = () => new Promise<never>(() => {});
    const { outbox, server, send } = open({ storage: { load: never, put: never, remove: never } });
    const started = outbox.start();
    send("hello");
    await vi.advanceTimersByTimeAsync(3_000);
    await started;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(server.bodies).toEqual(["hello"]);
    vi.useRealTimers();
  });

  test("goes on after a reload with the same clientId, so that it is stored once", async () => {
    const server = new Server();
    const before = open({ server });
    await before.outbox.start();
    server.hold();
    before.send("1");
    before.send("2");
    await vi.waitFor(() => expect(server.received).toEqual(["1"]));
    before.outbox.end(false);
    server.release();
    const after = open({ server, storage: before.storage });
    await after.outbox.start();
    after.send("3");
    await vi.waitFor(() => expect(after.bodies()).toEqual([]));
    expect(server.bodies).toEqual(["1", "2", "3"]);
  });

  test("is settled by its event too, and by nobody else's", async () => {
    const server = new Server();
    const { outbox, send, bodies } = open({ server });
    await outbox.start();
    server.hold();
    const { clientId } = send("hello");
    outbox.arrived(message(1, { clientId, roomId: "lounge" }));
    expect(bodies()).toEqual(["hello"]);
    outbox.arrived(message(1, { clientId }));
    expect(bodies()).toEqual([]);
    server.release();
  });

  test("stays pending until the room can show it", async () => {
    const { outbox, server, send, bodies } = open({ show: () => false });
    await outbox.start();
    send("hello");
    await vi.waitFor(() => expect(server.bodies).toEqual(["hello"]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(bodies()).toEqual(["hello"]);
    outbox.allShown("room");
    expect(bodies()).toEqual([]);
    expect(server.received).toEqual(["hello"]);
  });

  test("is never sent under another name, and forgotten when she signs out", async () => {
    const server = new Server();
    const ada = open({ server });
    ada.send("hers");
    ada.outbox.end(false);
    const grace = open({ server, storage: ada.storage, userId: "grace" });
    await grace.outbox.start();
    expect(grace.bodies()).toEqual([]);
    const again = open({ server: new Server(), storage: ada.storage });
    again.server.hold();
    await again.outbox.start();
    expect(again.bodies()).toEqual(["hers"]);
    again.outbox.end(true);
    await vi.waitFor(async () => expect(await ada.storage.load("ada")).toEqual([]));
    expect(server.received).toEqual([]);
    expect(() => again.send("late")).toThrow(NatterError);
  });
});

describe("a refusal", () => {
  test("for good fails it with the reason, and what comes after goes on", async () => {
    const { outbox, server, storage, send, states } = open();
    server.refuse.push("not_allowed");
    await outbox.start();
    send("1");
    send("2");
    await vi.waitFor(() => expect(states()).toEqual(["failed"]));
    expect(server.bodies).toEqual(["2"]);
    expect(outbox.pendingIn("room")[0]?.error).toMatchObject({ reason: "not_allowed" });
    const reloaded = open({ storage });
    await reloaded.outbox.start();
    expect(reloaded.outbox.pendingIn("room")[0]).toMatchObject({ status: "failed", error: { reason: "not_allowed" } });
  });

  test("can be tried again, or given up", async () => {
    const { outbox, server, storage, send, states, bodies } = open();
    server.refuse.push("not_allowed", "not_allowed");
    await outbox.start();
    send("1");
    send("2");
    await vi.waitFor(() => expect(states()).toEqual(["failed", "failed"]));
    outbox.pendingIn("room")[0]?.retry();
    await vi.waitFor(() => expect(bodies()).toEqual(["2"]));
    outbox.pendingIn("room")[0]?.discard();
    expect(bodies()).toEqual([]);
    await vi.waitFor(async () => expect(await storage.load("ada")).toEqual([]));
    expect(server.bodies).toEqual(["1"]);
  });

  test.each(["rate_limited", "busy", "storage_full", "storage_down", "internal"] as const)(
    "%s passes: it waits, tries again, and nothing overtakes it",
    async (reason) => {
      vi.spyOn(Math, "random").mockReturnValue(0);
      const { outbox, server, send, bodies } = open();
      server.refuse.push(reason, reason);
      await outbox.start();
      send("1");
      send("2");
      await vi.waitFor(() => expect(bodies()).toEqual([]));
      expect(server.received).toEqual(["1", "1", "1", "2"]);
    },
  );

  test("that does not pass in good time fails it all the same", async () => {
    const { outbox, server, send, states } = open({ patienceMs: 0 });
    server.refuse.push("storage_full");
    await outbox.start();
    send("1");
    await vi.waitFor(() => expect(states()).toEqual(["failed"]));
  });

  test("because nobody is signed in any more leaves it for the next time", async () => {
    const { outbox, server, storage, send, states } = open();
    server.refuse.push("session_ended");
    await outbox.start();
    send("1");
    await vi.waitFor(() => expect(server.received).toEqual(["1"]));
    await vi.waitFor(() => expect(states()).toEqual(["waiting"]));
    expect(await storage.load("ada")).toMatchObject([{ body: "1", refused: null }]);
  });
});
