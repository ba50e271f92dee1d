import type { IncomingMessage, ServerResponse } from "node:http";
import type { Environment } from "./environment.ts";
import type { Target } from "./request.ts";

/** A request, its response, and what they share with all others. */
export interface Exchange {
  readonly env: Environment;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
}

/** Another way to the same procedures, at paths of its own. */
export interface MountedApi {
  /** Whether a path is one of its own, known or not. */
  answers(path: string): boolean;
  /** Answers, whatever is asked; never throws. */
  serve(exchange: Exchange): void;
}
