import { expect, test } from "vitest";
import { createClient, type NatterClient } from "../../client-sdk/client.ts";
import { defaultHeartbeat } from "../../client-sdk/heartbeat.ts";
import { password, signUp, socketClient } from "../support/people.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { Talk, withSdk, withStockClient } from "../support/talk.ts";

/** A long run: `npm run soak:drain`. */
const deploys = Number(process.env["NATTER_DEPLOYS"] ?? 3);

test(
  `ada's app sends all the time while the server is stopped and started again ${deploys} times: no send fails`,
  { timeout: 60_000 + deploys * 20_000 },
  async () => {
    await using server = await startServer();
    await using grace = await signUp(server.url, "grace");
    await using app = await openApp(server.url);
    const ada = await withSdk(app);
    const talk = await Talk.begin(ada, withStockClient(grace));
    talk.speak(4);

    for (let deploy = 0; deploy < deploys; deploy++) {
      await talk.untilAcked(40);
      await expectPoliteStop(server, grace.session.accessToken);
      await server.start();
    }
    await talk.untilAcked(40);
    expect(await talk.conclude()).toEqual([]);
    // Grace's client does not know how to wait: she may be told `draining`, and then nothing of hers was stored.
    expect(talk.failures.filter((failure) => !/^grace-.*: draining$/.test(failure))).toEqual([]);
    expect(await server.stop()).toBe(0);
    expect(unsoundness(server.data)).toEqual([]);
  },
);

/** As apps use it, but that nobody waits longer than a second to come back. */
async function openApp(url: string): Promise<NatterClient> {
  const app = createClient({ url }, { random: () => Math.random() * 0.2, heartbeat: defaultHeartbeat });
  await app.signUp({ username: "ada", password });
  return app;
}

/** Not ready at once, what is under way finished, everyone sent away to come back, and an end without an error, in time. */
async function expectPoliteStop(server: TestServer, token: string): Promise<void> {
  await using reader = await RawSocket.openAs(server.wsUrl, token);
  reader.send(call(1, "subscription", "sync.onEvent"));
  await reader.until(2);
  const { api, socket } = socketClient(server.url);
  const signingIn = Array.from({ length: 20 }, () => api.auth.login.mutate({ login: "grace", password }));
  // Behind them on the same socket: once it is answered, they are under way, and keep the server busy for a while.
  await api.system.info.query();

  const asked = performance.now();
  const stopped = server.stop();
  await expect.poll(() => readiness(server), { interval: 5 }).toBe(503);
  expect(await Promise.all(signingIn)).toHaveLength(20);
  expect(await reader.closed).toBe(1012);
  expect(await stopped).toBe(0);
  expect(performance.now() - asked).toBeLessThan(15_000);
  await socket.close();
}

async function readiness({ url }: TestServer): Promise<number> {
  return (await fetch(`${url}/readyz`)).status;
}
