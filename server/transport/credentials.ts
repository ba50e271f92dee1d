import { getTRPCErrorFromUnknown, TRPCError } from "@trpc/server";
import { parseConnectionParamsFromUnknown } from "@trpc/server/http";
import type { CloseCode, Reason } from "../contract/index.ts";
import { explain } from "../trpc.ts";
import { parseJson, type Incoming } from "./incoming.ts";
import { assertSpoken } from "./protocol.ts";

/**
 * The token of `{ method: "connectionParams", data: { token, protocol } }`; null where there is none. Throws `PARSE_ERROR`,
 * or `client_too_old`.
 */
export function readToken(data: Buffer, isBinary: boolean): string | null {
  const message = parseJson(data, isBinary);
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    throw new TRPCError({ code: "PARSE_ERROR", message: "Malformed TRPCConnectionParamsMessage" });
  }
  const params = parseConnectionParamsFromUnknown("data" in message ? message.data : undefined);
  assertSpoken(params?.["protocol"]);
  const token = params?.["token"];
  return token === undefined || token === "" ? null : token;
}

/** With which code a socket is closed whose credentials were refused for this. */
export function closeCodeFor(error: unknown): CloseCode {
  const { reason } = explain(getTRPCErrorFromUnknown(error));
  return codes[reason] ?? 4401;
}

/** A client forgets a subscription that is refused; where it may come back with another token it shall keep it. */
export function answerable(items: Incoming[], refusal: unknown): Incoming[] {
  if (final.has(closeCodeFor(refusal))) return items;
  return items.filter((item) => item.kind !== "call" || item.call.type !== "subscription");
}

/** No other token would help. */
const final: ReadonlySet<CloseCode> = new Set([4401, 4426]);

/** Where it is not the token's fault nobody shall be made to sign in again. */
const codes: Partial<Record<Reason, CloseCode>> = {
  token_expired: 4402,
  client_too_old: 4426,
  rate_limited: 4429,
  busy: 4429,
  storage_full: 1012,
  storage_down: 1012,
  draining: 1012,
  internal: 1012,
};
