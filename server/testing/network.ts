import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { ServerFaults } from "../../client-sdk/testing/server.ts";
import { Passage, type Weather } from "./passage.ts";

/** A network before a server, whose faults are made on purpose. */
export interface Network extends ServerFaults {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

export async function startNetwork(target: string): Promise<Network> {
  const network = new TestNetwork(target);
  await network.listen();
  return network;
}

class TestNetwork implements Network {
  url = "";
  readonly #target: string;
  readonly #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #passages = new Set<Passage>();
  readonly #weather: Weather = { duplicates: 0, asleep: new Map(), traps: [] };
  #outages = 0;

  constructor(target: string) {
    this.#target = target;
    this.#server.on("upgrade", (incoming, socket, head) => this.#upgrade(incoming, socket, head));
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  drop(sessionId: string | null): void {
    for (const passage of this.#passages) if (sessionId === null || passage.sessionId === sessionId) passage.cut();
  }

  goOffline(): () => void {
    this.#outages += 1;
    this.drop(null);
    return onceOnly(() => (this.#outages -= 1));
  }

  loseReplyTo(path: string): Promise<void> {
    return new Promise((caught) => this.#weather.traps.push({ path, caught }));
  }

  duplicate(): () => void {
    this.#weather.duplicates += 1;
    return onceOnly(() => (this.#weather.duplicates -= 1));
  }

  sleep(sessionId: string): () => void {
    const { asleep } = this.#weather;
    asleep.set(sessionId, (asleep.get(sessionId) ?? 0) + 1);
    return onceOnly(() => {
      asleep.set(sessionId, (asleep.get(sessionId) ?? 0) - 1);
      for (const passage of this.#passages) passage.flush();
    });
  }

  async close(): Promise<void> {
    this.drop(null);
    this.#server.close();
    this.#server.closeAllConnections();
    await Promise.all([...this.#passages].map(({ gone }) => gone));
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (this.#outages > 0) {
      socket.destroy();
      return;
    }
    this.#sockets.handleUpgrade(incoming, socket, head, (client) => {
      const { cookie, "user-agent": agent } = incoming.headers;
      const headers = { ...(cookie !== undefined && { cookie }), ...(agent !== undefined && { "user-agent": agent }) };
      const address = `${this.#target.replace("http", "ws")}${incoming.url ?? "/"}`;
      const passage = new Passage(client, new WebSocket(address, { headers, perMessageDeflate: false }), this.#weather);
      this.#passages.add(passage);
      void passage.gone.then(() => this.#passages.delete(passage));
    });
  }

  /** Over HTTP nothing goes wrong but outages. To the server every page is its own. */
  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { origin, host: _, ...headers } = incoming.headers;
    if (this.#outages > 0) {
      incoming.socket.destroy();
      return;
    }
    if (origin !== undefined) allowEverything(outgoing, origin);
    if (incoming.method === "OPTIONS") {
      outgoing.writeHead(204).end();
      return;
    }
    const options = { method: incoming.method, headers };
    const passed = request(new URL(incoming.url ?? "/", this.#target), options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on("error", () => outgoing.destroy());
    });
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    incoming.pipe(passed);
  }
}

function allowEverything(outgoing: ServerResponse, origin: string): void {
  outgoing.setHeader("access-control-allow-origin", origin);
  outgoing.setHeader("access-control-allow-credentials", "true");
  outgoing.setHeader("access-control-allow-methods", "GET, POST");
  outgoing.setHeader("access-control-allow-headers", "authorization, content-type, last-event-id, trpc-accept");
}

function onceOnly(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
