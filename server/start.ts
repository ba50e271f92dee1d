import crypto from "node:crypto";
import type { Logger } from "pino";
import { DatabaseError } from "../db/sqlite/errors.ts";
import type { Upgrade } from "../db/sqlite/open.ts";
import { openSqliteStore } from "../db/sqlite/store.ts";
import type { Store } from "../db/store.ts";
import type { Config } from "./config.ts";
import { followCertificate, readCertificate } from "./certificate.ts";
import { openDataFolder } from "./data-folder.ts";
import { openDoor } from "./admin/door.ts";
import { createAudit } from "./audit/audit.ts";
import { assets } from "./assets/index.ts";
import { createDelivery } from "./delivery/delivery.ts";
import type { Hub } from "./delivery/hub.ts";
import { decide } from "./domain/decide.ts";
import { ExpectedFailure } from "./expected-failure.ts";
import { RestApi } from "./rest/rest.ts";
import { appRouter } from "./router.ts";
import { measuredPasswords, measuredStore } from "./measurements/measured.ts";
import { Measurements } from "./measurements/measurements.ts";
import { filesOf } from "./metrics/files.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { metricsAccess } from "./security/metrics-access.ts";
import { createPasswords } from "./security/passwords.ts";
import { createRateLimits } from "./security/rate-limits.ts";
import { createTokens } from "./security/tokens.ts";
import type { Clock, Services, Timers } from "./services.ts";
import { parseTrustedProxies } from "./security/client-address.ts";
import { Connections } from "./transport/connections.ts";
import type { MetricsPage } from "./transport/environment.ts";
import { startTransport, type Transport } from "./transport/server.ts";

export interface RunningServer {
  /** Where it takes connections: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Finishes what is under way, sends the clients away to come back later, and closes the database. */
  stop(): Promise<void>;
}

/** With the two seconds that clients have to answer a close, within the 15 s that P10 allows. */
const drainMs = 12_000;

/**
 * Puts the real things behind every interface and starts taking connections. Throws an `ExpectedFailure` where
 * something outside the program is in the way.
 */
export async function startServer(config: Config, about: About): Promise<RunningServer> {
  const connections = new Connections();
  const opened = await openServices(config, about, connections, threads);
  const { services, dataFolder, close } = opened;
  try {
    const transport = await startListening(config, services, connections, metricsOf(config, opened));
    const closeDoor = await openDoor(dataFolder, services);
    return {
      url: transport.url,
      stop: async () => {
        await transport.drain(drainMs);
        closeDoor();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** So that neither the disk nor a search keeps anybody waiting. */
const threads = { writeThread: assets.writeThread, searchThread: assets.searchThread };

/**
 * Lets something use everything that a server has but its connections. Throws an `ExpectedFailure` like it. Without
 * threads, which take twice as long to start as all the rest: nobody else is waiting.
 */
export async function withServices<T>(
  config: Config,
  about: About,
  work: (services: Services) => Promise<T>,
): Promise<T> {
  const { services, close } = await openServices(config, about, new Connections(), {});
  try {
    return await work(services);
  } finally {
    await close();
  }
}

interface About {
  log: Logger;
  version: string;
}

interface OpenServices extends ServicesAndHub {
  /** Absolute. */
  dataFolder: string;
  databaseFile: string;
}

interface ServicesAndHub {
  services: Services;
  /** Whom the services write to. */
  hub: Hub;
  /** Lets what has been begun become durable, and ends the store. */
  close(): Promise<void>;
}

async function openServices(
  config: Config,
  about: About,
  connections: Connections,
  inThreads: Partial<typeof threads>,
): Promise<OpenServices> {
  const folder = openDataFolder(config.data);
  const store = await openStore(folder.databaseFile, about.log, inThreads);
  try {
    const secret = config.secret === null ? folder.secret() : Buffer.from(config.secret);
    const created = await createServices({
      ...{ store, secret, connections },
      ...about,
      clock: { now: () => new Date() },
      rateLimits: config.rateLimits === "on",
      registration: config.registration,
    });
    return { ...created, dataFolder: folder.path, databaseFile: folder.databaseFile };
  } catch (error) {
    await store.close();
    throw error;
  }
}

export interface ServiceParts extends About {
  store: Store;
  clock: Clock;
  /** Default: the machine's. */
  timers?: Timers;
  /** Signs tokens. */
  secret: Uint8Array;
  /** What is open, to be closed when its session ends. */
  connections: Connections;
  rateLimits: boolean;
  registration: "open" | "closed";
}

/** Puts the real things behind every interface. */
export async function createServices(parts: ServiceParts): Promise<ServicesAndHub> {
  const { clock, timers, connections, log, version } = parts;
  const measurements = new Measurements();
  const store = measuredStore(parts.store, measurements);
  const onSessionEnded = (sessionId: string) => connections.endSession(sessionId);
  const delivery = await createDelivery({ store, clock, timers, measured: measurements.streams, onSessionEnded });
  const { hub, ...reading } = delivery;
  const services: Services = {
    clock,
    newId,
    log,
    store,
    ...reading,
    measurements,
    audit: createAudit(log),
    passwords: measuredPasswords(createPasswords(), measurements),
    tokens: createTokens(parts.secret),
    rateLimits: createRateLimits({ clock, enabled: parts.rateLimits }),
    settings: { version, registration: parts.registration },
  };
  const close = async () => {
    await delivery.writer.flush();
    delivery.presence.close();
    await store.close();
  };
  return { services, hub, close };
}

function metricsOf({ metricsToken, trustedProxies }: Config, opened: OpenServices): MetricsPage {
  const { services, hub, databaseFile } = opened;
  const { measurements } = services;
  return {
    ...createMetrics({ measurements, services, hub, files: filesOf(databaseFile) }),
    allows: metricsAccess(metricsToken, parseTrustedProxies(trustedProxies)),
  };
}

/** Ids that grow with time keep what is written together together. Node before 26 makes only random ones, which do too. */
function newId(): string {
  return crypto.randomUUIDv7?.() ?? crypto.randomUUID();
}

async function openStore(file: string, log: Logger, inThreads: Partial<typeof threads>): Promise<Store> {
  const onUpgrade = (upgrade: Upgrade) => log.info(upgrade, "upgrading the database; what was there is backed up");
  try {
    return await openSqliteStore({ file, migrations: assets.migrations(), onUpgrade, decide, ...inThreads });
  } catch (error) {
    if (error instanceof DatabaseError) throw new ExpectedFailure(error.message, undefined, { cause: error });
    throw error;
  }
}

async function startListening(
  { host, port, tlsCert, tlsKey, allowedOrigins, trustedProxies, rateLimits }: Config,
  services: Services,
  connections: Connections,
  metrics: MetricsPage,
): Promise<Transport> {
  const files = tlsCert === null || tlsKey === null ? null : { cert: tlsCert, key: tlsKey };
  const tls = files === null ? null : readCertificate(files);
  const capsEnabled = rateLimits === "on";
  const places = { host, port, tls: tls ?? undefined, allowedOrigins, trustedProxies, webApp: await assets.webApp() };
  try {
    const transport = await startTransport({
      router: appRouter,
      mounted: new RestApi(appRouter, services.settings.version),
      services,
      connections,
      metrics,
      capsEnabled,
      ...places,
    });
    if (files !== null && tls !== null) followCertificate(files, tls, transport.useCertificate, services.log);
    return transport;
  } catch (error) {
    throw explain(error, { host, port, tlsCert });
  }
}

function explain(cause: unknown, { host, port, tlsCert }: Pick<Config, "host" | "port" | "tlsCert">): unknown {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const problem = listenProblems[code];
  if (problem !== undefined) return new ExpectedFailure(problem(host, port), undefined, { cause });
  if (tlsCert !== null && /^ERR_(OSSL|SSL|TLS)/.test(code)) {
    const message =
      "The certificate and the key do not go together, or one of them is not PEM: check NATTER_TLS_CERT and NATTER_TLS_KEY.";
    return new ExpectedFailure(message, undefined, { cause });
  }
  return cause;
}

const listenProblems: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken by another program: stop that one, or choose another with --port (0 picks one).`,
  EACCES: (_, port) => `This user may not listen on port ${port}: choose one above 1023 with --port.`,
  EADDRNOTAVAIL: (host) =>
    `${host} is not an address of this machine: choose another with --host (0.0.0.0 is all of them).`,
  ENOTFOUND: (host) =>
    `${host} is not an address of this machine: choose another with --host (0.0.0.0 is all of them).`,
};
