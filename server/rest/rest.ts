import type { AnyTRPCRouter } from "@trpc/server";
import { TRPCError } from "@trpc/server";
import { NatterError } from "../errors.ts";
import type { Exchange, MountedApi } from "../transport/exchange.ts";
import { allowOrigin, answerPreflight } from "../transport/origin.ts";
import { carryOut } from "./call.ts";
import { Operation } from "./operation.ts";
import { Paths, type Place } from "./paths.ts";
import { answerProblem, problemOf } from "./problem.ts";
import type { Method } from "./route.ts";
import { routes } from "./routes.ts";

const base = "/api/v1";
const requestHeaders = "authorization, content-type, idempotency-key, last-event-id";

/** The router's procedures as JSON over plain HTTP, below `/api`. */
export class RestApi implements MountedApi {
  readonly #paths: Paths;

  constructor(router: AnyTRPCRouter) {
    this.#paths = new Paths(routes.map((route) => new Operation(router, route)));
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
    response.setHeader("cache-control", "no-store");
    const place = target.path.startsWith(`${base}/`) ? this.#paths.find(target.path.slice(base.length)) : null;
    if (place === null) answerProblem(response, problemOf(new NatterError("unknown_procedure")));
    else dispatch(exchange, place);
  }
}

function dispatch(exchange: Exchange, { operations, params }: Place): void {
  const { request, response } = exchange;
  const allowed = [...operations].flatMap(([method, { kind }]) =>
    method === "GET" && kind === "query" ? ["GET", "HEAD"] : [method],
  );
  const allow = [...allowed, "OPTIONS"].join(", ");
  const { method = "" } = request;
  const operation = allowed.includes(method)
    ? operations.get(method === "HEAD" ? "GET" : (method as Method))
    : undefined;
  if (operation !== undefined) void carryOut(exchange, operation, params);
  else if (method === "OPTIONS") {
    response.setHeader("allow", allow);
    answerPreflight(response, allowed.join(", "), requestHeaders);
  } else answerProblem(response, problemOf(new TRPCError({ code: "METHOD_NOT_SUPPORTED" }), 405), { allow });
}
