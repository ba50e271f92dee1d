import type { RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { finished } from "node:stream";
import type { TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { explain, type Caller, type Context } from "../trpc.ts";
import { answerText } from "./answer.ts";
import { logCall } from "./call-log.ts";
import { refreshCookie } from "./cookies.ts";
import type { Environment } from "./environment.ts";
import type { Exchange, MountedApi } from "./exchange.ts";
import { isJson, openCall } from "./http-call.ts";
import { allowOrigin, answerPreflight } from "./origin.ts";
import { isSecure, readTarget } from "./request.ts";
import { watchForStall } from "./stall.ts";
import { Tally } from "./tally.ts";
import type { WebApp } from "./web-app.ts";

/** Answers everything that is not an upgrade. */
export function requests(env: Environment, webApp: WebApp, mounted: MountedApi | undefined): RequestListener {
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
    else if (target.path === "/trpc" || target.path.startsWith("/trpc/"))
      serveCalls({ env, request, response, target });
    else if (mounted?.answers(target.path) === true) mounted.serve({ env, request, response, target });
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

function serveCalls(exchange: Exchange): void {
  const { env, request, response, target } = exchange;
  const { origin } = request.headers;
  if (!env.origins.allows(origin, target.origin)) {
    answerText(response, 403, "Forbidden");
    return;
  }
  allowOrigin(response, origin);
  response.setHeader("cache-control", "no-store");
  const { method } = request;
  if (method === "OPTIONS")
    answerPreflight(response, "GET, POST", "authorization, content-type, last-event-id, trpc-accept, x-trpc-source");
  else if (method !== "GET" && method !== "POST") answerText(response, 405, "Method Not Allowed");
  // Other kinds of body would reach the procedures past the reader of inputs.
  else if (method === "POST" && !isJson(request)) answerText(response, 415, "Unsupported Media Type");
  else carryOut(exchange);
}

function carryOut({ env, request, response, target }: Exchange): void {
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
      const call = await openCall(env, request, response, info.type);
      caller = call.caller;
      return { ...call, refreshCookie: refreshCookie(request, response, isSecure(request, env.trustedProxies)) };
    },
    responseMeta: ({ errors }) => ({
      headers: { ...retryAfter(errors), ...(env.draining && { connection: "close" }) },
    }),
    onError: ({ error, path: failed, type }) => {
      env.failedCalls.add(() => env.log, { ...record(type), path: failed ?? path }, error);
    },
  });
}

function retryAfter(errors: readonly TRPCError[]) {
  const waits = errors.map((error) => explain(error).details.retryAfterMs ?? 0);
  const longest = Math.max(0, ...waits);
  return longest === 0 ? {} : { "retry-after": String(Math.ceil(longest / 1000)) };
}
