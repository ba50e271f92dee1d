import { protocolVersion } from "../server/contract/index.ts";
import { encode } from "./values.ts";

/** What comes in over the socket: an answer to a call, an item of a subscription, or a word about the connection. */
export interface Incoming {
  /** The call that it belongs to; null: the connection. */
  readonly id: number | null;
  /** `data` is for `decode`. */
  readonly result?: { readonly type?: unknown; readonly data?: unknown; readonly id?: unknown };
  /** For `decode`. */
  readonly error?: unknown;
  readonly method?: unknown;
}

export interface Request {
  readonly id: number;
  readonly method: "query" | "mutation" | "subscription";
  readonly path: string;
  /** As `encodeInput` made it. */
  readonly input: string;
  readonly lastEventId: string | null;
}

/**
 * A frame of the server's is 256 KiB at most, and a UTF-16 unit is 3 bytes at most: no frame of at most so many units
 * can be too long. No valid input comes near it.
 */
export const maxFrameLength = 80_000;
/** The server takes 256 calls in a frame. */
const maxCallsPerFrame = 100;

/** Written at once, so that what is sent is what was given, whatever becomes of the object meanwhile. */
export function encodeInput(input: unknown): string {
  return JSON.stringify(encode(input));
}

export function encodeRequest({ id, method, path, input, lastEventId }: Request): string {
  const resume = lastEventId === null ? "" : `,"lastEventId":${JSON.stringify(lastEventId)}`;
  return `{"id":${id},"method":"${method}","params":{"path":${JSON.stringify(path)},"input":${input}${resume}}}`;
}

export function encodeStop(id: number): string {
  return `{"id":${id},"method":"subscription.stop"}`;
}

/** The first frame of a connection. */
export function encodeCredentials(token: string): string {
  return JSON.stringify({ method: "connectionParams", data: { token, protocol: String(protocolVersion) } });
}

/** Gathers messages into as few frames as the server's limits allow, in order. */
export function* frames(messages: readonly string[]): Generator<string> {
  let open: string[] = [];
  let length = 0;
  for (const message of messages) {
    if (open.length === maxCallsPerFrame || (open.length > 0 && length + message.length > maxFrameLength)) {
      yield frame(open);
      open = [];
      length = 0;
    }
    open.push(message);
    length += message.length + 1;
  }
  if (open.length > 0) yield frame(open);
}

function frame(messages: string[]): string {
  return messages.length === 1 ? messages.join() : `[${messages.join()}]`;
}

/** Throws on anything that is not a message of the protocol. */
export function readFrame(data: unknown): Incoming[] {
  if (typeof data !== "string") throw new TypeError("a binary frame");
  const parsed: unknown = JSON.parse(data);
  return (Array.isArray(parsed) ? parsed : [parsed]).map(readMessage);
}

function readMessage(value: unknown): Incoming {
  if (!isRecord(value)) throw new TypeError("a message is an object");
  const { id, result, error, method } = value;
  return {
    id: typeof id === "number" ? id : null,
    ...(isRecord(result) ? { result } : {}),
    ...(error === undefined ? {} : { error }),
    ...(method === undefined ? {} : { method }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
