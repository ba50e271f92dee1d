import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { createClient, type NatterClient } from "../../client-sdk/client.ts";
import { defaultHeartbeat } from "../../client-sdk/heartbeat.ts";
import { password, signUp } from "../support/people.ts";
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

/** Not ready at once, everyone sent away to come back, and an end without an error, in time. */
async function expectPoliteStop(server: TestServer, token: string): Promise<void> {
  await using reader = await RawSocket.openAs(server.wsUrl, token);
  reader.send(call(1, "subscription", "sync.onEvent"));
  await reader.until(2);
  const probe = await beginProbe(server.url);

  const asked = performance.now();
  const stopped = server.stop();
  // Refused from then on.
  while (await isReady(server.url));
  expect(await probe()).toMatch(/^HTTP\/1.1 503 /);
  expect(await reader.closed).toBe(1012);
  expect(await stopped).toBe(0);
  expect(performance.now() - asked).toBeLessThan(15_000);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** A request for readiness of which one line is still to come: that one is answered while newcomers are refused. */
async function beginProbe(url: string): Promise<() => Promise<string>> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write("GET /readyz HTTP/1.1\r\nHost: natter\r\n");
  // The line has been read once an answer to something sent later has come.
  await fetch(`${url}/healthz`);
  return async () => {
    socket.write("\r\n");
    const [answer] = await once(socket, "data");
    socket.destroy();
    return String(answer);
  };
}
