import type { Operation, TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { protocolVersion } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";
import { deadlineOf, startDeadline } from "./deadline.ts";
import { NatterError, refusal } from "./errors.ts";
import { decode, encode } from "./values.ts";

export interface HttpOptions {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** Browsers keep the refresh token as a cookie. */
  readonly cookie: boolean;
  readonly deadlineMs: number;
  /** The access token, for the few calls here that need one. */
  readonly token: () => string | null;
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal;
}

/** What is asked without a session or to end one; the cookie travels with nothing else. */
const paths = new Set([
  "auth.register",
  "auth.login",
  "auth.refresh",
  "auth.logout",
  "auth.logoutEverywhere",
  "system.info",
]);
const pathsWithToken = new Set(["auth.logout", "auth.logoutEverywhere"]);

/** Whether this call travels over HTTP. */
export function isOverHttp({ path }: { path: string }): boolean {
  return paths.has(path);
}

/** Calls over HTTP, each with a deadline. */
export function overHttp(options: HttpOptions): TRPCLink<AppRouter> {
  const { closing } = options;
  return () =>
    ({ op }) =>
      observable((observer) => {
        const request = new AbortController();
        const fail = (reason: NatterError["reason"]) => observer.error(new NatterError(reason, { outcome: "unknown" }));
        const aborted = () => fail("aborted");
        const closed = () => fail("closed");
        const timer = startDeadline(deadlineOf(op.context, options.deadlineMs), () => fail("timeout"));
        op.signal?.addEventListener("abort", aborted);
        closing.addEventListener("abort", closed);
        call(options, op, request.signal).then(
          (data) => {
            observer.next({ result: { type: "data", data } });
            observer.complete();
          },
          (error: unknown) => observer.error(toNatterError(error)),
        );
        if (op.signal?.aborted === true) aborted();
        if (closing.aborted) closed();
        return () => {
          clearTimeout(timer);
          op.signal?.removeEventListener("abort", aborted);
          closing.removeEventListener("abort", closed);
          request.abort();
        };
      });
}

/** As tRPC has it: a query's input is in the address, a mutation's is the body. Rejects with whatever went wrong. */
async function call({ url, fetch, cookie, token }: HttpOptions, op: Operation, signal: AbortSignal): Promise<unknown> {
  const { path, type, input, context } = op;
  const body = JSON.stringify(encode(input));
  const isQuery = type === "query";
  const bearer = pathsWithToken.has(path) ? (tokenOf(context) ?? token()) : null;
  const text = await read(
    fetch(`${url}/${path}${isQuery ? `?input=${encodeURIComponent(body)}` : ""}`, {
      method: isQuery ? "GET" : "POST",
      headers: {
        "natter-protocol": String(protocolVersion),
        ...(isQuery ? {} : { "content-type": "application/json" }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(isQuery ? {} : { body }),
      ...(cookie ? { credentials: "include" } : {}),
      signal,
    }),
  );
  const answer = JSON.parse(text) as { error?: unknown; result?: { data?: unknown } };
  if (answer.error === undefined) return decode(answer.result?.data);
  throw refusal(decode(answer.error)) ?? new SyntaxError("an error that is none of Natter's");
}

async function read(response: Promise<Response>): Promise<string> {
  try {
    return await (await response).text();
  } catch (error) {
    throw new NatterError("unreachable", { outcome: "unknown", ...becauseOf(error) });
  }
}

/** Signing out hands its token over: by then the session is no longer kept. */
function tokenOf({ token }: Record<string, unknown>): string | null {
  return typeof token === "string" ? token : null;
}

function toNatterError(error: unknown): NatterError {
  if (error instanceof NatterError) return error;
  return new NatterError("bad_reply", { outcome: "unknown", ...becauseOf(error) });
}

function becauseOf(error: unknown): { cause?: Error } {
  return error instanceof Error ? { cause: error } : {};
}
