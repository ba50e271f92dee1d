import type { Logger } from "pino";
import type { UserId } from "../contract/index.ts";
import type { ConnectionMeasurements, Route, TransportKind } from "../measurements/measurements.ts";
import type { Caller } from "../trpc.ts";
import type { Wheel } from "./wheel.ts";

/** A request over HTTP that has been answered, or whose client has gone before. */
export interface RequestRecord {
  route: Route;
  method: string;
  /** The procedures that were called, those that exist: the first ten. */
  calls?: string[];
  status: number;
  userId: UserId | null;
  address: string;
  durationMs: number;
  /** Whether the client went before it had the answer. */
  aborted: boolean;
}

/** A connection, from its coming to its going. */
export interface Visit {
  readonly transport: TransportKind;
  readonly address: string;
  /** By the process's own clock. */
  readonly since: number;
  /** The close code that the server has sent. */
  code: number | null;
}

/** So many lines at once; what else ends within the time is counted and summed up in one. */
const linesAtOnce = 500;
const sumUpMs = 10_000;

/**
 * Who came and what was asked for, never with what: a line when it is over. Bounded: after a deploy thousands of
 * connections end in one second, and a client in a loop must not fill the disk.
 */
export class AccessLog {
  readonly #log: Logger;
  readonly #wheel: Pick<Wheel, "after">;
  readonly #measured: ConnectionMeasurements;
  #lines = 0;
  #unlogged = { requests: 0, connections: 0 };

  constructor(log: Logger, wheel: Pick<Wheel, "after">, measured: ConnectionMeasurements) {
    this.#log = log.child({ log: "access" });
    this.#wheel = wheel;
    this.#measured = measured;
  }

  /** What people do is news of the day; health checks and the web app's files are for who looks for something. */
  request(record: RequestRecord): void {
    this.#measured.requests.add(`${record.route} ${record.status}`);
    const level = record.route === "trpc" || record.route === "api" ? "info" : "debug";
    if (!this.#log.isLevelEnabled(level)) return;
    if (this.#mayLog()) this.#log[level](tidy(record), "request");
    else this.#unlogged.requests += 1;
  }

  opened(transport: TransportKind, address: string): Visit {
    this.#measured.entered(transport);
    return { transport, address, since: performance.now(), code: null };
  }

  /** A stream over SSE has a line as the request that it is. */
  left({ transport }: Visit): void {
    this.#measured.left(transport);
  }

  /** `code`: the one that came. */
  closed(visit: Visit, caller: Caller | null, code: number, bytes: Bytes): void {
    this.left(visit);
    this.#measured.closedWith(visit.code ?? code);
    if (!this.#log.isLevelEnabled("info")) return;
    if (this.#mayLog()) this.#log.info(lineOf(visit, caller, code, bytes), "connection closed");
    else this.#unlogged.connections += 1;
  }

  #mayLog(): boolean {
    if (this.#lines === 0) this.#wheel.after(sumUpMs, () => this.#sumUp());
    this.#lines += 1;
    return this.#lines <= linesAtOnce;
  }

  #sumUp(): void {
    if (this.#lines > linesAtOnce) this.#log.info(this.#unlogged, "more requests and connections");
    this.#lines = 0;
    this.#unlogged = { requests: 0, connections: 0 };
  }
}

function tidy(record: RequestRecord): RequestRecord {
  return { ...record, durationMs: Math.round(record.durationMs) };
}

interface Bytes {
  bytesReceived: number;
  bytesSent: number;
}

function lineOf(visit: Visit, caller: Caller | null, code: number, bytes: Bytes) {
  const { transport, address, since } = visit;
  const durationMs = Math.round(performance.now() - since);
  return { transport, userId: caller?.userId ?? null, address, code: visit.code ?? code, durationMs, ...bytes };
}
