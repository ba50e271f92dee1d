import type { IncomingMessage, ServerResponse } from "node:http";
import type { Route } from "../measurements/measurements.ts";
import type { Caller } from "../trpc.ts";
import type { RequestRecord } from "./access-log.ts";
import type { Environment } from "./environment.ts";
import type { Target } from "./request.ts";

/** A request, its response, and what they share with all others. */
export interface Exchange {
  readonly env: Environment;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
  readonly asked: Asked;
}

/** What is written down of a request, as far as it is known. */
export interface Asked {
  readonly started: number;
  readonly address: string;
  route: Route;
  /** The procedures that it calls, those that exist. */
  calls: string[];
  caller: Caller | null;
}

/** A line of the access log, once the response is over. */
export function recordOf(
  request: IncomingMessage,
  response: ServerResponse,
  { route, calls, caller, address, started }: Asked,
): RequestRecord {
  return {
    route,
    method: request.method ?? "",
    ...(calls.length > 0 && { calls }),
    status: response.statusCode,
    userId: caller?.userId ?? null,
    address,
    durationMs: performance.now() - started,
    aborted: !response.writableFinished,
  };
}

/** Another way to the same procedures, at paths of its own. */
export interface MountedApi {
  /** Whether a path is one of its own, known or not. */
  answers(path: string): boolean;
  /** Answers, whatever is asked; never throws. */
  serve(exchange: Exchange): void;
}
