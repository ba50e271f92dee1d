import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { createClient } from "../../client-sdk/client.ts";
import { password, signUp, sseClient } from "../support/people.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer } from "../support/server.ts";
import { Talk, withSdk, withStockClient } from "../support/talk.ts";
import { nervous } from "../unit/sdk-support.ts";

/** A long run: `npm run soak:cuts`. */
const cuts = Number(process.env["NATTER_CUTS"] ?? 120);
const cutsPerRound = 200;
const rounds = Array.from({ length: Math.ceil(cuts / cutsPerRound) }, (_, round) => ({
  round: round + 1,
  count: Math.min(cutsPerRound, cuts - round * cutsPerRound),
}));

/** Every way in which the network fails: each breaks every connection once, but for the traps, which break one. */
const faults: ((proxy: Proxy) => Promise<unknown>)[] = [
  async (proxy) => {
    await wait(Math.random() * 40);
    proxy.cut();
  },
  // What the server has done, and the client does not know.
  (proxy) => proxy.cutBeforeReply('"result"'),
  (proxy) => proxy.cutBeforeReply("message.sent"),
  (proxy) => proxy.cutBeforeRequest(),
  async (proxy) => {
    proxy.delay(Math.random() * 20);
    await wait(50);
    proxy.delay(0);
    proxy.cut();
  },
  // Ada's client gives up and comes back, and what she had sent before arrives after all, late and a second time.
  async (proxy) => {
    proxy.stall();
    await wait(50 + Math.random() * 200);
    proxy.resume();
    await wait(20);
    proxy.cut();
  },
  async (proxy) => {
    proxy.cut();
    proxy.refuse();
    await wait(Math.random() * 60);
    proxy.accept();
  },
];

test.each(rounds)(
  "ada and grace talk over a network that breaks $count times: nothing is lost, doubled, reordered or missed (round $round)",
  { timeout: 60_000 + cutsPerRound * 1_000 },
  async ({ count }) => {
    await using server = await startServer();
    await using proxy = await startProxy(Number(new URL(server.url).port));
    await using grace = await signUp(proxy.url, "grace");
    await using app = createClient({ url: proxy.url }, { ...nervous, random: () => Math.random() * 0.2 });
    await app.signUp({ username: "ada", password });
    const ada = await withSdk(app);

    const talk = await Talk.begin(ada, withStockClient(grace));
    const overSse = { api: sseClient(proxy.url, grace.session.accessToken) };
    await talk.listen({ name: "grace over SSE", id: grace.me.id }, overSse);
    talk.speak(2);
    for (let cut = 0; cut < count; cut++) {
      await faults[cut % faults.length]?.(proxy);
      // Everyone is back before the next one, in some: in others they are still coming.
      if (cut % 3 > 0) await talk.untilAcked(3);
      if (cut % 40 === 0) void talk.listen(ada);
    }
    await talk.untilAcked(10);
    expect(await talk.conclude()).toEqual([]);
    expect(talk.failures).toEqual([]);
    expect(proxy.accepted).toBeGreaterThan(count);
    await server.kill();
    expect(unsoundness(server.data)).toEqual([]);
  },
);
