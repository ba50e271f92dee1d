import type { Socket } from "node:net";
import { WebSocket } from "ws";
import type { Environment } from "./environment.ts";
import { watchForStall } from "./stall.ts";
import type { Run } from "./turn.ts";

/** Whose way out it is. */
export interface Writer {
  /** The reader has taken nothing for `stallMs` while the outlet was full. */
  stalled(): void;
}

/**
 * The way out of one WebSocket. Whole frames go straight to the socket, past `ws`, which would write each by itself;
 * without compression `ws` keeps no state between frames, so its own (pongs, close) may stand between ours.
 */
export class Outlet {
  readonly #env: Environment;
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  readonly #writer: Writer;
  #run: Run | null = null;
  #gone = false;
  /** Nothing of what follows is there before a reader has fallen behind: most never do. */
  #waiting: (() => void)[] | null = null;
  #cancelWatch: (() => void) | null = null;

  constructor(env: Environment, ws: WebSocket, socket: Socket, writer: Writer) {
    this.#env = env;
    this.#ws = ws;
    this.#socket = socket;
    this.#writer = writer;
  }

  /** Whether the reader keeps up. What is pushed all the same is still sent. */
  get writable(): boolean {
    return (this.#run?.length ?? 0) + this.#socket.writableLength < this.#env.caps.outgoingBytes;
  }

  /** What has gone through its socket so far, the handshake included. */
  get bytes() {
    return { bytesReceived: this.#socket.bytesRead, bytesSent: this.#socket.bytesWritten };
  }

  /** A whole WebSocket frame; it goes out with what else the socket gets in this turn. */
  push(frame: Buffer): void {
    if (this.#gone) return;
    this.#run = (this.#run ?? this.#env.turn.begin(this)).with(frame);
  }

  /** Writes what the turn has brought so far. */
  flush(): void {
    const run = this.#run;
    this.#run = null;
    // After a close frame nothing may follow; `ws` sends one by itself where the protocol is broken.
    if (run === null || this.#ws.readyState !== WebSocket.OPEN || !this.#socket.writable) return;
    this.#socket.write(run.bytes());
    if (this.writable) this.#release();
    else if (this.#cancelWatch === null) this.#awaitReader();
  }

  /** Resolves when the reader has taken everything, at once if it keeps up, or when it is gone. */
  drained(): Promise<void> {
    if (this.#gone || this.writable) return Promise.resolve();
    return new Promise((resolve) => (this.#waiting ??= []).push(resolve));
  }

  /** Drops what comes from now on, and lets go whoever waits. */
  shut(): void {
    this.#gone = true;
    this.#run = null;
    this.#drain();
  }

  #awaitReader(): void {
    const { wheel, caps } = this.#env;
    this.#cancelWatch = watchForStall(wheel, this.#socket, caps.stallMs, () => this.#writer.stalled());
    this.#socket.once("drain", () => this.#drain());
  }

  #drain(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = null;
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const resolve of waiting ?? []) resolve();
  }
}
