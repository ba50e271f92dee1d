import crypto from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { DatabaseError } from "../db/sqlite/errors.ts";
import { openSqliteStore } from "../db/sqlite/store.ts";
import type { Store } from "../db/store.ts";
import type { Config } from "./config.ts";
import { openDataFolder } from "./data-folder.ts";
import { createDelivery } from "./delivery/delivery.ts";
import { decide } from "./domain/decide.ts";
import { ExpectedFailure } from "./expected-failure.ts";
import { appRouter } from "./router.ts";
import { createPasswords } from "./security/passwords.ts";
import { createRateLimits } from "./security/rate-limits.ts";
import { createTokens } from "./security/tokens.ts";
import type { Services } from "./services.ts";
import { Connections } from "./transport/connections.ts";
import { startTransport, type Transport } from "./transport/server.ts";

export interface RunningServer {
  /** Where it takes connections: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Finishes what is under way, sends the clients away to come back later, and closes the database. */
  stop(): Promise<void>;
}

/** The web app as it was built; null where that has not been done. */
const built = join(import.meta.dirname, "..", "web", "dist");
const webRoot = existsSync(built) ? built : null;

/** With the two seconds that clients have to answer a close, within the 15 s that P10 allows. */
const drainMs = 12_000;

/**
 * Puts the real things behind every interface and starts taking connections. Throws an `ExpectedFailure` where
 * something outside the program is in the way.
 */
export async function startServer(
  config: Config,
  { log, version }: { log: Logger; version: string },
): Promise<RunningServer> {
  const folder = openDataFolder(config.data);
  const store = await openStore(folder.databaseFile);
  try {
    const secret = config.secret === null ? folder.secret() : Buffer.from(config.secret);
    const { transport, flush, stopTimers } = await listen(config, { log, version, store, secret });
    return {
      url: transport.url,
      stop: async () => {
        await transport.drain(drainMs);
        await flush();
        stopTimers();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts {
  log: Logger;
  version: string;
  store: Store;
  secret: Uint8Array;
}

async function listen(config: Config, { log, version, store, secret }: Parts) {
  const clock = { now: () => new Date() };
  const connections = new Connections();
  const onSessionEnded = (sessionId: string) => connections.endSession(sessionId);
  const { writer, streams, presence, typing } = await createDelivery({ store, decide, clock, onSessionEnded });
  const limited = config.rateLimits === "on";
  const services: Services = {
    clock,
    newId,
    log,
    store,
    writer,
    streams,
    presence,
    typing,
    passwords: createPasswords(),
    tokens: createTokens(secret),
    rateLimits: createRateLimits({ clock, enabled: limited }),
    settings: { version, registration: config.registration },
  };
  const transport = await startListening(config, services, connections, limited);
  return { transport, flush: () => writer.flush(), stopTimers: () => presence.close() };
}

/** Ids that grow with time keep what is written together together. Node before 26 makes only random ones, which do too. */
function newId(): string {
  return crypto.randomUUIDv7?.() ?? crypto.randomUUID();
}

async function openStore(file: string): Promise<Store> {
  try {
    return await openSqliteStore({ file });
  } catch (error) {
    if (error instanceof DatabaseError) throw new ExpectedFailure(error.message, undefined, { cause: error });
    throw error;
  }
}

async function startListening(
  { host, port, tlsCert, tlsKey, allowedOrigins, trustedProxies }: Config,
  services: Services,
  connections: Connections,
  capsEnabled: boolean,
): Promise<Transport> {
  const tls = tlsCert === null || tlsKey === null ? undefined : { cert: readPem(tlsCert), key: readPem(tlsKey) };
  const places = { host, port, tls, allowedOrigins, trustedProxies, webRoot };
  try {
    return await startTransport({ router: appRouter, services, connections, capsEnabled, ...places });
  } catch (error) {
    throw explain(error, { host, port, tlsCert });
  }
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ExpectedFailure(`${path} cannot be read: check the path and its permissions.`, undefined, { cause });
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
