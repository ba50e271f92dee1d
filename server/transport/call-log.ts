import { getTRPCErrorFromUnknown } from "@trpc/server";
import type { Logger } from "pino";
import type { Reason, UserId } from "../contract/index.ts";
import { explain } from "../trpc.ts";

export interface CallRecord {
  path: string;
  type: string;
  userId: UserId | null;
  durationMs: number;
}

/** A path is what a client says it is. */
const longestPath = 100;

/** One line a call: who called what, never with what. */
export function logCall(log: Logger, record: CallRecord): void {
  if (log.isLevelEnabled("debug")) log.debug(tidy(record), "call");
}

/** A refusal is news of the day; what whoever runs the server must look into is an error, and is logged whole. */
export function logFailedCall(log: Logger, record: CallRecord, cause: unknown): void {
  const error = getTRPCErrorFromUnknown(cause);
  const { reason } = explain(error);
  if (faults.has(reason)) log.error({ ...tidy(record), reason, err: error.cause ?? error }, "call failed");
  else log.info({ ...tidy(record), reason }, "call refused");
}

const faults: ReadonlySet<Reason> = new Set<Reason>(["internal", "storage_full", "storage_down"]);

function tidy(record: CallRecord) {
  return { ...record, path: record.path.slice(0, longestPath), durationMs: Math.round(record.durationMs) };
}
