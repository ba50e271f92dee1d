import { IDBFactory } from "fake-indexeddb";
import { afterEach, describe, expect, test, vi } from "vitest";
import { indexedDbOutbox } from "../../client-sdk/outbox/indexed-db.ts";
import { endAll, open, Server } from "./sdk-outbox-support.ts";

afterEach(() => {
  endAll();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("two tabs", () => {
  const tabs = () => {
    vi.stubGlobal("indexedDB", new IDBFactory());
    const name = `outbox ${crypto.randomUUID()}`;
    const server = new Server();
    const open2 = () => open({ server, storage: indexedDbOutbox(name) });
    return { server, open2 };
  };

  test("show the same messages, and one of them sends", async () => {
    const { server, open2 } = tabs();
    const [one, other] = [open2(), open2()];
    await one.outbox.start();
    void other.outbox.start();
    server.hold();
    other.send("from the other");
    one.send("from the one");
    await vi.waitFor(() => expect(one.bodies().toSorted()).toEqual(["from the one", "from the other"]));
    await vi.waitFor(() => expect(other.bodies()).toEqual(one.bodies()));
    server.release();
    await vi.waitFor(() => expect([one.bodies(), other.bodies()]).toEqual([[], []]));
    expect(server.received.toSorted()).toEqual(["from the one", "from the other"]);
  });

  test("hand over: when the one that sends is closed, the other goes on", async () => {
    const { server, open2 } = tabs();
    const [one, other] = [open2(), open2()];
    await one.outbox.start();
    void other.outbox.start();
    server.hold();
    other.send("hello");
    await vi.waitFor(() => expect(server.received).toEqual(["hello"]));
    one.outbox.end(false);
    server.release();
    await vi.waitFor(() => expect(other.bodies()).toEqual([]));
    expect(server.bodies).toEqual(["hello"]);
  });

  test("hear of failures, of what is given up, and of a second try", async () => {
    const { server, open2 } = tabs();
    const [one, other] = [open2(), open2()];
    await one.outbox.start();
    void other.outbox.start();
    server.refuse.push("not_allowed", "banned");
    other.send("1");
    one.send("2");
    await vi.waitFor(() => expect(other.states()).toEqual(["failed", "failed"]));
    other.outbox
      .pendingIn("room")
      .find(({ body }) => body === "1")
      ?.retry();
    await vi.waitFor(() => expect(server.bodies).toEqual(["1"]));
    other.outbox
      .pendingIn("room")
      .find(({ body }) => body === "2")
      ?.discard();
    await vi.waitFor(() => expect([one.bodies(), other.bodies()]).toEqual([[], []]));
  });

  test("send by themselves where a page is not safe and browsers have no locks", async () => {
    const { server, open2 } = tabs();
    vi.stubGlobal("navigator", {});
    const [one, other] = [open2(), open2()];
    await Promise.all([one.outbox.start(), other.outbox.start()]);
    one.send("1");
    other.send("2");
    await vi.waitFor(() => expect(server.stored).toHaveLength(2));
  });
});
