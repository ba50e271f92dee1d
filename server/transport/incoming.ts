import { TRPCError, type TRPCProcedureType } from "@trpc/server";
import type { RouterConfig } from "./environment.ts";
import type { Address, JsonRpc, RequestId } from "./frames.ts";
import { tooManyCalls, unreadable } from "./refusals.ts";

/** One call, its input read. */
export interface Call {
  id: RequestId;
  jsonrpc: JsonRpc;
  type: TRPCProcedureType;
  path: string;
  input: unknown;
  /** Where it stood in its frame. */
  index: number;
}

export type Incoming =
  | { kind: "call"; call: Call }
  | { kind: "stop"; id: RequestId }
  /** Answered with the error; `id` null where it had none to be read. */
  | ({ kind: "bad"; error: unknown } & Address);

export interface ReadOptions {
  transformer: RouterConfig["transformer"];
  callsPerMessage: number;
  entriesPerMessage: number;
  requestIdLength: number;
}

/** What a frame asks for. A call that is wrong is wrong alone; one frame holds everything that a client did in a tick. */
export function readFrame(data: Buffer, isBinary: boolean, options: ReadOptions): Incoming[] {
  let message: unknown;
  try {
    message = parseJson(data, isBinary);
  } catch (error) {
    return [{ kind: "bad", id: null, jsonrpc: undefined, error }];
  }
  const entries: unknown[] = Array.isArray(message) ? message : [message];
  if (entries.length > options.entriesPerMessage) {
    return [{ kind: "bad", id: null, jsonrpc: undefined, error: tooManyCalls }];
  }
  const items: Incoming[] = [];
  let unaddressed = false;
  for (const [index, entry] of entries.entries()) {
    const item = index < options.callsPerMessage ? readEntry(entry, index, options) : tooMany(entry, options);
    // One answer speaks for all entries without an id: an empty one is 3 bytes long, its answer 200.
    if (item.kind === "bad" && item.id === null && unaddressed) continue;
    unaddressed ||= item.kind === "bad" && item.id === null;
    items.push(item);
  }
  return items;
}

/** Throws `PARSE_ERROR`. */
export function parseJson(data: Buffer, isBinary: boolean): unknown {
  if (isBinary) throw unreadable;
  try {
    return JSON.parse(data.toString("utf8"));
  } catch {
    throw unreadable;
  }
}

function readEntry(entry: unknown, index: number, options: ReadOptions): Incoming {
  const { id, jsonrpc } = addressOf(entry, options);
  if (id === null || !isRecord(entry)) return malformed(null, jsonrpc);
  const { method, params } = entry;
  if (entry["jsonrpc"] !== jsonrpc) return malformed(id, jsonrpc);
  if (method === "subscription.stop") return { kind: "stop", id };
  if (!isProcedureType(method)) return malformed(id, jsonrpc);
  if (!isRecord(params)) return malformed(id, jsonrpc);
  const { path, lastEventId } = params;
  if (typeof path !== "string") return malformed(id, jsonrpc);
  if (lastEventId !== undefined && typeof lastEventId !== "string") return malformed(id, jsonrpc);
  try {
    const input: unknown = options.transformer.input.deserialize(params["input"]);
    return { kind: "call", call: { id, jsonrpc, type: method, path, input: resumed(input, lastEventId), index } };
  } catch (cause) {
    return { kind: "bad", id, jsonrpc, error: new TRPCError({ code: "PARSE_ERROR", cause }) };
  }
}

/** Stopping is cheap, and whoever opened too much should be able to. */
function tooMany(entry: unknown, options: ReadOptions): Incoming {
  const { id, jsonrpc } = addressOf(entry, options);
  if (id !== null && isRecord(entry) && entry["method"] === "subscription.stop") return { kind: "stop", id };
  return { kind: "bad", id, jsonrpc, error: tooManyCalls };
}

/** Whom to answer, and how: all that a wrong entry must have right. */
function addressOf(entry: unknown, { requestIdLength }: ReadOptions): Address {
  if (!isRecord(entry)) return { id: null, jsonrpc: undefined };
  const { id, jsonrpc } = entry;
  const usable = typeof id === "number" || (typeof id === "string" && id.length <= requestIdLength);
  return { id: usable ? id : null, jsonrpc: jsonrpc === "2.0" ? jsonrpc : undefined };
}

/** How a stock client resumes: the id of the last item that it saw, beside the input and not in it. */
function resumed(input: unknown, lastEventId: string | undefined): unknown {
  if (lastEventId === undefined) return input;
  if (input === undefined || input === null) return { lastEventId };
  return isRecord(input) ? { ...input, lastEventId } : input;
}

function malformed(id: RequestId | null, jsonrpc: JsonRpc): Incoming {
  return { kind: "bad", id, jsonrpc, error: unreadable };
}

function isProcedureType(method: unknown): method is TRPCProcedureType {
  return method === "query" || method === "mutation" || method === "subscription";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
