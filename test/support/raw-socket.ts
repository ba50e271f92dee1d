import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { WebSocket, type ClientOptions } from "ws";

/** Sends bytes as they are and resolves with everything that comes back until the other side closes. */
export async function exchange(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(bytes);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
}

/** The first lines of an upgrade, as a browser would send them, with what a test wants to be different. */
export function upgradeRequest(url: string, changed: { line?: string; host?: string; origin?: string } = {}): string {
  const { host } = new URL(url);
  return [
    changed.line ?? "GET /trpc HTTP/1.1",
    `Host: ${changed.host ?? host}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...(changed.origin === undefined ? [] : [`Origin: ${changed.origin}`]),
    "\r\n",
  ].join("\r\n");
}

/** A WebSocket that shows each frame as it came. */
export class RawSocket implements AsyncDisposable {
  readonly ws: WebSocket;
  readonly frames: string[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  #arrived: (() => void)[] = [];

  private constructor(ws: WebSocket) {
    this.ws = ws;
    this.closed = new Promise((resolve) => ws.once("close", resolve));
    ws.on("error", () => undefined);
    ws.on("message", (data: Buffer) => {
      this.frames.push(data.toString());
      for (const wake of this.#arrived.splice(0)) wake();
    });
  }

  static async open(url: string, options: ClientOptions = {}): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(url, options));
    await once(raw.ws, "open");
    return raw;
  }

  /** Opens, and says who it is in the first frame. */
  static async openAs(url: string, token: string | null): Promise<RawSocket> {
    const raw = await RawSocket.open(`${url}?connectionParams=1`);
    raw.send({ method: "connectionParams", data: token === null ? null : { token } });
    return raw;
  }

  get socket(): Socket {
    return (this.ws as unknown as { _socket: Socket })._socket;
  }

  send(...messages: unknown[]): void {
    for (const message of messages) this.ws.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Resolves with the frames so far once there are that many. */
  async until(count: number): Promise<string[]> {
    while (this.frames.length < count) await new Promise<void>((resolve) => this.#arrived.push(resolve));
    return this.frames;
  }

  /** The next frame after those that were asked for before, parsed. */
  async next(): Promise<Frame> {
    await this.until(this.#read + 1);
    return JSON.parse(this.frames[this.#read++] ?? "null") as Frame;
  }
  #read = 0;

  /** Resolves once everything that was sent before has been answered: twice in a row a PING brings nothing but its PONG. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      const before = this.frames.length;
      this.send("PING");
      for (let count = before + 1; ; count += 1) {
        await this.until(count);
        if (this.frames[count - 1] === "PONG") break;
      }
      quiet = this.frames.length === before + 1 ? quiet + 1 : 0;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ws.terminate();
    await this.closed;
  }
}

export interface Frame {
  id: number | string | null;
  result?: { type: string; id?: string; data?: { json: unknown } };
  error?: { json: { message: string; data: { reason: string; retryAfterMs?: number } } };
}

export function call(id: number | string, type: string, path: string, input?: unknown) {
  return { id, method: type, params: { path, ...(input === undefined ? {} : { input: { json: input } }) } };
}
