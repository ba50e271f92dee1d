import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { AnyTRPCRouter } from "@trpc/server";
import { Scheduler } from "../delivery/scheduler.ts";
import { parseTrustedProxies } from "../security/client-address.ts";
import type { Services } from "../services.ts";
import type { Meta } from "../trpc.ts";
import { FailedCalls } from "./call-log.ts";
import { caps as defaultCaps, withoutRateCaps, type Caps } from "./caps.ts";
import { Connections } from "./connections.ts";
import type { Environment, RouterConfig } from "./environment.ts";
import { requests } from "./http.ts";
import { InFlight } from "./in-flight.ts";
import { Origins } from "./origin.ts";
import { Sightings } from "./sightings.ts";
import { Tally } from "./tally.ts";
import { Turn } from "./turn.ts";
import { upgrades } from "./upgrade.ts";
import { WebApp } from "./web-app.ts";
import { Wheel } from "./wheel.ts";

export interface TransportOptions {
  router: AnyTRPCRouter;
  services: Services;
  host: string;
  /** 0: one that is free. */
  port: number;
  tls?: { cert: string | Buffer; key: string | Buffer } | undefined;
  /** Origins of pages, besides the server's own, that may talk to it. */
  allowedOrigins: readonly string[];
  /** Addresses and ranges whose `X-Forwarded-*` counts. */
  trustedProxies: readonly string[];
  /** The files of the web app by their path; none where there is no web app. */
  webApp: ReadonlyMap<string, Buffer>;
  /** False: for load tests, no caps per address and user. */
  capsEnabled: boolean;
  /** For whoever must end sessions before the transport has started. */
  connections?: Connections;
  /** Other caps than those of caps.ts. */
  caps?: Partial<Caps>;
}

export interface Transport {
  /** Where it listens: `http://127.0.0.1:4000`. */
  readonly url: string;
  /** When it returns, nothing further reaches anything that the session has open, and its sockets close with 4401. */
  endSession(sessionId: string): void;
  /**
   * Goes away politely: not ready and closed to newcomers and mutations at once; then waits for the calls in flight,
   * for `deadlineMs` at most; then tells every client to come back. Resolves when all have gone.
   */
  drain(deadlineMs: number): Promise<void>;
  /** Goes away at once. */
  close(): Promise<void>;
}

/** Starts listening: tRPC over WebSocket, HTTP and SSE at `/trpc`, health, and the web app. */
export async function startTransport(options: TransportOptions): Promise<Transport> {
  const env = createEnvironment(options);
  const webApp = new WebApp(options.webApp);
  const server = createServer(options, env.caps);
  server.on("request", requests(env, webApp));
  server.on("upgrade", upgrades(env));
  const running = { env, server, ...watch(server) };
  server.listen(options.port, options.host);
  await once(server, "listening");
  // Out of file descriptors, say: the next one may be accepted again.
  server.on("error", (err) => env.log.error({ err }, "server failed"));
  return {
    url: urlOf(options, server),
    endSession: (sessionId) => env.connections.endSession(sessionId),
    drain: (deadlineMs) => drain(running, deadlineMs),
    close: () => close(running),
  };
}

function createEnvironment(options: TransportOptions): Environment {
  const given = { ...defaultCaps, ...options.caps };
  const log = options.services.log.child({ part: "transport" });
  const wheel = new Wheel();
  const caps = options.capsEnabled ? given : withoutRateCaps(given);
  return {
    ...readRouter(options.router),
    services: options.services,
    log,
    failedCalls: new FailedCalls(log, wheel),
    caps,
    callRate: { burst: caps.callBurst, perSecond: caps.callsPerSecond },
    origins: new Origins(options.allowedOrigins),
    trustedProxies: parseTrustedProxies(options.trustedProxies),
    connections: options.connections ?? new Connections(),
    addresses: new Tally(),
    responses: new Tally(),
    inFlight: new InFlight(),
    newcomers: new Scheduler(),
    sightings: new Sightings(options.services, wheel),
    wheel,
    turn: new Turn(),
    open: new Set(),
    draining: false,
  };
}

/** A router of any kind says `any` about itself; all of ours are made in trpc.ts. */
function readRouter(router: AnyTRPCRouter): Pick<Environment, "router" | "config" | "meta"> {
  const { _config: config, procedures } = router._def as { _config: RouterConfig; procedures: Procedures };
  return { router, config, meta: (path) => procedures[path]?._def.meta };
}

type Procedures = Readonly<Record<string, { _def: { meta?: Meta } } | undefined>>;

function createServer({ tls }: TransportOptions, caps: Caps): Server {
  const limits = {
    maxHeaderSize: caps.headerBytes,
    headersTimeout: caps.headersMs,
    requestTimeout: caps.requestMs,
    keepAliveTimeout: caps.keepAliveMs,
    connectionsCheckingInterval: 2000,
    // Any other upgrade (curl offers h2c) is answered as if it had not been offered.
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === "websocket",
  };
  const server =
    tls === undefined
      ? createHttpServer(limits)
      : createHttpsServer({ ...limits, ...tls, minVersion: "TLSv1.2", handshakeTimeout: caps.headersMs });
  server.maxConnections = caps.connections;
  return server;
}

function urlOf({ tls, host }: TransportOptions, server: Server): string {
  const address = server.address() as AddressInfo;
  return `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}

interface Running {
  env: Environment;
  server: Server;
  sockets: Set<Socket>;
  /** Resolves when the server has been closed and its last socket has gone. */
  closed: Promise<void>;
}

/** `closeAllConnections` does not know of sockets that have been upgraded. */
function watch(server: Server): Pick<Running, "sockets" | "closed"> {
  const sockets = new Set<Socket>();
  function forget(this: Socket): void {
    sockets.delete(this);
  }
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // Not `once`, which costs each socket a closure of its own.
    socket.on("close", forget);
  });
  return { sockets, closed: new Promise((resolve) => server.once("close", resolve)) };
}

async function drain(running: Running, deadlineMs: number): Promise<void> {
  const { env, server, closed } = running;
  env.draining = true;
  // Still listening: who asks for readiness is told, and who was about to be let in gets an answer and not a reset.
  await unlessLate(env.inFlight.idle(), deadlineMs);
  server.close();
  for (const connection of env.open) connection.restart();
  server.closeIdleConnections();
  // Whoever has not answered a close by then does not.
  await unlessLate(closed, 2000);
  await close(running);
}

async function close({ env, server, sockets, closed }: Running): Promise<void> {
  env.draining = true;
  server.close();
  for (const socket of sockets) socket.destroy();
  env.wheel.stop();
  await closed;
}

async function unlessLate(done: Promise<void>, ms: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([done, late.promise]);
  clearTimeout(timer);
}
