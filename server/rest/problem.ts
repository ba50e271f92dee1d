import { STATUS_CODES, type ServerResponse } from "node:http";
import { getTRPCErrorFromUnknown, TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { reasons, type Reason } from "../contract/index.ts";
import type { ErrorDetails } from "../errors.ts";
import { explain } from "../trpc.ts";

/** Why a call failed, as RFC 9457 has it. */
export interface Problem extends ErrorDetails {
  /** Where the reason is explained: an anchor on the page at `/api`. */
  type: string;
  title: string;
  status: number;
  /** What to do. Fixed per reason, so that what is hidden and what does not exist look alike to the letter. */
  detail: string;
  reason: Reason;
}

/** `status`: where HTTP has a finer one than the reason's own. */
export function problemOf(error: unknown, status?: number): Problem {
  const { reason, details } = explain(getTRPCErrorFromUnknown(error));
  return {
    type: `/api#${reasonAnchor(reason)}`,
    title: titleOf(reason),
    status: status ?? statusOf(reason),
    detail: reasons[reason].message,
    reason,
    ...details,
  };
}

export function reasonAnchor(reason: Reason): string {
  return `reason-${reason}`;
}

/** `not_found`: "Not found" */
export function titleOf(reason: Reason): string {
  const words = reason.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function statusOf(reason: Reason): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: reasons[reason].code }));
}

/** Tells a client of it; of a response that has begun already, or gone, nothing can be told. */
export function answerProblem(
  response: ServerResponse,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const body = `${JSON.stringify(problem)}\n`;
  response.writeHead(problem.status, STATUS_CODES[problem.status], {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...(problem.retryAfterMs !== undefined && { "retry-after": String(Math.ceil(problem.retryAfterMs / 1000)) }),
    ...(problem.status === 401 && { "www-authenticate": "Bearer" }),
    ...headers,
  });
  response.end(body);
}
