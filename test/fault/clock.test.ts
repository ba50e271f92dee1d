import path from "node:path";
import { expect, test } from "vitest";
import { createNatterClient } from "../../client-sdk/client.ts";
import { connectAs, httpClient, password, say, signIn, signUp } from "../support/people.ts";
import { startProxy } from "../support/proxy.ts";
import { startServer } from "../support/server.ts";
import { Talk, withSdk, withStockClient } from "../support/talk.ts";

const root = path.resolve(import.meta.dirname, "../..");
const jumping = ["--import", path.join(root, "test/support/clock-jump.ts"), path.join(root, "server/main.ts")] as const;

test("the server's clock jumps 10 minutes ahead, then 10 minutes back: only displayed times change", async () => {
  await using server = await startServer({ command: [process.execPath, ...jumping] });
  await using proxy = await startProxy(Number(new URL(server.url).port));
  await using grace = await signUp(proxy.url, "grace");
  await using app = createNatterClient({ url: proxy.url });
  await app.signUp({ username: "ada", password });
  const talk = await Talk.begin(await withSdk(app), withStockClient(grace));
  talk.speak(2);
  await using mallory = await signUp(server.url, "mallory");
  const { id: notes } = await mallory.api.room.direct.mutate({ userIds: [] });
  let { session } = mallory;

  for (const minutesAhead of [10, -10, 0]) {
    process.kill(server.pid, "SIGUSR2");
    const shown = async () => (await say(mallory, notes, "what time is it?")).createdAt.getTime() - Date.now();
    await expect.poll(async () => (await shown()) / 60_000).toBeCloseTo(minutesAhead, 0);
    await talk.untilAcked(40);
    // Everyone comes back with the tokens that they have, gets others, and gets in with those.
    proxy.cut();
    await talk.untilAcked(40);
    session = await httpClient(server.url).auth.refresh.mutate({ refreshToken: session.refreshToken ?? "" });
    await using renewed = connectAs(server.url, mallory.me, session);
    expect(await renewed.api.user.me.query()).toMatchObject({ username: "mallory" });
    await using again = await signIn(server.url, "grace");
    expect(await again.api.user.me.query()).toMatchObject({ username: "grace" });
  }
  expect(await talk.conclude()).toEqual([]);
  expect(talk.failures).toEqual([]);
});
