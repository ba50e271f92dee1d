import { prefixBytes } from "./protocol.ts";

/** All connections read into the same memory, one after another: what is cut off at its end is put before the next read. */
const headroom = 128 * 1024;
const shared = Buffer.alloc(headroom + 256 * 1024);
/** Where a socket's reads go (`onread.buffer`). */
export const readBuffer = shared.subarray(headroom);

export type OnFrame = (opcode: number, bytes: Buffer, at: number, length: number) => void;

/**
 * Reads the frames that a server sends by their lengths: of each, only the beginning is looked at, the rest is stepped
 * over. So one generator can be faster than the fastest server.
 */
export class FrameReader {
  /** Whether frames are handed out whole. */
  whole = false;
  readonly #onFrame: OnFrame;
  #skip = 0;
  #cutOff: Buffer | null = null;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** So many bytes have been read into `readBuffer`; those before `from` are something else. */
  take(count: number, from = 0): void {
    const end = headroom + count;
    let at = headroom + from;
    if (this.#cutOff !== null) {
      at -= this.#cutOff.length;
      this.#cutOff.copy(shared, at);
      this.#cutOff = null;
    }
    for (;;) {
      const step = Math.min(this.#skip, end - at);
      at += step;
      this.#skip -= step;
      if (at === end) return;
      const next = this.#frameAt(at, end);
      if (next === 0) break;
      this.#skip = next;
    }
    this.#cutOff = Buffer.from(shared.subarray(at, end));
  }

  /** How long the frame is, header included; 0 where too little of it is there. */
  #frameAt(at: number, end: number): number {
    const left = end - at;
    if (left < 2) return 0;
    let length = (shared[at + 1] ?? 0) & 0x7f;
    let header = 2;
    if (length === 126) {
      if (left < 4) return 0;
      length = shared.readUInt16BE(at + 2);
      header = 4;
    } else if (length === 127) {
      if (left < 10) return 0;
      length = shared.readUInt32BE(at + 6);
      header = 10;
    }
    if (left < header + (this.whole ? length : Math.min(length, prefixBytes))) return 0;
    this.#onFrame((shared[at] ?? 0) & 0x0f, shared, at + header, length);
    return header + length;
  }
}
