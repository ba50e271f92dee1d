import {
  initTRPC,
  TRPCError,
  type TRPCBuiltRouter,
  type TRPCCreateRouterOptions,
  type TRPCDecorateCreateRouterOptions,
  type TRPCDefaultErrorShape,
} from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { TRPC_ERROR_CODES_BY_KEY, type TRPCErrorShape } from "@trpc/server/rpc";
import { ZodError } from "zod";
import { StorageError, StoreBusy } from "../db/store.ts";
import { reasons, type ErrorData, type Reason, type SessionId, type UserId } from "./contract/index.ts";
import { scheduler } from "./delivery/scheduler.ts";
import { NatterError } from "./errors.ts";
import type { Command } from "./domain/commands.ts";
import type { AnswerOf } from "./domain/decision.ts";
import { transformer } from "./transformer.ts";
import type { Limited, Services } from "./services.ts";

/** What a transport knows of a call. */
export interface ContextParts {
  readonly services: Services;
  /** Who calls; null: nobody has signed in. */
  readonly caller: Caller | null;
  /** The address that counts for rate limits. */
  readonly address: string;
  /** What the client says it is (`User-Agent`). */
  readonly device: string | null;
  /** Only over HTTP: the refresh token as a cookie. */
  readonly refreshCookie: RefreshCookie | null;
  /** The call's place among the mutations of its socket; null where nothing is ordered. */
  readonly place: Place | null;
}

/**
 * What a procedure has at hand: what is known of the call, and the services. No middleware adds to it: tRPC would copy
 * all of it each time, which took a tenth of what a message costs. So it is one object, and its getters cost nothing.
 */
export class Context implements ContextParts, Services {
  readonly services: Services;
  readonly caller: Caller | null;
  readonly address: string;
  readonly device: string | null;
  readonly refreshCookie: RefreshCookie | null;
  readonly place: Place | null;

  constructor({ services, caller, address, device, refreshCookie, place }: ContextParts) {
    this.services = services;
    this.caller = caller;
    this.address = address;
    this.device = device;
    this.refreshCookie = refreshCookie;
    this.place = place;
  }

  get clock() {
    return this.services.clock;
  }
  get newId() {
    return this.services.newId;
  }
  get log() {
    return this.services.log;
  }
  get store() {
    return this.services.store;
  }
  get writer() {
    return this.services.writer;
  }
  get streams() {
    return this.services.streams;
  }
  get presence() {
    return this.services.presence;
  }
  get typing() {
    return this.services.typing;
  }
  get passwords() {
    return this.services.passwords;
  }
  get tokens() {
    return this.services.tokens;
  }
  get rateLimits() {
    return this.services.rateLimits;
  }
  get measurements() {
    return this.services.measurements;
  }
  get audit() {
    return this.services.audit;
  }
  get settings() {
    return this.services.settings;
  }

  /** Takes one from a budget, or refuses with `rate_limited`. */
  limit(what: Limited, who: string): void {
    const retryAfterMs = this.rateLimits.take(what, who);
    if (retryAfterMs > 0) throw new NatterError("rate_limited", { retryAfterMs });
  }

  /** Who does something, and when; refuses with `not_signed_in`. */
  acted(): { actor: Caller; at: Date } {
    if (this.caller === null) throw new NatterError("not_signed_in");
    return { actor: this.caller, at: this.clock.now() };
  }

  /** Carries out a command, in the order in which the socket's mutations were sent. */
  async write<C extends Command>(command: C): Promise<AnswerOf<C["kind"]>> {
    await this.place?.reached;
    const answer = this.writer.write(command, this.audit.witness(command, this.address));
    this.place?.release();
    return answer;
  }
}

export interface Caller {
  userId: UserId;
  sessionId: SessionId;
}

export interface RefreshCookie {
  /** What the browser sent. */
  readonly value: string | null;
  set(token: string, expires: Date): void;
  clear(): void;
}

/** A place in a line: `reached` resolves when all before it have entered the write queue or ended. */
export interface Place {
  readonly reached: Promise<void>;
  /** Lets the next one go; more than once is harmless. */
  release(): void;
}

export interface Meta {
  /** False: this mutation takes no place in its socket's line, because it hashes a password. */
  ordered?: boolean;
  /** Which rate limit it takes from, if not the one of its type; null: it sees to that itself. */
  budget?: Limited | null;
}

/** A failed call, as clients get it. */
export interface ErrorShape extends TRPCErrorShape {
  data: ErrorData;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer,
    // A stack trace must never depend on how NODE_ENV happens to be set.
    isDev: false,
    errorFormatter: ({ shape, error }) => withReason(shape, error),
    sse: { ping: { enabled: true, intervalMs: 15_000 } },
  });

/** What clients' declarations say of a router. Its context is the server's own affair, with all that hangs on it. */
interface PublicRoot {
  ctx: object;
  meta: object;
  errorShape: ErrorShape;
  transformer: true;
}

/** A router, as clients know it. */
export type PublicRouter<Procedures extends TRPCCreateRouterOptions> = TRPCBuiltRouter<
  PublicRoot,
  TRPCDecorateCreateRouterOptions<Procedures>
>;

export function router<Procedures extends TRPCCreateRouterOptions>(procedures: Procedures): PublicRouter<Procedures> {
  return t.router(procedures) as PublicRouter<Procedures>;
}

/** For anyone, signed in or not. */
export const publicProcedure = t.procedure.use(async ({ ctx, path, type, next }) => {
  const started = performance.now();
  if (type === "query") await scheduler.yield();
  const result = await next();
  countCall(ctx, path, started, result.ok ? null : result.error);
  return result;
});

/** Counts a call, whatever it came over. Only procedures that exist get here. `error`: why it failed; null: it has not. */
function countCall({ measurements }: Context, path: string, started: number, error: TRPCError | null): void {
  const outcome = error === null ? "answered" : isFault(explain(error).reason) ? "failed" : "refused";
  measurements.called(path, outcome, performance.now() - started);
}

/** For people who have signed in. */
export const procedure = publicProcedure.use(async ({ ctx, type, meta, next }) => {
  const { caller } = ctx;
  if (caller === null) throw new NatterError("not_signed_in");
  const budget = meta?.budget === undefined ? (type === "mutation" ? "write" : "read") : meta.budget;
  if (budget !== null) ctx.limit(budget, caller.userId);
  // Only its type changes.
  return next<{ caller: Caller }>({});
});

/** The one place where an error becomes what a client is told. */
function withReason(shape: TRPCDefaultErrorShape, error: TRPCError): ErrorShape {
  const { reason, details } = explain(error);
  const { code, message } = reasons[reason];
  const httpStatus = getHTTPStatusCodeFromError(new TRPCError({ code }));
  const data: ErrorData = { reason, code, httpStatus, ...details };
  return { ...shape, code: TRPC_ERROR_CODES_BY_KEY[code], message, data };
}

/** Why a call failed, in the words of the contract. Knows tRPC's own errors (bad input, no such procedure). */
export function explain(error: TRPCError): { reason: Reason; details: NatterError["details"] } {
  const { cause } = error;
  if (cause instanceof NatterError) return { reason: cause.reason, details: cause.details };
  if (cause instanceof StorageError) return { reason: cause.reason, details: { retryAfterMs: 1000 } };
  if (cause instanceof StoreBusy) return { reason: "busy", details: { retryAfterMs: cause.retryAfterMs } };
  if (cause instanceof ZodError) return { reason: "invalid_input", details: { fields: fieldsOf(cause) } };
  return { reason: reasonByCode[error.code] ?? "internal", details: {} };
}

/** Whether whoever runs the server must look into it. */
export function isFault(reason: Reason): boolean {
  return reason === "internal" || reason === "storage_full" || reason === "storage_down";
}

const reasonByCode: Partial<Record<TRPCError["code"], Reason>> = {
  PARSE_ERROR: "invalid_input",
  BAD_REQUEST: "invalid_input",
  UNSUPPORTED_MEDIA_TYPE: "invalid_input",
  METHOD_NOT_SUPPORTED: "unknown_procedure",
  NOT_FOUND: "unknown_procedure",
  PAYLOAD_TOO_LARGE: "too_large",
  TOO_MANY_REQUESTS: "rate_limited",
  UNAUTHORIZED: "not_signed_in",
};

function fieldsOf(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const path = issue.path.map(String).join(".") || "input";
    // A field may be named by the client (a key of `data`): it must not reach an object's prototype.
    if (Object.hasOwn(fields, path) || path === "__proto__") continue;
    fields[path] = issue.message;
  }
  return fields;
}
