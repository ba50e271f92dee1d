import type { RoomId } from "../../server/contract/index.ts";
import { bearer } from "./raw-http.ts";
import { call, RawSocket } from "./raw-socket.ts";

const names = ["sync", "room", "presence", "typing"] as const;
export type StreamName = (typeof names)[number];

/** Every stream that one session can open, over a WebSocket and as server-sent events, byte for byte. */
export class RawStreams implements AsyncDisposable {
  /** Resolves with the socket's close code. */
  readonly closed: Promise<number>;
  readonly #socket: RawSocket;
  readonly #sse: Record<StreamName, SseText>;

  private constructor(socket: RawSocket, sse: Record<StreamName, SseText>) {
    this.#socket = socket;
    this.#sse = sse;
    this.closed = socket.closed;
  }

  /** Resolves when all of them have been opened. */
  static async open(url: string, token: string, roomId: RoomId): Promise<RawStreams> {
    const inputs = { sync: {}, room: { roomId }, presence: {}, typing: { roomId } };
    const socket = await RawSocket.openAs(`${url.replace("http", "ws")}/trpc`, token);
    for (const name of names) socket.send(call(name, "subscription", `${name}.${paths[name]}`, inputs[name]));
    const opening = names.map(async (name) => {
      const input = encodeURIComponent(JSON.stringify({ json: inputs[name] }));
      return [name, await SseText.open(`${url}/trpc/${name}.${paths[name]}?input=${input}`, token)] as const;
    });
    const sse = Object.fromEntries(await Promise.all(opening)) as Record<StreamName, SseText>;
    const streams = new RawStreams(socket, sse);
    await streams.until("sync", "ready");
    return streams;
  }

  /** What has come on a stream: over the WebSocket, and as server-sent events. */
  texts(name: StreamName): [ws: string, sse: string] {
    const frames = this.#socket.frames.filter((frame) => frame.startsWith(`{"id":"${name}"`));
    return [frames.join("\n"), this.#sse[name].text];
  }

  /** Resolves when the text has come on that stream, both ways. */
  async until(name: StreamName, text: string): Promise<void> {
    await Promise.all([
      (async () => {
        while (!this.texts(name)[0].includes(text)) await this.#socket.until(this.#socket.frames.length + 1);
      })(),
      this.#sse[name].until((all) => all.includes(text)),
    ]);
  }

  /** Resolves when the server has ended these streams that come as server-sent events. */
  async sseEnded(which: readonly StreamName[] = names): Promise<void> {
    await Promise.all(which.map((name) => this.#sse[name].ended));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of names) this.#sse[name].close();
    await this.#socket[Symbol.asyncDispose]();
  }
}

const paths: Record<StreamName, string> = {
  sync: "onEvent",
  room: "onEvent",
  presence: "onChange",
  typing: "onChange",
};

/** One response that goes on, as text. */
class SseText {
  text = "";
  /** Resolves when it is over: ended in order, or cut. */
  readonly ended: Promise<void>;
  readonly #controller: AbortController;
  #arrived: (() => void)[] = [];

  private constructor(response: Response, controller: AbortController) {
    this.#controller = controller;
    this.ended = this.#read(response);
  }

  static async open(address: string, token: string): Promise<SseText> {
    const controller = new AbortController();
    return new SseText(await fetch(address, { headers: bearer(token), signal: controller.signal }), controller);
  }

  async until(condition: (text: string) => boolean): Promise<void> {
    while (!condition(this.text)) await new Promise<void>((resolve) => this.#arrived.push(resolve));
  }

  close(): void {
    this.#controller.abort();
  }

  async #read(response: Response): Promise<void> {
    try {
      for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        this.text += chunk;
        for (const wake of this.#arrived.splice(0)) wake();
      }
    } catch {
      // Cut by either side.
    }
  }
}
