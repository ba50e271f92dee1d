import { describe, expect, test } from "vitest";
import type { TypingUpdate } from "../../server/contract/index.ts";
import { Followed } from "../support/inbox.ts";
import { PresenceWatch } from "../support/presence-watch.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";

const { server, ada, grace } = await scene("ada", "grace");

// What takes seconds is begun at once.
const opened = performance.now();
const wsUrl = `${server.url.replace("http", "ws")}/trpc?connectionParams=1`;
const [silent, pinging] = [await RawSocket.open(wsUrl), await RawSocket.open(wsUrl)];
const pings = setInterval(() => pinging.send("PING"), 500);
const waited = silent.closed.then(() => (performance.now() - opened) / 1000);

describe("Streams", () => {
  test.concurrent("who leaves is offline within five seconds; a second device or a page reload keeps them online", async () => {
    const [leaving, reloading, twofold] = await Promise.all(
      ["grace", "grace", "grace"].map((name) => newcomer(server, name)),
    );
    if (leaving === undefined || reloading === undefined || twofold === undefined) throw new Error("nobody came");
    const people = [leaving, reloading, twofold];
    using watch = new PresenceWatch(ada, ...people);
    const second = twofold.connect();
    await Promise.all([...people.map((person) => person.api.user.me.query()), second.api.user.me.query()]);
    for (const person of people) await watch.sees(person, "online");

    await twofold.socket.close();
    await reloading.socket.close();
    const reloaded = reloading.connect();
    await reloaded.api.user.me.query();
    const left = Date.now();
    await leaving.socket.close();
    await watch.sees(leaving, "offline");
    expect(Date.now() - left).toBeLessThan(5000);
    expect(watch.of(leaving).at(-1)?.lastSeenAt?.getTime()).toBeGreaterThan(left - 1000);
    for (const person of [reloading, twofold]) {
      expect(
        watch
          .of(person)
          .map(({ status }) => status)
          .join(),
      ).toMatch(/^(offline,)?online$/);
    }
    for (const { socket } of [second, reloaded]) await socket.close();
  });

  test.concurrent("typing ends by itself six seconds after it was last said", async () => {
    const { id: roomId } = await roomOf(ada, grace);
    using watching = new Followed<TypingUpdate>((on) => ada.api.typing.onChange.subscribe({ roomId }, on));
    await grace.api.typing.set.mutate({ roomId, typing: true });
    const { until } = await watching.first();
    await watching.until((items) => items.at(-1)?.until === null);
    expect(Math.abs(Date.now() - (until?.getTime() ?? 0))).toBeLessThan(1000);
    expect(watching.items).toHaveLength(2);
  });
});

describe("Signing in", () => {
  test("who does not say who they are within five seconds is closed with 4408, and pings are no excuse", async () => {
    expect(await Promise.all([silent.closed, pinging.closed])).toEqual([4408, 4408]);
    clearInterval(pings);
    expect(await waited).toBeGreaterThan(4);
    expect(await waited).toBeLessThan(7);
  });
});
