import { callTRPCProcedure, TRPCError } from "@trpc/server";
import type { Logger } from "pino";
import type { Context, Place } from "../trpc.ts";
import { CallBudget } from "./budget.ts";
import { logCall, logFailedCall, type CallRecord } from "./call-log.ts";
import type { Environment } from "./environment.ts";
import { dataPrefix, itemFrame, messageFrame, type Address, type Content, type RequestId } from "./frames.ts";
import type { Call, Incoming } from "./incoming.ts";
import { Line } from "./line.ts";
import type { Outlet } from "./outlet.ts";
import { busy, draining, duplicateId, errorShape, Refusals, tooManySubscriptions } from "./refusals.ts";
import { SocketSink } from "./sink.ts";
import { Subscription } from "./subscription.ts";

/** The socket that the calls came over. */
export interface Peer {
  readonly outlet: Outlet;
  readonly log: Logger;
  /** Aborts when the socket has gone. */
  readonly signal: AbortSignal;
  context(place: Place | null): Context;
  /** Whether there is room for more calls. */
  read(more: boolean): void;
  /** Closes it for sending too much of nothing. */
  hangUp(): void;
}

interface Admitted {
  call: Call;
  place: Place | null;
  subscription: Subscription | null;
}

/** The calls of one socket: admits them, runs them a few at a time, and answers each by its id. */
export class Calls {
  readonly #env: Environment;
  readonly #peer: Peer;
  readonly #line = new Line();
  readonly #budget: CallBudget;
  readonly #noiseBudget: CallBudget;
  readonly #refusals: Refusals;
  readonly #subscriptions = new Map<RequestId, Subscription>();
  #queue: Admitted[] = [];
  #running = 0;
  #awaitsReader = false;
  #ended = false;

  constructor(env: Environment, peer: Peer) {
    this.#env = env;
    this.#peer = peer;
    const { callBurst, callsPerSecond } = env.caps;
    this.#budget = new CallBudget(callBurst, callsPerSecond);
    this.#noiseBudget = new CallBudget(callBurst, callsPerSecond);
    this.#refusals = new Refusals(env.config);
  }

  /** Takes what a frame of so many bytes has brought. With a refusal, that is the answer to every call. */
  take(items: readonly Incoming[], bytes: number, refusal: unknown = null): void {
    const isNoise = items.length === 0 || items.some(({ kind }) => kind !== "call");
    if (isNoise && !this.payForNoise(bytes)) return;
    let refused = 0;
    for (const item of items) {
      if (item.kind === "stop") {
        this.#subscriptions.get(item.id)?.stop();
        continue;
      }
      const { id, jsonrpc } = item.kind === "bad" ? item : item.call;
      const error = item.kind === "bad" ? item.error : (refusal ?? this.#admit(item.call));
      if (error === null) continue;
      this.#peer.outlet.push(this.#refusals.frame({ id, jsonrpc }, error));
      refused += 1;
    }
    if (refused > 0) this.#peer.log.debug({ count: refused }, "calls refused unread");
    this.#runNext();
  }

  /**
   * For so many bytes that are not calls alone: keep-alives, stops, garbage. A kilobyte costs what a call does. False: it
   * is too much, and the socket is being closed.
   */
  payForNoise(bytes: number): boolean {
    if (this.#noiseBudget.take(1 + Math.floor(bytes / 1024)) === 0) return true;
    this.#peer.hangUp();
    return false;
  }

  /** Ends all streams before it returns; begins nothing more. Calls that are being carried out are still answered. */
  end(): void {
    this.#ended = true;
    for (const { place } of this.#queue) {
      place?.release();
      this.#env.inFlight.end();
    }
    this.#queue = [];
    for (const subscription of this.#subscriptions.values()) subscription.stop();
  }

  /** Queues the call, or says why not. */
  #admit(call: Call): unknown {
    const { caps } = this.#env;
    const retryAfterMs = this.#budget.take();
    if (retryAfterMs > 0) return this.#refusals.rateLimited(retryAfterMs);
    if (this.#queue.length >= caps.callsWaiting) return busy;
    // A subscription would be forgotten by its client if it were refused: its socket is about to be closed instead.
    if (this.#env.draining && call.type === "mutation") return draining;
    if (call.type !== "subscription") {
      this.#enqueue({ call, place: this.#isOrdered(call) ? this.#line.take() : null, subscription: null });
      return null;
    }
    if (this.#subscriptions.has(call.id)) return duplicateId;
    if (this.#subscriptions.size >= caps.subscriptionsPerSocket) return tooManySubscriptions;
    const subscription = new Subscription();
    this.#subscriptions.set(call.id, subscription);
    this.#enqueue({ call, place: null, subscription });
    return null;
  }

  /** In flight from here on: a draining server waits for what it has taken. */
  #enqueue(admitted: Admitted): void {
    this.#queue.push(admitted);
    this.#env.inFlight.begin();
  }

  #isOrdered({ type, path }: Call): boolean {
    return type === "mutation" && this.#env.meta(path)?.ordered !== false;
  }

  #runNext(): void {
    const { outlet } = this.#peer;
    // A reader that does not take its answers gets no further ones: each may be megabytes.
    while (!this.#ended && this.#running < this.#env.caps.callsAtOnce && outlet.writable) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#run(next).catch((err: unknown) => this.#lost(next.call, err));
    }
    if (this.#ended) return;
    this.#peer.read(this.#queue.length === 0);
    if (this.#queue.length > 0 && !outlet.writable && !this.#awaitsReader) {
      this.#awaitsReader = true;
      void outlet.drained().then(() => {
        this.#awaitsReader = false;
        this.#runNext();
      });
    }
  }

  async #run({ call, place, subscription }: Admitted): Promise<void> {
    const { inFlight } = this.#env;
    const started = performance.now();
    const context = this.#peer.context(place);
    const record = (): CallRecord => ({
      path: call.path,
      type: call.type,
      userId: context.caller?.userId ?? null,
      durationMs: performance.now() - started,
    });
    this.#running += 1;
    try {
      const result = await this.#call(call, context, subscription?.signal ?? this.#peer.signal);
      if (subscription !== null) this.#start(call, subscription, result, record);
      else this.#answer(call, result);
      logCall(this.#peer.log, record());
    } catch (error) {
      // Stopped before it had started: whatever it was doing may say so with an error.
      if (subscription?.signal.aborted === true) this.#stopped(call);
      else {
        logFailedCall(this.#peer.log, record(), error);
        this.#fail(call, error);
      }
    } finally {
      place?.release();
      this.#running -= 1;
      inFlight.end();
      this.#runNext();
    }
  }

  #call({ path, type, input, index }: Call, ctx: Context, signal: AbortSignal): Promise<unknown> {
    const { router } = this.#env;
    return callTRPCProcedure({
      router,
      path,
      type,
      ctx,
      signal,
      batchIndex: index,
      getRawInput: () => Promise.resolve(input),
    });
  }

  #answer(call: Call, result: unknown): void {
    if (isAsyncIterable(result)) {
      throw new TRPCError({ code: "UNSUPPORTED_MEDIA_TYPE", message: `${call.type} ${call.path} returned a stream` });
    }
    this.#send(call, { result: { type: "data", data: result } });
  }

  #start(call: Call, subscription: Subscription, result: unknown, record: () => CallRecord): void {
    if (!isAsyncIterable(result)) {
      throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: `Subscription ${call.path} returned no stream` });
    }
    if (subscription.signal.aborted) {
      this.#stopped(call);
      return;
    }
    this.#send(call, { result: { type: "started" } });
    this.#carry(call, subscription, result, record).catch((err: unknown) => this.#lost(call, err));
  }

  async #carry(call: Call, subscription: Subscription, items: AsyncIterable<unknown>, record: () => CallRecord) {
    try {
      await subscription.carry(items, this.#sink(call));
    } catch (error) {
      logFailedCall(this.#peer.log, record(), error);
      this.#fail(call, error);
    }
    this.#stopped(call);
  }

  #sink(call: Call): SocketSink {
    const { config } = this.#env;
    const prefix = dataPrefix(call);
    return new SocketSink({
      outlet: this.#peer.outlet,
      encode: (item) => itemFrame(config, item, prefix),
      onUnspeakable: ({ id }, err) => this.#peer.log.error({ path: call.path, eventId: id, err }, "event left out"),
    });
  }

  #stopped(call: Call): void {
    this.#subscriptions.delete(call.id);
    // A client that is told so forgets the subscription; one whose socket is being closed shall open it again.
    if (!this.#ended) this.#send(call, { result: { type: "stopped" } });
  }

  #fail(call: Call, cause: unknown): void {
    if (call.type === "subscription") {
      this.#subscriptions.delete(call.id);
      if (this.#ended) return;
    }
    this.#send(call, { error: errorShape(this.#env.config, cause, call) });
  }

  /** Not even the error could be told. */
  #lost({ path }: Call, err: unknown): void {
    this.#peer.log.error({ err, path }, "call not answered");
  }

  #send(to: Address, content: Content): void {
    this.#peer.outlet.push(messageFrame(this.#env.config, to, content));
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
