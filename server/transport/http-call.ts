import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream";
import { NatterError } from "../errors.ts";
import type { Caller, ContextParts } from "../trpc.ts";
import { authenticate } from "./authenticate.ts";
import type { Environment } from "./environment.ts";
import type { Exchange } from "./exchange.ts";
import { assertSpoken } from "./protocol.ts";
import { readClient } from "./request.ts";
import { StreamResponse } from "./stream-response.ts";

/**
 * What a call over HTTP knows about itself, in whatever form it has come: who calls, by the bearer token, with all that
 * it may cost counted until its response has gone. Throws where there is too much, or the token is no good. `path`: of
 * the procedure.
 */
export async function openCall(
  { env, request, response, asked }: Exchange,
  type: string,
  path: string,
): Promise<ContextParts> {
  const { services, draining } = env;
  assertSpoken(request.headers["natter-protocol"]);
  const { address, device } = readClient(request, env.trustedProxies);
  if (draining && type !== "query") throw new NatterError("draining", { retryAfterMs: 1000 });
  const stream = type === "subscription" ? new StreamResponse(env, response, address, path) : null;
  if (stream === null) countInFlight(env, response);
  const token = bearerOf(request);
  const caller = token === null ? null : await authenticate(services, token, (who) => stream?.register(who));
  if (caller !== null && stream === null) countForUser(env, response, caller);
  if (caller !== null) stream?.arrive(caller);
  asked.caller = caller;
  return { services, caller, address, device, refreshCookie: null, place: null };
}

/** Whether a request says that its body is JSON. */
export function isJson({ headers }: IncomingMessage): boolean {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() === "application/json";
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

/** The token of `Authorization: Bearer TOKEN`. Anything else there is a wrong token, not none. */
function bearerOf({ headers }: IncomingMessage): string | null {
  const { authorization } = headers;
  if (authorization === undefined) return null;
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "";
}
