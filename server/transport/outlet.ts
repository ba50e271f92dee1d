import type { Socket } from "node:net";
import { WebSocket } from "ws";
import { watchForStall } from "./stall.ts";
import type { Run, Turn } from "./turn.ts";
import type { Wheel } from "./wheel.ts";

export interface OutletParts {
  ws: WebSocket;
  socket: Socket;
  turn: Turn;
  wheel: Wheel;
  outgoingBytes: number;
  stallMs: number;
  /** The reader has taken nothing for `stallMs` while the outlet was full. */
  onStall(): void;
}

/**
 * The way out of one WebSocket. Whole frames go straight to the socket, past `ws`, which would write each by itself;
 * without compression `ws` keeps no state between frames, so its own (pongs, close) may stand between ours.
 */
export class Outlet {
  readonly #parts: OutletParts;
  #run: Run | null = null;
  #gone = false;
  #waiting: (() => void)[] = [];
  #cancelWatch: (() => void) | null = null;

  constructor(parts: OutletParts) {
    this.#parts = parts;
    parts.socket.on("drain", () => this.#drain());
  }

  /** Whether the reader keeps up. What is pushed all the same is still sent. */
  get writable(): boolean {
    return (this.#run?.length ?? 0) + this.#parts.socket.writableLength < this.#parts.outgoingBytes;
  }

  /** A whole WebSocket frame; it goes out with what else the socket gets in this turn. */
  push(frame: Buffer): void {
    if (this.#gone) return;
    this.#run = (this.#run ?? this.#parts.turn.begin(this)).with(frame);
  }

  /** Writes what the turn has brought so far. */
  flush(): void {
    const run = this.#run;
    this.#run = null;
    const { ws, socket, wheel, stallMs, onStall } = this.#parts;
    // After a close frame nothing may follow; `ws` sends one by itself where the protocol is broken.
    if (run === null || ws.readyState !== WebSocket.OPEN || !socket.writable) return;
    socket.write(run.bytes());
    if (this.writable) this.#release();
    else this.#cancelWatch ??= watchForStall(wheel, socket, stallMs, onStall);
  }

  /** Resolves when the reader has taken everything, at once if it keeps up, or when it is gone. */
  drained(): Promise<void> {
    if (this.#gone || this.writable) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Drops what comes from now on, and lets go whoever waits. */
  shut(): void {
    this.#gone = true;
    this.#run = null;
    this.#drain();
  }

  #drain(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = null;
    this.#release();
  }

  #release(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
