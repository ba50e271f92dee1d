import { TRPCError, type AnyTRPCRouter } from "@trpc/server";
import { NatterError } from "../errors.ts";
import type { Exchange, MountedApi } from "../transport/exchange.ts";
import { allowOrigin, answerPreflight } from "../transport/origin.ts";
import { sendFile, type WebFile } from "../transport/web-app.ts";
import { carryOut } from "./call.ts";
import { Operation } from "./operation.ts";
import { Paths, type Place } from "./paths.ts";
import { answerProblem, problemOf } from "./problem.ts";
import type { Method } from "./route.ts";
import { routes } from "./routes.ts";
import { Site } from "./site.ts";

const base = "/api/v1";
const requestHeaders = "authorization, content-type, idempotency-key, last-event-id, natter-protocol";

/** The router's procedures as JSON over plain HTTP, below `/api`. */
export class RestApi implements MountedApi {
  readonly #paths: Paths;
  readonly #site: Site;

  /** `version`: the server's. Throws where a route leads to no procedure. */
  constructor(router: AnyTRPCRouter, version: string) {
    const operations = routes.map((route) => new Operation(router, route));
    this.#paths = new Paths(operations);
    this.#site = new Site(operations, base, version);
  }

  answers(path: string): boolean {
    return path === "/api" || path.startsWith("/api/");
  }

  serve(exchange: Exchange): void {
    const { env, request, response, target } = exchange;
    const { origin } = request.headers;
    if (!env.origins.allows(origin, target.origin)) {
      answerProblem(response, problemOf(new NatterError("not_allowed")));
      return;
    }
    allowOrigin(response, origin);
    const file = this.#site.find(target.path);
    const place = target.path.startsWith(`${base}/`) ? this.#paths.find(target.path.slice(base.length)) : null;
    if (file !== null) serveFile(exchange, file);
    else if (place === null) answerProblem(response, problemOf(new NatterError("unknown_procedure")));
    else dispatch(exchange, place);
  }
}

function dispatch(exchange: Exchange, { operations, params }: Place): void {
  const { method = "" } = exchange.request;
  const allowed = [...operations].flatMap(([name, { kind }]) =>
    name === "GET" && kind === "query" ? ["GET", "HEAD"] : [name],
  );
  const operation = operations.get(method === "HEAD" ? "GET" : (method as Method));
  if (operation === undefined || !allowed.includes(method)) refuseMethod(exchange, allowed);
  else void carryOut(exchange, operation, params);
}

function serveFile(exchange: Exchange, file: WebFile): void {
  const { request, response } = exchange;
  if (request.method === "GET" || request.method === "HEAD") sendFile(request, response, file);
  else refuseMethod(exchange, ["GET", "HEAD"]);
}

/** Says what may be done here, which is what a browser asks before it sends. */
function refuseMethod({ request, response }: Exchange, allowed: readonly string[]): void {
  const allow = [...allowed, "OPTIONS"].join(", ");
  if (request.method === "OPTIONS") {
    response.setHeader("allow", allow);
    answerPreflight(response, allowed.join(", "), requestHeaders);
  } else answerProblem(response, problemOf(new TRPCError({ code: "METHOD_NOT_SUPPORTED" }), 405), { allow });
}
