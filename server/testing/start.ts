import { randomBytes } from "node:crypto";
import { pino } from "pino";
import manifest from "../../package.json" with { type: "json" };
import type { TestServer, TestServerOptions } from "../../client-sdk/testing/server.ts";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import { decide } from "../domain/decide.ts";
import { RestApi } from "../rest/rest.ts";
import { appRouter } from "../router.ts";
import { createServices } from "../start.ts";
import { Connections } from "../transport/connections.ts";
import { startTransport } from "../transport/server.ts";
import { clockAt } from "./clock.ts";
import { startNetwork } from "./network.ts";

/** As `startTestServer`, on a Node that can. */
export async function start({ now = new Date() }: TestServerOptions): Promise<TestServer> {
  const clock = clockAt(now);
  const connections = new Connections();
  const { services, close } = await createServices({
    clock,
    timers: clock,
    connections,
    store: await openSqliteStore({ file: ":memory:", decide }),
    log: pino({ level: "silent" }),
    version: manifest.version,
    secret: randomBytes(32),
    rateLimits: false,
    registration: "open",
  });
  const place = { host: "127.0.0.1", port: 0, webApp: new Map(), allowedOrigins: [], trustedProxies: [] };
  const api = { router: appRouter, mounted: new RestApi(appRouter, manifest.version) };
  const transport = await startTransport({ ...api, services, connections, capsEnabled: false, ...place });
  const network = await startNetwork(transport.url);
  return {
    url: network.url,
    clock,
    faults: network,
    stop: async () => {
      await network.close();
      await transport.close();
      await close();
    },
  };
}
