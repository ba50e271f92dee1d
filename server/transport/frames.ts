import { transformTRPCResponse, type TRPCErrorShape } from "@trpc/server";
import type { Delivery } from "../delivery/sink.ts";
import type { RouterConfig } from "./environment.ts";

export type RequestId = number | string;
export type JsonRpc = "2.0" | undefined;

/** Whom a frame is for. `id` null: whoever sent something without one. */
export interface Address {
  id: RequestId | null;
  jsonrpc: JsonRpc;
}

/** What an answer says that is no data. */
export type Notice = { result: { type: "started" | "stopped" } } | { error: TRPCErrorShape };

/** A WebSocket text frame as a server sends it: unmasked, so it is the same for every reader. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  const finalText = 0x81;
  frame[0] = finalText;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength, "utf8");
  return frame;
}

/** A frame with what a call has returned. As `transformTRPCResponse` has it, which copies all of it by descriptors. */
export function answerFrame({ transformer }: RouterConfig, to: Address, data: unknown): Buffer {
  return textFrame(`${makePrefix(to)}${JSON.stringify(transformer.output.serialize(data))}}}`);
}

/** A frame with an error, or with what has become of a subscription. */
export function noticeFrame(config: RouterConfig, { id, jsonrpc }: Address, notice: Notice): Buffer {
  const address = jsonrpc === undefined ? { id } : { id, jsonrpc };
  return textFrame(JSON.stringify(transformTRPCResponse(config, { ...address, ...notice })));
}

/** The same error for many calls: its shape is serialised once. */
export function errorFrames(config: RouterConfig, error: TRPCErrorShape): (to: Address) => Buffer {
  const payload = JSON.stringify(config.transformer.output.serialize(error));
  return (to) => textFrame(`${envelope(to)}"error":${payload}}`);
}

/**
 * What stands before the data in each frame of a subscription. It alone differs between its readers; those with a low
 * number, which is nearly all, share one text.
 */
export function dataPrefix(to: Address): string {
  const { id, jsonrpc } = to;
  const isCommon = typeof id === "number" && Number.isInteger(id) && id >= 0 && id < 64 && jsonrpc === undefined;
  if (!isCommon) return makePrefix(to);
  return (commonPrefixes[id] ??= makePrefix({ id, jsonrpc }));
}

const commonPrefixes: (string | undefined)[] = [];

function makePrefix(to: Address): string {
  return `${envelope(to)}"result":{"type":"data","data":`;
}

/** The frame of an item for everyone who opened the stream with this prefix. Throws where it cannot be serialised. */
export function itemFrame(config: RouterConfig, item: Delivery, prefix: string): Buffer {
  if (!(item.encoded instanceof EncodedItem)) item.encoded = new EncodedItem(config, item);
  return (item.encoded as EncodedItem).frame(prefix);
}

function envelope({ id, jsonrpc }: Address): string {
  return `{"id":${JSON.stringify(id)},${jsonrpc === undefined ? "" : `"jsonrpc":"${jsonrpc}",`}`;
}

/** Items may be kept for those who replay them; each holds so many frames at most, whatever ids clients make up. */
const keptFrames = 8;

/** An item serialised once, and the frames made of it. Clients that do the same things use the same request ids. */
class EncodedItem {
  readonly #rest: string;
  readonly #frames = new Map<string, Buffer>();
  #lastPrefix = "";
  #lastFrame: Buffer | null = null;

  constructor(config: RouterConfig, item: Delivery) {
    const { serialize } = config.transformer.output;
    if (item.id === null) this.#rest = `${JSON.stringify(serialize(item.data))}}}`;
    else {
      const data = JSON.stringify(serialize({ id: item.id, data: item.data }));
      this.#rest = `${data},"id":${JSON.stringify(item.id)}}}`;
    }
  }

  frame(prefix: string): Buffer {
    if (this.#lastFrame !== null && this.#lastPrefix === prefix) return this.#lastFrame;
    let frame = this.#frames.get(prefix);
    if (frame === undefined) {
      frame = textFrame(prefix + this.#rest);
      if (this.#frames.size < keptFrames) this.#frames.set(prefix, frame);
    }
    this.#lastPrefix = prefix;
    this.#lastFrame = frame;
    return frame;
  }
}
