import { STATUS_CODES, type IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { ConnectedSocket } from "./connected-socket.ts";
import { closeCodes } from "../contract/index.ts";
import type { Environment } from "./environment.ts";
import { readClient, readTarget, type Client } from "./request.ts";
import { SocketConnection } from "./websocket.ts";

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface Accepted {
  client: Client;
  awaitsCredentials: boolean;
}

interface Refusal {
  status: 400 | 403 | 404 | 503;
}

/**
 * Takes upgrades to WebSocket. URL, Host, path and Origin are checked before any library sees the request, and nothing
 * that a client sends here ends the process (promises.md, S1).
 */
export function upgrades(env: Environment): UpgradeListener {
  const { messageBytes, fragments, closeMs } = env.caps;
  const options = {
    noServer: true,
    clientTracking: false,
    // Compression would cost every reader its own copy of every event, and 300 kB of memory.
    perMessageDeflate: false,
    WebSocket: ConnectedSocket,
    maxPayload: messageBytes,
    maxFragments: fragments,
    closeTimeout: closeMs,
  };
  const server = new WebSocketServer(options);
  // One for all sockets: each would keep its own for as long as it is open.
  const onError = (err: Error) => env.log.debug({ err }, "socket failed");
  return (request, socket, head) => {
    socket.on("error", onError);
    upgrade(request, socket, head).catch((err: unknown) => {
      env.log.error({ err }, "upgrade failed");
      socket.destroy();
    });
  };

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const accepted = check(env, request);
    if (!("status" in accepted)) await env.newcomers.yield();
    if ("status" in accepted) refuse(env, socket, accepted);
    else if (env.draining) refuse(env, socket, { status: 503 });
    else server.handleUpgrade(request, socket, head, (ws) => serve(env, ws, socket, accepted));
  }
}

function serve(env: Environment, ws: ConnectedSocket, socket: Duplex, { client, awaitsCredentials }: Accepted): void {
  if (!(socket instanceof Socket) || !enter(env, client)) {
    ws.on("error", (err) => env.log.debug({ err }, "socket failed"));
    ws.close(4429, closeCodes[4429].meaning);
    env.measurements.connections.refused.add("too_many");
    return;
  }
  ws.connect(new SocketConnection(env, { ws, socket, client, awaitsCredentials }));
}

function check(env: Environment, request: IncomingMessage): Accepted | Refusal {
  const target = readTarget(request, env.trustedProxies);
  if (target === null) return { status: 400 };
  if (target.path !== "/trpc") return { status: 404 };
  if (!env.origins.allows(request.headers.origin, target.origin)) return { status: 403 };
  if (env.draining) return { status: 503 };
  return {
    client: readClient(request, env.trustedProxies),
    awaitsCredentials: target.query.get("connectionParams") === "1",
  };
}

/** False: too many from this address, or too often. Told with a close code: browsers cannot see a status here. */
function enter({ addresses, services, caps }: Environment, { address }: Client): boolean {
  if (services.rateLimits.take("connect", address) > 0) return false;
  return addresses.enter(address, caps.socketsPerAddress);
}

function refuse(env: Environment, socket: Duplex, { status }: Refusal): void {
  env.measurements.connections.refused.add(refusals[status]);
  const text = `${STATUS_CODES[status]}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text)}`,
    "X-Content-Type-Options: nosniff",
    ...(status === 503 ? ["Retry-After: 1"] : []),
  ];
  socket.once("finish", () => socket.destroy());
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
}

const refusals = { 400: "malformed", 403: "origin", 404: "not_found", 503: "draining" } as const;
