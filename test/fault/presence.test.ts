import { expect, test } from "vitest";
import type { Presence } from "../../server/contract/index.ts";
import { connectAs, signUp, type Person } from "../support/people.ts";
import { PresenceWatch } from "../support/presence-watch.ts";
import { startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";

const soak = process.env["NATTER_SOAK"] !== undefined;

test("whoever leaves, or whose client dies, is seen offline within 5 s", async () => {
  await using server = await startServer();
  await using proxy = await startProxy(Number(new URL(server.url).port));
  await using grace = await signUp(server.url, "grace");
  await using ada = await signUp(server.url, "ada");
  const mallory = await signUp(proxy.url, "mallory");
  using watch = new PresenceWatch(grace, ada, mallory);
  await Promise.all([watch.sees(ada, "online"), watch.sees(mallory, "online")]);

  const left = performance.now();
  await ada.socket.close();
  // What is left of a process that was killed: a connection that the operating system ends.
  proxy.refuse();
  proxy.cut();
  await Promise.all([watch.sees(ada, "offline"), watch.sees(mallory, "offline")]);
  expect(performance.now() - left).toBeLessThan(5_000);
  await mallory[Symbol.asyncDispose]();
});

test.runIf(soak)(
  "whoever vanishes without a word is seen offline within 45 s, and online as soon as the network is back",
  { timeout: 90_000 },
  async () => {
    await using server = await startServer();
    await using proxy = await startProxy(Number(new URL(server.url).port));
    await using grace = await signUp(server.url, "grace");
    await using ada = await signUp(proxy.url, "ada");
    using watch = new PresenceWatch(grace, ada);
    await watch.sees(ada, "online");

    const vanished = performance.now();
    proxy.stall();
    await seesWithin(watch, ada, "offline", 45_000);
    expect(performance.now() - vanished).toBeLessThan(45_000);
    proxy.resume();
    // Her old connection is gone; another device of hers is there at once.
    await using _ = connectAs(server.url, ada.me, ada.session);
    await seesWithin(watch, ada, "online", 5_000);
  },
);

function seesWithin(watch: PresenceWatch, person: Person, status: Presence["status"], ms: number): Promise<void> {
  return watch.until(() => watch.statusOf(person) === status, ms);
}
