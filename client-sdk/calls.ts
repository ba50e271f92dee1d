import type { AfterClose } from "../server/contract/index.ts";
import { backOff } from "./backoff.ts";
import { afterRefusedCall, afterRefusedConnection, passing } from "./consequences.ts";
import { startDeadline, type Deadline } from "./deadline.ts";
import { NatterError, refusal } from "./errors.ts";
import { callApp } from "./observed.ts";
import { encodeRequest, encodeStop, maxFrameLength, type Incoming } from "./wire.ts";
import { decode } from "./values.ts";

/** A call as the app made it. */
export interface CallRequest {
  readonly kind: "query" | "mutation" | "subscription";
  readonly path: string;
  /** As `encodeInput` made it. */
  readonly input: string;
  /** When to give up, for all attempts together. Subscriptions have no deadline. */
  readonly deadlineMs: number;
  /** Whether it may be sent again when it is not known what became of it. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal | null;
}

/** Who hears of a call. */
export interface CallObserver {
  /** A subscription has begun; also again after each reconnect. */
  started(): void;
  /** The answer, or an item of a subscription. */
  data(value: unknown): void;
  /** A subscription is over: the server or the signal ended it. */
  ended(): void;
  failed(error: NatterError): void;
}

/** The connection, as calls see it. */
export interface Line {
  readonly isOpen: boolean;
  /** A call needs it. A reason: there will be none until something changes. */
  want(): NatterError["reason"] | null;
  /** Sends in this order. Only while open. */
  send(messages: string[]): void;
  /** An answer told that the connection is of no more use. */
  giveUp(next: AfterClose, reason: NatterError["reason"]): void;
}

interface Call {
  readonly request: CallRequest;
  readonly observer: CallObserver;
  /** While it is on the line. A new one for each attempt, so that a late answer to an old one finds nobody. */
  wireId: number | null;
  /** Whether the server may have carried it out. */
  mayBeDone: boolean;
  /** Whether that is so because an answer was lost: then no refusal of a repeat says that it was not done. */
  answerLost: boolean;
  lastEventId: string | null;
  /** How often in a row a subscription was refused for a reason that passes. */
  refusals: number;
  deadline: Deadline;
  retry: ReturnType<typeof setTimeout> | undefined;
  /** Stops listening to the signal. */
  unwatch: () => void;
}

/**
 * The calls under way. They go out in the order in which they were made; when the connection breaks, those without an
 * answer go out again on the next one, in that order, so that none overtakes another.
 */
export class Calls {
  readonly #line: Line;
  readonly #random: () => number;
  /** In the order in which they were made. */
  readonly #all = new Set<Call>();
  readonly #onTheLine = new Map<number, Call>();
  #unsent: Call[] = [];
  #stops: string[] = [];
  #flushScheduled = false;
  #lastWireId = 0;

  constructor(line: Line, random: () => number) {
    this.#line = line;
    this.#random = random;
  }

  /** Whether an answer is awaited that should not take long. */
  get areWaiting(): boolean {
    for (const { request } of this.#onTheLine.values()) if (request.kind !== "subscription") return true;
    return false;
  }

  /** Makes a call. Call the result to lose interest in it. */
  add(request: CallRequest, observer: CallObserver): () => void {
    const refused = this.#refusalOf(request);
    if (refused !== null) {
      observer.failed(new NatterError(refused));
      return () => {};
    }
    const call: Call = {
      request,
      observer,
      wireId: null,
      mayBeDone: false,
      answerLost: false,
      lastEventId: null,
      refusals: 0,
      deadline: undefined,
      retry: undefined,
      unwatch: () => {},
    };
    this.#all.add(call);
    this.#watch(call);
    this.#enqueue(call);
    return () => this.#settle(call);
  }

  /** The connection is open: everything without an answer goes out. */
  opened(): void {
    this.#unsent = [...this.#all];
    this.#flush();
  }

  /** The connection is lost: what can be repeated waits for the next one. */
  lost(): void {
    for (const call of this.#onTheLine.values()) call.answerLost = call.mayBeDone;
    const cutShort = [...this.#onTheLine.values()].filter((call) => !call.request.repeatable);
    for (const call of this.#all) this.#takeOff(call);
    this.#unsent = [];
    this.#stops = [];
    for (const call of cutShort) this.#fail(call, "connection_lost");
  }

  /** There will be no connection: all calls fail. */
  failAll(reason: NatterError["reason"]): void {
    for (const call of [...this.#all]) this.#fail(call, reason);
  }

  /** Something came over the connection. */
  receive({ id, result, error }: Incoming): void {
    if (id === null) {
      if (error !== undefined) this.#connectionRefused(error);
      return;
    }
    const call = this.#onTheLine.get(id);
    // Nobody waits for it any more.
    if (call === undefined) return;
    if (error !== undefined) this.#refused(call, error);
    else if (result !== undefined) this.#answered(call, result);
  }

  #refusalOf({ path, input, signal }: CallRequest): NatterError["reason"] | null {
    if (signal?.aborted === true) return "aborted";
    const envelope = 300;
    return path.length + input.length + envelope > maxFrameLength ? "too_large" : this.#line.want();
  }

  #watch(call: Call): void {
    const { kind, deadlineMs, signal } = call.request;
    if (kind !== "subscription") call.deadline = startDeadline(deadlineMs, () => this.#tooLate(call));
    const aborted = () => {
      if (kind !== "subscription") this.#fail(call, "aborted");
      else if (this.#settle(call)) callApp(() => call.observer.ended());
    };
    signal?.addEventListener("abort", aborted);
    call.unwatch = () => signal?.removeEventListener("abort", aborted);
  }

  #tooLate(call: Call): void {
    const wasSent = call.wireId !== null || call.mayBeDone;
    this.#fail(call, wasSent ? "timeout" : "unreachable");
  }

  #enqueue(call: Call): void {
    // While there is no connection, `opened` finds it by itself.
    if (!this.#line.isOpen) return;
    this.#unsent.push(call);
    this.#scheduleFlush();
  }

  /** Calls of one turn travel together. */
  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (!this.#line.isOpen) return;
    const messages = this.#stops;
    for (const call of this.#unsent) if (this.#all.has(call)) messages.push(this.#putOn(call));
    this.#stops = [];
    this.#unsent = [];
    if (messages.length > 0) this.#line.send(messages);
  }

  #putOn(call: Call): string {
    const { kind, path, input } = call.request;
    this.#lastWireId += 1;
    call.wireId = this.#lastWireId;
    call.mayBeDone = kind === "mutation";
    this.#onTheLine.set(call.wireId, call);
    return encodeRequest({ id: call.wireId, method: kind, path, input, lastEventId: call.lastEventId });
  }

  #takeOff(call: Call): void {
    clearTimeout(call.retry);
    if (call.wireId !== null) this.#onTheLine.delete(call.wireId);
    call.wireId = null;
  }

  #answered(call: Call, result: NonNullable<Incoming["result"]>): void {
    const { request, observer } = call;
    if (result.type === "started") return callApp(() => observer.started());
    if (result.type === "stopped") {
      this.#takeOff(call);
      this.#settle(call);
      return callApp(() => observer.ended());
    }
    const value = tryDecode(result.data);
    if (value === null) return this.#fail(call, "bad_reply");
    if (request.kind !== "subscription") this.#settle(call);
    call.refusals = 0;
    // An item without an id must not erase the position.
    if (typeof result.id === "string") call.lastEventId = result.id;
    callApp(() => observer.data(value.decoded));
  }

  #refused(call: Call, encoded: unknown): void {
    this.#takeOff(call);
    const error = refusal(tryDecode(encoded)?.decoded, call.answerLost);
    if (error === null) return this.#fail(call, "bad_reply");
    call.mayBeDone = error.outcome === "unknown";
    const next = afterRefusedCall[error.reason];
    if (next === undefined) return this.#refusedAlone(call, error);
    // The call stays: it goes out again on the next connection, or fails with the others if there is none.
    this.#line.giveUp(next, error.reason);
  }

  #connectionRefused(encoded: unknown): void {
    for (const call of this.#onTheLine.values()) {
      this.#takeOff(call);
      call.mayBeDone = call.answerLost;
    }
    const reason = refusal(tryDecode(encoded)?.decoded)?.reason ?? "bad_reply";
    this.#line.giveUp(afterRefusedConnection[reason] ?? "reconnect-jittered", reason);
  }

  #refusedAlone(call: Call, error: NatterError): void {
    if (call.request.kind !== "subscription" || !passing.has(error.reason)) {
      if (this.#settle(call)) callApp(() => call.observer.failed(error));
      return;
    }
    call.refusals += 1;
    const waitMs = Math.max(error.retryAfterMs ?? 0, backOff(call.refusals + 1, this.#random()));
    call.retry = setTimeout(() => this.#enqueue(call), waitMs);
  }

  #fail(call: Call, reason: NatterError["reason"]): void {
    const error = new NatterError(reason, { outcome: call.mayBeDone ? "unknown" : "refused" });
    if (this.#settle(call)) callApp(() => call.observer.failed(error));
  }

  /** Forgets a call. False if that was done before. */
  #settle(call: Call): boolean {
    if (!this.#all.delete(call)) return false;
    if (call.request.kind === "subscription" && call.wireId !== null) {
      this.#stops.push(encodeStop(call.wireId));
      this.#scheduleFlush();
    }
    this.#takeOff(call);
    clearTimeout(call.deadline);
    call.unwatch();
    return true;
  }
}

function tryDecode(value: unknown): { decoded: unknown } | null {
  try {
    return { decoded: decode(value) };
  } catch {
    return null;
  }
}
