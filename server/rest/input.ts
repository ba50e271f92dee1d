import type { IncomingMessage } from "node:http";
import { limits } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { assertPlain } from "../transformer.ts";
import { isJson } from "../transport/http-call.ts";
import type { JsonSchema, Operation } from "./operation.ts";

/** A body that is not JSON: HTTP has a status of its own for it. */
export class NotJson extends NatterError {
  constructor() {
    super("invalid_input", { fields: { body: "send JSON, with Content-Type: application/json" } });
  }
}

export interface Sent {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  /** How large a body may be. */
  readonly most: number;
  readonly newId: () => string;
}

/**
 * What a call says, gathered from path, query, body and headers: for the procedure to check, which ignores what it does
 * not know. Throws `invalid_input` and `too_large`.
 */
export async function readInput(operation: Operation, sent: Sent): Promise<Record<string, unknown> | undefined> {
  const { query } = operation.places;
  const fromQuery = query.flatMap(({ name, schema }) => readParameter(name, schema, sent.query));
  const body = takesBody(operation) ? await readBody(sent.request, sent.most) : {};
  for (const name of operation.route.without ?? []) delete body[name];
  const input = { ...body, ...Object.fromEntries(fromQuery), ...sent.params };
  if (operation.kind === "subscription") Object.assign(input, lastEventId(sent.request));
  if (operation.route.idempotency !== undefined) Object.assign(input, clientId(operation, input, sent));
  // An input whose fields are all optional may be left out, and of some procedures there is none.
  return Object.keys(input).length === 0 ? undefined : input;
}

function takesBody({ route: { method } }: Operation): boolean {
  return method === "POST" || method === "PUT" || method === "PATCH";
}

/** A parameter given more often than it may be stays a list, and is refused as such. */
function readParameter(name: string, schema: JsonSchema, query: URLSearchParams): [string, unknown][] {
  const texts = query.getAll(name);
  const [first] = texts;
  if (first === undefined) return [];
  if (schema.type === "array") return [[name, texts.map((text) => valueOf(text, schema.items ?? {}))]];
  return [[name, texts.length === 1 ? valueOf(first, schema) : texts]];
}

/** Text that is no number stays text, so that the schema says what is wrong with it. */
function valueOf(text: string, { type }: JsonSchema): unknown {
  if (type === "integer" || type === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}

/** None at all is an empty object. */
async function readBody(request: IncomingMessage, most: number): Promise<Record<string, unknown>> {
  const text = await readText(request, most);
  if (text === "") return {};
  if (!isJson(request)) throw new NotJson();
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badBody("expected an object");
  assertPlain(value);
  return value as Record<string, unknown>;
}

async function readText(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Left early, a request would be destroyed with its socket, and the client never told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw new NatterError("too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badBody("not JSON");
  }
}

function badBody(problem: string): NatterError {
  return new NatterError("invalid_input", { fields: { body: problem } });
}

/** Where a reader has got to, as every SSE client says it on coming back: newer than what stands in the URL. */
function lastEventId({ headers }: IncomingMessage): { lastEventId?: string } {
  const id = headers["last-event-id"]?.toString() ?? "";
  return id === "" ? {} : { lastEventId: id };
}

/** What a repeat is recognised by: the body's own id, else the header, else one that is made here. */
function clientId(operation: Operation, input: { clientId?: unknown }, sent: Sent): { clientId?: string } {
  if (input.clientId !== undefined) return {};
  const key = sent.request.headers["idempotency-key"]?.toString();
  if (key === undefined) return operation.route.idempotency === "make" ? { clientId: sent.newId() } : {};
  if (limits.clientId.pattern.test(key)) return { clientId: key };
  const fields = { "Idempotency-Key": "not 1 to 64 printable ASCII characters" };
  throw new NatterError("invalid_input", { fields });
}
