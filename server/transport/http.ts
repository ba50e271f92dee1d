import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { finished } from "node:stream";
import type { TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import type { TRPCRequestInfo } from "@trpc/server/http";
import { NatterError } from "../errors.ts";
import { explain, type Caller, type Context } from "../trpc.ts";
import { answerText } from "./answer.ts";
import { authenticate } from "./authenticate.ts";
import { logCall } from "./call-log.ts";
import { refreshCookie } from "./cookies.ts";
import type { Environment } from "./environment.ts";
import { allowOrigin, answerPreflight } from "./origin.ts";
import { assertSpoken } from "./protocol.ts";
import { isSecure, readClient, readTarget, type Target } from "./request.ts";
import { watchForStall } from "./stall.ts";
import { StreamResponse } from "./stream-response.ts";
import { Tally } from "./tally.ts";
import type { WebApp } from "./web-app.ts";

/** Answers everything that is not an upgrade. */
export function requests(env: Environment, webApp: WebApp): RequestListener {
  const ofConnection = new Tally<Socket>();
  return (request, response) => {
    response.on("error", (err) => env.log.debug({ err }, "response failed"));
    // No client of today sends a second request before the first is answered; a thousand would be answered into memory.
    const { socket } = request;
    if (!ofConnection.enter(socket, env.caps.requestsPerConnection)) {
      socket.destroy();
      return;
    }
    const unwatch = watchForStall(env.wheel, socket, env.caps.stallMs, () => response.destroy());
    finished(response, () => {
      ofConnection.leave(socket);
      unwatch();
    });
    response.setHeader("x-content-type-options", "nosniff");
    if (env.draining) response.setHeader("connection", "close");
    const target = readTarget(request, env.trustedProxies);
    if (target === null) answerText(response, 400, "Bad Request");
    else if (target.path === "/trpc" || target.path.startsWith("/trpc/")) serveCalls(env, request, response, target);
    else if (request.method !== "GET" && request.method !== "HEAD") answerText(response, 405, "Method Not Allowed");
    else if (target.path === "/healthz") answerText(response, 200, "ok");
    else if (target.path === "/readyz") void answerReadiness(env, response);
    else webApp.serve(request, response, target.path);
  };
}

async function answerReadiness(env: Environment, response: ServerResponse): Promise<void> {
  const ready = !env.draining && (await answersSoon(env));
  answerText(response, ready ? 200 : 503, ready ? "ready" : "not ready");
}

/** A database that hangs is as good as none; whoever asks for readiness does not wait long either. */
async function answersSoon({ services, wheel }: Environment): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const cancel = wheel.after(1000, () => late.resolve(false));
  const ping = services.store.ping().catch(() => false);
  return Promise.race([ping, late.promise]).finally(cancel);
}

function serveCalls(env: Environment, request: IncomingMessage, response: ServerResponse, target: Target): void {
  const { origin } = request.headers;
  if (!env.origins.allows(origin, target.origin)) {
    answerText(response, 403, "Forbidden");
    return;
  }
  allowOrigin(response, origin);
  response.setHeader("cache-control", "no-store");
  const { method } = request;
  if (method === "OPTIONS") answerPreflight(response);
  else if (method !== "GET" && method !== "POST") answerText(response, 405, "Method Not Allowed");
  // Other kinds of body would reach the procedures past the reader of inputs.
  else if (method === "POST" && !isJson(request)) answerText(response, 415, "Unsupported Media Type");
  else carryOut(env, request, response, target);
}

function carryOut(env: Environment, request: IncomingMessage, response: ServerResponse, target: Target): void {
  const started = performance.now();
  const path = target.path.slice("/trpc/".length);
  let caller: Caller | null = null;
  const record = (type: string) => {
    return { path, type, userId: caller?.userId ?? null, durationMs: performance.now() - started };
  };
  finished(response, () => logCall(env.log, record(request.method ?? "")));
  void nodeHTTPRequestHandler({
    router: env.router,
    req: request,
    res: response,
    path,
    maxBodySize: env.caps.messageBytes,
    maxBatchSize: env.caps.callsPerMessage,
    createContext: async ({ info }): Promise<Context> => {
      const context = await createContext(env, request, response, info);
      caller = context.caller;
      return context;
    },
    responseMeta: ({ errors }) => ({
      headers: { ...retryAfter(errors), ...(env.draining && { connection: "close" }) },
    }),
    onError: ({ error, path: failed, type }) => {
      env.failedCalls.add(() => env.log, { ...record(type), path: failed ?? path }, error);
    },
  });
}

async function createContext(
  env: Environment,
  request: IncomingMessage,
  response: ServerResponse,
  info: TRPCRequestInfo,
): Promise<Context> {
  const { services, trustedProxies, draining } = env;
  assertSpoken(request.headers["natter-protocol"]);
  const { address, device } = readClient(request, trustedProxies);
  if (draining && info.type !== "query") throw new NatterError("draining", { retryAfterMs: 1000 });
  const stream = info.type === "subscription" ? new StreamResponse(env, response, address) : null;
  if (stream === null) countInFlight(env, response);
  const token = bearerOf(request);
  const caller = token === null ? null : await authenticate(services, token, (who) => stream?.register(who));
  if (caller !== null && stream === null) countForUser(env, response, caller);
  if (caller !== null) stream?.arrive(caller);
  const cookie = refreshCookie(request, response, isSecure(request, trustedProxies));
  return { services, caller, address, device, refreshCookie: cookie, place: null };
}

/** A draining server waits for answers, not for streams. */
function countInFlight({ inFlight }: Environment, response: ServerResponse): void {
  inFlight.begin();
  finished(response, () => inFlight.end());
}

/** Throws `rate_limited` where too many of this person's requests are being answered. */
function countForUser({ responses, caps }: Environment, response: ServerResponse, { userId }: Caller): void {
  if (!responses.enter(userId, caps.requestsPerUser)) throw new NatterError("rate_limited", { retryAfterMs: 1000 });
  finished(response, () => responses.leave(userId));
}

function retryAfter(errors: readonly TRPCError[]) {
  const waits = errors.map((error) => explain(error).details.retryAfterMs ?? 0);
  const longest = Math.max(0, ...waits);
  return longest === 0 ? {} : { "retry-after": String(Math.ceil(longest / 1000)) };
}

/** The token of `Authorization: Bearer TOKEN`. Anything else there is a wrong token, not none. */
function bearerOf({ headers }: IncomingMessage): string | null {
  const { authorization } = headers;
  if (authorization === undefined) return null;
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}

function isJson({ headers }: IncomingMessage): boolean {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() === "application/json";
}
