import { once } from "node:events";
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { call } from "../../support/raw-socket.ts";

const stream = `{"id":1,`;

/** A socket that costs next to nothing: it looks at the first bytes of a frame only. */
export class CheapClient {
  readonly #ws: WebSocket;
  #calls = 1;
  #onAck: ((frame: Buffer) => void) | null = null;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on("message", (data: Buffer) => {
      if (data.toString("latin1", 0, stream.length) !== stream) this.#onAck?.(data);
    });
  }

  static async open(url: string, token: string, roomId: string): Promise<CheapClient> {
    const ws = new WebSocket(`${url.replace("http", "ws")}/trpc?connectionParams=1`, { perMessageDeflate: false });
    await once(ws, "open");
    ws.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    ws.send(JSON.stringify(call(1, "subscription", "room.onEvent", { roomId })));
    await new Promise<void>((resolve) => {
      ws.on("message", function listen(data: Buffer) {
        if (!data.includes('"ready"')) return;
        ws.off("message", listen);
        resolve();
      });
    });
    return new CheapClient(ws);
  }

  /** From now on nobody looks at what comes. */
  ignore(): void {
    const socket = (this.#ws as unknown as { _socket: Socket })._socket;
    socket.removeAllListeners("data");
    socket.resume();
  }

  /** Resolves with the milliseconds until it was acknowledged. */
  send(roomId: string, body: string): Promise<number> {
    const started = performance.now();
    const id = ++this.#calls;
    return new Promise((resolve, reject) => {
      this.#onAck = (frame) => {
        if (frame.includes('"error"')) reject(new Error(frame.toString()));
        else resolve(performance.now() - started);
      };
      this.#ws.send(
        JSON.stringify(call(id, "mutation", "message.send", { roomId, body, clientId: crypto.randomUUID() })),
      );
    });
  }

  close(): void {
    this.#ws.terminate();
  }
}
