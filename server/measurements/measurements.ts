import { closeCodes, reasons, type Event, type Reason, type ResetReason } from "../contract/index.ts";
import type { CommandKind } from "../domain/commands.ts";
import type { Outcome } from "../domain/decision.ts";
import { Counts } from "./counts.ts";
import { Distribution } from "./distribution.ts";

/** What came of a call: an answer, a reason that is the caller's affair, or a fault of the server's. */
export type CallOutcome = "answered" | "refused" | "failed";
export type TransportKind = "websocket" | "sse";
export type RefusedConnection = "malformed" | "not_found" | "origin" | "draining" | "too_many" | "full";
export type Route = "trpc" | "api" | "web" | "health" | "metrics" | "none";
/** `partial`: it ran out of time and gave a cursor to go on from. */
export type SearchOutcome = "complete" | "partial" | "busy" | "failed";

/**
 * What the server counts while it works: plain numbers, which cost next to nothing to raise and are read when somebody
 * asks. A key is never anything that a client has chosen.
 */
export class Measurements {
  /** By procedure: only those that exist get here. */
  readonly calls = new Map<string, CallMeasurements>();
  /** Errors that clients were told, whether a procedure was reached or not. */
  readonly errors = new Counts<Reason>(Object.keys(reasons) as Reason[]);
  readonly connections = new ConnectionMeasurements();
  /** Open ones, by procedure. */
  readonly subscriptions = new Counts<string>();
  readonly streams = new StreamMeasurements();
  readonly writes = new WriteMeasurements();
  readonly searches = new WorkMeasurements<SearchOutcome>(["complete", "partial", "busy", "failed"], seconds);
  readonly passwords = new WorkMeasurements<"done" | "busy">(["done", "busy"], seconds);

  called(procedure: string, outcome: CallOutcome, durationMs: number): void {
    let call = this.calls.get(procedure);
    if (call === undefined) this.calls.set(procedure, (call = new CallMeasurements()));
    call[outcome] += 1;
    call.seconds.observe(durationMs / 1000);
  }
}

const seconds = [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10];

class CallMeasurements {
  answered = 0;
  refused = 0;
  failed = 0;
  /** Until the answer; of a subscription until it has begun. */
  readonly seconds = new Distribution([0.001, 0.005, 0.025, 0.1, 0.25, 1, 2.5]);
}

export class ConnectionMeasurements {
  readonly open = new Counts<TransportKind>(["websocket", "sse"]);
  readonly opened = new Counts<TransportKind>(["websocket", "sse"]);
  readonly refused = new Counts<RefusedConnection>([
    "malformed",
    "not_found",
    "origin",
    "draining",
    "too_many",
    "full",
  ]);
  /** By close code: the one that the server sent, else the one that came. */
  readonly closed = new Counts<string>([...Object.keys(closeCodes), ...usualCodes.map(String)]);
  /** By route and status, with a space between them. */
  readonly requests = new Counts<`${Route} ${number}`>();

  entered(transport: TransportKind): void {
    this.open.add(transport);
    this.opened.add(transport);
  }

  left(transport: TransportKind): void {
    this.open.add(transport, -1);
  }

  closedWith(code: number): void {
    this.closed.add(code in closeCodes || usualCodes.includes(code) ? String(code) : "other");
  }
}

/** What libraries and browsers close with, and `ws` where the protocol is broken. Any other code a client makes up. */
const usualCodes = [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009];

/** The way of a reader. */
export class StreamMeasurements {
  /** Items handed to readers at the head of the log: what one event comes to, summed up. */
  delivered = 0;
  /** Streams that began with a position of their reader's, and went on from there. */
  resumed = 0;
  /** Events read from the log for those who resume or have fallen behind. */
  replayed = 0;
  /** How often a stream has left the head because its reader did not keep up. */
  fellBehind = 0;
  readonly resets = new Counts<ResetReason>(["too_far_behind", "other_epoch", "ahead", "pruned"]);
}

export class WriteMeasurements {
  readonly commandsPerCommit = new Distribution([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  readonly commitSeconds = new Distribution([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]);
  /** Commits of which nothing was stored. */
  failedCommits = 0;
  readonly commands = new Map<CommandKind, Record<Outcome["kind"], number>>();
  /** What has been appended to the log and is delivered, by kind: `message.sent` are the messages stored. */
  readonly events = new Counts<Event["kind"]>(["message.sent"]);

  settled(kind: CommandKind, outcome: Outcome["kind"]): void {
    let counts = this.commands.get(kind);
    if (counts === undefined) this.commands.set(kind, (counts = { done: 0, refused: 0, failed: 0 }));
    counts[outcome] += 1;
  }
}

/** Costly work that is done few at a time, while others wait. */
export class WorkMeasurements<Result extends string> {
  /** Under way or waiting. */
  pending = 0;
  readonly results: Counts<Result>;
  /** With the time waited. */
  readonly seconds: Distribution;

  constructor(results: readonly Result[], limits: readonly number[]) {
    this.results = new Counts(results);
    this.seconds = new Distribution(limits);
  }
}
