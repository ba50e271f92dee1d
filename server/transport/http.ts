import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { finished } from "node:stream";
import type { TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import type { Route } from "../measurements/measurements.ts";
import { Context, explain } from "../trpc.ts";
import { answerText } from "./answer.ts";
import { refreshCookie } from "./cookies.ts";
import type { Environment } from "./environment.ts";
import { recordOf, type Asked, type Exchange, type MountedApi } from "./exchange.ts";
import { isJson, openCall } from "./http-call.ts";
import { answerMetrics } from "./metrics.ts";
import { allowOrigin, answerPreflight } from "./origin.ts";
import { answerReadiness } from "./readiness.ts";
import { isSecure, readClient, readTarget } from "./request.ts";
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
    // Read now: once the socket has gone it knows it no more.
    const { address } = readClient(request, env.trustedProxies);
    const asked: Asked = { started: performance.now(), address, route: "none", calls: [], caller: null };
    finished(response, () => {
      ofConnection.leave(socket);
      unwatch();
      env.access.request(recordOf(request, response, asked));
    });
    response.setHeader("x-content-type-options", "nosniff");
    if (env.draining) response.setHeader("connection", "close");
    const target = readTarget(request, env.trustedProxies);
    if (target === null) {
      answerText(response, 400, "Bad Request");
      return;
    }
    const exchange: Exchange = { env, request, response, target, asked };
    const route = mounted?.answers(target.path) === true ? "api" : routeOf(target.path);
    asked.route = route;
    if (route === "trpc") serveCalls(exchange);
    else if (route === "api") mounted?.serve(exchange);
    else if (request.method !== "GET" && request.method !== "HEAD") answerText(response, 405, "Method Not Allowed");
    else if (target.path === "/healthz") answerText(response, 200, "ok");
    else if (target.path === "/readyz") void answerReadiness(env, response);
    else if (route === "metrics") void answerMetrics(env, request, response);
    else webApp.serve(request, response, target.path);
  };
}

function routeOf(path: string): Route {
  const [, first = ""] = path.split("/");
  if (first === "trpc") return "trpc";
  return routes[path] ?? "web";
}

const routes: Record<string, Route> = { "/healthz": "health", "/readyz": "health", "/metrics": "metrics" };

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
    answerPreflight(
      response,
      "GET, POST",
      "authorization, content-type, last-event-id, natter-protocol, trpc-accept, x-trpc-source",
    );
  else if (method !== "GET" && method !== "POST") answerText(response, 405, "Method Not Allowed");
  // Other kinds of body would reach the procedures past the reader of inputs.
  else if (method === "POST" && !isJson(request)) answerText(response, 415, "Unsupported Media Type");
  else carryOut(exchange);
}

/** A batch may have hundreds of calls, and a line should stay one. */
const mostNamed = 10;

function carryOut(exchange: Exchange): void {
  const { env, request, response, target, asked } = exchange;
  const path = target.path.slice("/trpc/".length);
  asked.calls = path.split(",", mostNamed).filter(env.knows);
  const record = (type: string) => {
    return { path, type, userId: asked.caller?.userId ?? null, durationMs: performance.now() - asked.started };
  };
  void nodeHTTPRequestHandler({
    router: env.router,
    req: request,
    res: response,
    path,
    maxBodySize: env.caps.messageBytes,
    maxBatchSize: env.caps.callsPerMessage,
    createContext: async ({ info }): Promise<Context> => {
      const known = await openCall(exchange, info.type, info.calls[0]?.path ?? "");
      const cookie = refreshCookie(request, response, isSecure(request, env.trustedProxies));
      return new Context({ ...known, refreshCookie: cookie });
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
