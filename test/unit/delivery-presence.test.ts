import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PresenceUpdate, TypingUpdate } from "../../server/contract/index.ts";
import { offlineGraceMs, PresenceTracker } from "../../server/delivery/presence.ts";
import { TypingTracker } from "../../server/delivery/typing.ts";
import { startDelivery, TestReader } from "../support/delivery.ts";

const clock = { now: () => new Date() };

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

async function people() {
  const bench = await startDelivery();
  const [ada, grace, mallory] = await Promise.all(["ada", "grace", "mallory"].map((name) => bench.signUp(name)));
  return { bench, ada: ada!, grace: grace!, mallory: mallory! };
}

describe("presence", () => {
  async function watching() {
    const { bench, ada, grace } = await people();
    const presence = new PresenceTracker({ store: bench.store, clock });
    bench.publisher.subscribe((item) => presence.hear(item));
    const watch = async (viewerId: string, userIds: string[]) => {
      const reader = new TestReader(Infinity);
      reader.done = presence.watch(viewerId, userIds)(reader, reader.signal);
      await reader.until((events) => events.length === 1);
      return reader;
    };
    return { bench, presence, ada, grace, watch };
  }

  function told(reader: TestReader): string[] {
    return reader.items.flatMap((item) =>
      (item.data as PresenceUpdate).users.map((user) => `${user.userId} ${user.status}`),
    );
  }

  test("tells who is there, then what changes", async () => {
    const { presence, watch } = await watching();
    presence.connected("grace");
    const reader = await watch("ada", ["grace", "ada", "nobody"]);
    expect(told(reader)).toEqual(["grace online", "ada offline"]);
    presence.connected("ada");
    vi.advanceTimersByTime(50);
    expect(told(reader).slice(2)).toEqual(["ada online"]);
  });

  test("waits for nobody who does not exist: whoever asks for thousands of made-up people costs nothing", async () => {
    const { presence, watch } = await watching();
    const reader = await watch("ada", ["grace", "nobody"]);
    presence.connected("nobody");
    presence.connected("grace");
    vi.advanceTimersByTime(50);
    expect(told(reader)).toEqual(["grace offline", "grace online"]);
  });

  test("a person with two devices is online until the last is gone, and a reload stays quiet", async () => {
    const { presence, watch } = await watching();
    const phone = presence.connected("grace");
    const laptop = presence.connected("grace");
    const reader = await watch("ada", ["grace"]);
    phone();
    vi.advanceTimersByTime(offlineGraceMs * 2);
    laptop();
    vi.advanceTimersByTime(offlineGraceMs - 1);
    const reloaded = presence.connected("grace");
    vi.advanceTimersByTime(offlineGraceMs * 2);
    expect(told(reader)).toEqual(["grace online"]);
    reloaded();
    vi.advanceTimersByTime(offlineGraceMs + 50);
    expect(reader.items.at(-1)?.data).toEqual({
      kind: "change",
      users: [{ userId: "grace", status: "offline", lastSeenAt: new Date(Date.now() - 50) }],
    });
  });

  test("gathers changes, and the latest wins", async () => {
    const { presence, watch } = await watching();
    const reader = await watch("ada", ["grace"]);
    presence.connected("grace");
    presence.set("grace", "away");
    presence.set("grace", "busy");
    vi.advanceTimersByTime(50);
    expect(told(reader)).toEqual(["grace offline", "grace busy"]);
  });

  test("a change is made into one item for all who watch, however many change at once", async () => {
    const { presence, watch } = await watching();
    const readers = [await watch("ada", ["grace", "mallory"]), await watch("mallory", ["grace"])];
    presence.connected("grace");
    presence.connected("mallory");
    vi.advanceTimersByTime(50);
    expect(told(readers[0]!)).toEqual(["grace offline", "mallory offline", "grace online", "mallory online"]);
    expect(told(readers[1]!)).toEqual(["grace offline", "grace online"]);
    expect(readers[0]!.items[1]).toBe(readers[1]!.items[1]);
  });

  test("who begins to watch within the tick of a change is told once", async () => {
    const { presence, watch } = await watching();
    await watch("mallory", ["grace"]);
    presence.connected("grace");
    const reader = await watch("ada", ["grace"]);
    vi.advanceTimersByTime(50);
    expect(told(reader)).toEqual(["grace online"]);
  });

  test("people whom somebody else watches already are there for the next who watches them", async () => {
    const { presence, watch } = await watching();
    const first = await watch("ada", ["grace", "nobody"]);
    const second = await watch("mallory", ["grace", "nobody", "ada"]);
    expect(told(second)).toEqual(["grace offline", "ada offline"]);
    await first.stop();
    presence.connected("grace");
    vi.advanceTimersByTime(50);
    expect(told(second).at(-1)).toBe("grace online");
  });

  test("someone invisible looks offline, since they became so", async () => {
    const { presence, watch } = await watching();
    presence.connected("grace");
    const reader = await watch("ada", ["grace"]);
    presence.set("grace", "invisible");
    const since = new Date();
    vi.advanceTimersByTime(5000);
    presence.connected("grace");
    const later = await watch("ada", ["grace"]);
    expect(later.items[0]?.data).toEqual({
      kind: "snapshot",
      users: [{ userId: "grace", status: "offline", lastSeenAt: since }],
    });
    expect(told(reader)).toEqual(["grace online", "grace offline"]);
  });

  test("nothing tells that someone invisible comes or goes", async () => {
    const { presence, watch } = await watching();
    const leave = presence.connected("grace");
    const reader = await watch("ada", ["grace"]);
    presence.set("grace", "invisible");
    vi.advanceTimersByTime(50);
    leave();
    vi.advanceTimersByTime(offlineGraceMs + 50);
    presence.connected("grace");
    presence.set("grace", "invisible");
    vi.advanceTimersByTime(50);
    expect(told(reader)).toEqual(["grace online", "grace offline"]);
    presence.set("grace", "online");
    vi.advanceTimersByTime(50);
    expect(told(reader).at(-1)).toBe("grace online");
  });

  test("a blocked person sees the blocker as offline, from the block on and no longer than it lasts", async () => {
    const { bench, presence, ada, watch } = await watching();
    presence.connected("ada");
    const grace = await watch("grace", ["ada"]);
    const mallory = await watch("mallory", ["ada"]);
    await bench.writer.write({ kind: "user.block", actor: ada, at: new Date(), userId: "grace" });
    vi.advanceTimersByTime(50);
    expect(told(grace)).toEqual(["ada online", "ada offline"]);
    expect(told(mallory)).toEqual(["ada online"]);
    presence.set("ada", "away");
    vi.advanceTimersByTime(50);
    expect(told(grace)).toHaveLength(2);
    presence.set("ada", "online");
    expect(await presence.online("grace", ["ada"])).toEqual(new Set());
    await bench.writer.write({ kind: "user.unblock", actor: ada, at: new Date(), userId: "grace" });
    vi.advanceTimersByTime(50);
    expect(told(grace).at(-1)).toBe("ada online");
  });

  test("a reader who is behind gets the latest when there is room again", async () => {
    const { presence } = await watching();
    const reader = new TestReader(1);
    reader.done = presence.watch("ada", ["grace"])(reader, reader.signal);
    await reader.until((events) => events.length === 1);
    for (const status of ["away", "busy", "online"] as const) {
      presence.connected("grace");
      presence.set("grace", status);
      vi.advanceTimersByTime(50);
    }
    expect(told(reader)).toEqual(["grace offline"]);
    reader.goOn(10);
    await reader.until((events) => events.length === 2);
    expect(told(reader)).toEqual(["grace offline", "grace online"]);
  });

  test("a reader who stays behind is waited for once, whatever happens meanwhile", async () => {
    const { presence } = await watching();
    const reader = new TestReader(1);
    const drained = vi.spyOn(reader, "drained");
    reader.done = presence.watch("ada", ["grace", "mallory"])(reader, reader.signal);
    await reader.until((events) => events.length === 1);
    for (let i = 0; i < 100; i++) {
      presence.connected(i % 2 === 0 ? "grace" : "mallory")();
      vi.advanceTimersByTime(offlineGraceMs + 100);
    }
    expect(drained).toHaveBeenCalledTimes(1);
    reader.goOn(10);
    await reader.until((events) => events.length === 2);
    expect(told(reader).slice(2).toSorted()).toEqual(["grace offline", "mallory offline"]);
  });

  test("a reader who is behind from the start is given the snapshot when there is room", async () => {
    const { presence } = await watching();
    const reader = new TestReader(0);
    reader.done = presence.watch("ada", ["grace"])(reader, reader.signal);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    presence.connected("grace");
    expect(reader.items).toEqual([]);
    reader.goOn(1);
    await reader.until((events) => events.length === 1);
    expect(told(reader)).toEqual(["grace online"]);
  });
});

describe("typing", () => {
  async function inRoom() {
    const { bench, ada, grace, mallory } = await people();
    const typing = new TypingTracker({ store: bench.store, clock });
    bench.publisher.subscribe((item) => typing.hear(item));
    const roomId = await bench.createRoom(ada, [grace.userId]);
    return { bench, typing, ada, grace, mallory, roomId };
  }

  function watch(typing: TypingTracker, userId: string, roomId: string): TestReader {
    const reader = new TestReader(Infinity);
    reader.done = typing.watch(userId, roomId)(reader, reader.signal);
    return reader;
  }

  function told(reader: TestReader): string[] {
    return reader.items.map((item) => {
      const { userId, until } = item.data as TypingUpdate;
      return `${userId} ${until === null ? "stopped" : `for ${until.getTime() - Date.now()}`}`;
    });
  }

  test("ends by itself 6 s after the last word of it", async () => {
    const { typing, roomId } = await inRoom();
    const reader = watch(typing, "grace", roomId);
    typing.set("ada", roomId, true);
    expect(told(reader)).toEqual(["ada for 6000"]);
    vi.advanceTimersByTime(4000);
    typing.set("ada", roomId, true);
    vi.advanceTimersByTime(5999);
    expect(reader.items).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(told(reader).at(-1)).toBe("ada stopped");
  });

  test("ends with the message, and whoever comes later is told who is typing still", async () => {
    const { bench, typing, ada, roomId } = await inRoom();
    typing.set("ada", roomId, true);
    typing.set("grace", roomId, true);
    await bench.send(ada, roomId, "hello");
    const reader = watch(typing, "ada", roomId);
    await reader.until((events) => events.length === 1);
    expect(told(reader)).toEqual(["grace for 6000"]);
  });

  test("in a busy room is told in one go at the end of each tick, the latest of everybody, made once for all", async () => {
    const { typing, roomId } = await inRoom();
    const readers = [watch(typing, "ada", roomId), watch(typing, "grace", roomId)];
    typing.set("ada", roomId, true);
    for (let i = 0; i < 20; i++) {
      typing.set("grace", roomId, true);
      typing.set("ada", roomId, i % 2 === 0);
    }
    expect(told(readers[0]!)).toEqual(["ada for 6000"]);
    vi.advanceTimersByTime(100);
    expect(told(readers[0]!).toSorted()).toEqual(["ada for 5900", "ada stopped", "grace for 5900"]);
    for (const [index, item] of readers[0]!.items.entries()) expect(readers[1]!.items[index]).toBe(item);
  });

  test("is dropped for a reader who is behind", async () => {
    const { typing, roomId } = await inRoom();
    const reader = new TestReader(0);
    reader.done = typing.watch("grace", roomId)(reader, reader.signal);
    typing.set("ada", roomId, true);
    reader.goOn(10);
    vi.advanceTimersByTime(5000);
    expect(reader.items).toEqual([]);
  });

  test("a removed member's stream ends with the removal", async () => {
    const { bench, typing, ada, roomId } = await inRoom();
    const reader = watch(typing, "grace", roomId);
    await bench.remove(ada, roomId, "grace");
    typing.set("ada", roomId, true);
    await reader.done;
    expect(reader.items).toEqual([]);
  });

  test("a stream opened by someone who has been removed meanwhile ends at once", async () => {
    const { typing, roomId } = await inRoom();
    const reader = watch(typing, "mallory", roomId);
    await reader.done;
    expect(reader.items).toEqual([]);
  });
});
