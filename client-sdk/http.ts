import { httpLink, type TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
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
  const { url, fetch, cookie, closing } = options;
  const link = httpLink<AppRouter>({
    url,
    transformer: { serialize: encode, deserialize: decode },
    fetch: (address, init) =>
      fetch(address, { ...init, signal: init?.signal ?? null, ...(cookie ? { credentials: "include" } : {}) }),
    headers: ({ op }) => bearer(pathsWithToken.has(op.path) ? (tokenOf(op.context) ?? options.token()) : null),
  });
  return (runtime) => {
    const send = link(runtime);
    return ({ op, next }) =>
      observable((observer) => {
        const fail = (reason: NatterError["reason"]) => observer.error(new NatterError(reason, { outcome: "unknown" }));
        const timer = startDeadline(deadlineOf(op.context, options.deadlineMs), () => fail("timeout"));
        const closed = () => fail("closed");
        closing.addEventListener("abort", closed);
        const call = send({ op, next }).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => observer.error(toNatterError(error, op.signal ?? null)),
        });
        if (closing.aborted) closed();
        return () => {
          clearTimeout(timer);
          closing.removeEventListener("abort", closed);
          call.unsubscribe();
        };
      });
  };
}

function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Signing out hands its token over: by then the session is no longer kept. */
function tokenOf({ token }: Record<string, unknown>): string | null {
  return typeof token === "string" ? token : null;
}

function toNatterError(error: TRPCClientError<AppRouter>, signal: AbortSignal | null): NatterError {
  const refused = refusal(error.shape);
  if (refused !== null) return refused;
  const details = { outcome: "unknown", cause: error } as const;
  if (signal?.aborted === true) return new NatterError("aborted", details);
  // `fetch` rejects with a TypeError when there was no answer at all; anything else is an answer that is not ours.
  return new NatterError(error.cause instanceof TypeError ? "unreachable" : "bad_reply", details);
}
