import { expect, test } from "vitest";
import { createNatterClient } from "../../client-sdk/client.ts";
import { password, signUp } from "../support/people.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer } from "../support/server.ts";
import { Talk, withSdk, withStockClient } from "../support/talk.ts";

/** A long run: `npm run soak:kill`. */
const kills = Number(process.env["NATTER_KILLS"] ?? 6);
const sendsPerKill = Number(process.env["NATTER_SENDS_PER_KILL"] ?? 50);
/** A database of its own for so many: the history is held in memory. */
const killsPerRound = 50;
const rounds = Array.from({ length: Math.ceil(kills / killsPerRound) }, (_, round) => ({
  round: round + 1,
  count: Math.min(killsPerRound, kills - round * killsPerRound),
}));

test.each(rounds)(
  "ada and grace talk while the server is killed $count times: nothing is lost, doubled or reordered (round $round)",
  { timeout: 60_000 + Math.min(kills, killsPerRound) * (4_000 + sendsPerKill * 10) },
  async ({ count }) => {
    await using server = await startServer();
    await using grace = await signUp(server.url, "grace");
    // Killed every second, it may be a while until a send comes through: that is no reason to give it up.
    await using app = createNatterClient({ url: server.url, deadlineMs: 120_000 });
    await app.signUp({ username: "ada", password });
    const ada = await withSdk(app);

    const talk = await Talk.begin(ada, withStockClient(grace));
    talk.speak(4);
    for (let kill = 0; kill < count; kill++) {
      await talk.untilAcked(Math.ceil(Math.random() * sendsPerKill * 2));
      await server.restart();
      if (kill % 4 === 0) void talk.listen(ada);
    }
    await talk.untilAcked(20);
    expect(await talk.conclude()).toEqual([]);
    expect(talk.failures).toEqual([]);
    await server.kill();
    expect(unsoundness(server.data)).toEqual([]);
  },
);
