import { connect, type Socket } from "node:net";

/**
 * A WebSocket that only counts: thousands of them cost a generator little, so that the server is what is measured. It
 * says who it is, sends text and walks over the frames that come.
 */
export class LeanSocket {
  /** Text frames so far. */
  texts = 0;
  /** The code that the server has closed it with. */
  closeCode: number | null = null;
  /** Called with each text frame: the bytes between `from` and `to`. */
  onText: ((bytes: Buffer, from: number, to: number) => void) | null = null;
  readonly socket: Socket;
  readonly closed: Promise<void>;
  #rest: Buffer | null = null;
  #open = false;
  #waiting: { count: number; resolve(): void }[] = [];

  /** Opens and presents the token; what is sent meanwhile waits. */
  constructor(url: string, token: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname);
    this.closed = new Promise((resolve) => this.socket.once("close", () => resolve()));
    this.socket.on("error", () => undefined);
    this.socket.on("data", (chunk: Buffer) => this.#take(chunk));
    this.socket.write(
      `GET /trpc?connectionParams=1 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\n` +
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    this.send({ method: "connectionParams", data: { token } });
  }

  send(message: unknown): void {
    this.socket.write(frame(JSON.stringify(message)));
  }

  /** A call as a stock client makes it. */
  call(id: number, method: "subscription" | "mutation" | "query", path: string, input?: unknown): void {
    this.send({ id, method, params: { path, input: input === undefined ? undefined : { json: input } } });
  }

  /** Resolves when so many text frames have come. */
  until(count: number): Promise<void> {
    if (this.texts >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  end(): void {
    this.socket.destroy();
  }

  #take(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = null;
    let at = 0;
    if (!this.#open) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) {
        this.#rest = bytes;
        return;
      }
      this.#open = true;
      at = end + 4;
    }
    at = this.#walk(bytes, at);
    if (at < bytes.length) this.#rest = bytes.subarray(at);
    const reached = this.#waiting.filter(({ count }) => this.texts >= count);
    if (reached.length === 0) return;
    this.#waiting = this.#waiting.filter(({ count }) => this.texts < count);
    for (const { resolve } of reached) resolve();
  }

  /** Where the first frame begins that is not whole yet. */
  #walk(bytes: Buffer, start: number): number {
    for (let at = start; ;) {
      if (at + 2 > bytes.length) return at;
      const short = bytes[at + 1] ?? 0;
      const from = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (from > bytes.length) return at;
      const length =
        short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
      const to = from + length;
      if (to > bytes.length) return at;
      const kind = (bytes[at] ?? 0) & 0x0f;
      if (kind === 1) {
        this.texts += 1;
        this.onText?.(bytes, from, to);
      } else if (kind === 8) this.closeCode = length >= 2 ? bytes.readUInt16BE(from) : 1005;
      else if (kind === 9) this.socket.write(controlFrame(0x8a, bytes.subarray(from, to)));
      at = to;
    }
  }
}

/** Masked with zeros: the rules ask for a mask, not for a secret one. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(payload.length < 126 ? 6 : 8);
  header[0] = 0x81;
  if (payload.length < 126) header[1] = 0x80 | payload.length;
  else {
    header[1] = 0x80 | 126;
    header.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([header, payload]);
}

function controlFrame(kind: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([kind, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
