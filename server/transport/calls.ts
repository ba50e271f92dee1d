import { TRPCError } from "@trpc/server";
import type { Caller, Context, Place } from "../trpc.ts";
import { CallBudget } from "./budget.ts";
import { logCall, type CallRecord } from "./call-log.ts";
import { callProcedure } from "./call-procedure.ts";
import type { Environment } from "./environment.ts";
import { answerFrame, dataPrefix, noticeFrame, type Address, type Notice } from "./frames.ts";
import type { Call, Incoming } from "./incoming.ts";
import { Line } from "./line.ts";
import { busy, draining, duplicateId, errorShape, reasonOf, Refusals, tooManySubscriptions } from "./refusals.ts";
import { SocketSink, type SinkOwner } from "./sink.ts";
import { Subscription } from "./subscription.ts";

/** The socket that the calls came over. */
export interface Peer extends SinkOwner {
  readonly caller: Caller | null;
  /** Aborts when the socket has gone. */
  readonly signal: AbortSignal;
  context(place: Place | null): Context;
  /** Whether there is room for more calls. */
  read(more: boolean): void;
  /** Closes it for sending too much of nothing. */
  hangUp(): void;
}

/** What an error must know of its call. */
interface Answerable extends Address {
  readonly type: Call["type"];
  readonly path: string;
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
  readonly #budget: CallBudget;
  /** What not every socket needs is made when it does: most only listen. */
  #noiseBudget: CallBudget | null = null;
  #line: Line | null = null;
  #refusals: Refusals | null = null;
  /** Mostly one, two or three: in a list as long as they are many. */
  #subscriptions: readonly Subscription[] = [];
  #queue: Admitted[] = [];
  #running = 0;
  #awaitsReader = false;
  #ended = false;

  constructor(env: Environment, peer: Peer) {
    this.#env = env;
    this.#peer = peer;
    this.#budget = new CallBudget(env.callRate);
  }

  /** Takes what a frame of so many bytes has brought. With a refusal, that is the answer to every call. */
  take(items: readonly Incoming[], bytes: number, refusal: unknown = null): void {
    const isNoise = items.length === 0 || items.some(({ kind }) => kind !== "call");
    if (isNoise && !this.payForNoise(bytes)) return;
    let refused = 0;
    for (const item of items) {
      if (item.kind === "stop") {
        this.#subscription(item.id)?.stop();
        continue;
      }
      const { id, jsonrpc } = item.kind === "bad" ? item : item.call;
      const error = item.kind === "bad" ? item.error : (refusal ?? this.#admit(item.call));
      if (error === null) continue;
      this.#peer.outlet.push(this.#refuser().frame({ id, jsonrpc }, error));
      // With a refusal the connection itself has been refused, which is counted once.
      if (refusal === null) this.#env.measurements.errors.add(reasonOf(error));
      refused += 1;
    }
    if (refused > 0 && this.#env.log.isLevelEnabled("debug"))
      this.#peer.log.debug({ count: refused }, "calls refused unread");
    this.#runNext();
  }

  /**
   * For so many bytes that are not calls alone: keep-alives, stops, garbage. A kilobyte costs what a call does. False: it
   * is too much, and the socket is being closed.
   */
  payForNoise(bytes: number): boolean {
    this.#noiseBudget ??= new CallBudget(this.#env.callRate);
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
    for (const subscription of this.#subscriptions) subscription.stop();
  }

  /** Queues the call, or says why not. */
  #admit(call: Call): unknown {
    const { caps } = this.#env;
    const retryAfterMs = this.#budget.take();
    if (retryAfterMs > 0) return this.#refuser().rateLimited(retryAfterMs);
    if (this.#queue.length >= caps.callsWaiting) return busy;
    // A subscription would be forgotten by its client if it were refused: its socket is about to be closed instead.
    if (this.#env.draining && call.type === "mutation") return draining;
    if (call.type !== "subscription") {
      this.#enqueue({ call, place: this.#isOrdered(call) ? this.#takePlace() : null, subscription: null });
      return null;
    }
    if (this.#subscription(call.id) !== undefined) return duplicateId;
    if (this.#subscriptions.length >= caps.subscriptionsPerSocket) return tooManySubscriptions;
    const subscription = new Subscription(call);
    this.#subscriptions = this.#subscriptions.concat(subscription);
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

  #takePlace(): Place {
    return (this.#line ??= new Line()).take();
  }

  #refuser(): Refusals {
    return (this.#refusals ??= new Refusals(this.#env.config));
  }

  #subscription(id: Address["id"]): Subscription | undefined {
    return this.#subscriptions.find((subscription) => subscription.id === id);
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
    this.#running += 1;
    try {
      const result = await this.#call(call, this.#peer.context(place), subscription?.signal ?? this.#peer.signal);
      if (subscription !== null) this.#start(subscription, result, started);
      else this.#answer(call, result);
      if (this.#env.log.isLevelEnabled("debug")) logCall(this.#peer.log, this.#record(call, started));
    } catch (error) {
      // Stopped before it had started: whatever it was doing may say so with an error.
      if (subscription?.signal.aborted === true) this.#stopped(subscription);
      else {
        if (subscription !== null) this.#forget(subscription);
        this.#fail(call, error, started);
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
    return callProcedure({
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
    this.#peer.outlet.push(answerFrame(this.#env.config, call, result));
  }

  #start(subscription: Subscription, result: unknown, started: number): void {
    if (!isAsyncIterable(result)) {
      const message = `Subscription ${subscription.path} returned no stream`;
      throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message });
    }
    if (subscription.signal.aborted) {
      this.#stopped(subscription);
      return;
    }
    this.#notify(subscription, { result: { type: "started" } });
    const sink = new SocketSink(this.#env.config, this.#peer, dataPrefix(subscription), subscription.path);
    this.#follow(subscription, subscription.carry(result, sink), started);
  }

  /** All that a parked subscription holds of its call is what these two functions mention. */
  #follow(subscription: Subscription, carried: Promise<void>, started: number): void {
    this.#env.measurements.subscriptions.add(subscription.path);
    carried.then(
      () => this.#over(subscription),
      (error: unknown) => this.#broken(subscription, error, started),
    );
  }

  #stopped(subscription: Subscription): void {
    this.#forget(subscription);
    // A client that is told so forgets the subscription; one whose socket is being closed shall open it again.
    if (!this.#ended) this.#notify(subscription, { result: { type: "stopped" } });
  }

  #broken(subscription: Subscription, cause: unknown, started: number): void {
    if (!subscription.signal.aborted) this.#fail(subscription, cause, started);
    this.#over(subscription);
  }

  #over(subscription: Subscription): void {
    this.#env.measurements.subscriptions.add(subscription.path, -1);
    this.#stopped(subscription);
  }

  #forget(subscription: Subscription): void {
    this.#subscriptions = this.#subscriptions.filter((other) => other !== subscription);
  }

  #fail(call: Answerable, cause: unknown, started: number): void {
    this.#env.failedCalls.add(() => this.#peer.log, this.#record(call, started), cause);
    if (call.type === "subscription" && this.#ended) return;
    this.#notify(call, { error: errorShape(this.#env.config, cause, call) });
  }

  #record({ path, type }: Answerable, started: number): CallRecord {
    return { path, type, userId: this.#peer.caller?.userId ?? null, durationMs: performance.now() - started };
  }

  /** Not even the error could be told. */
  #lost({ path }: Call, err: unknown): void {
    this.#peer.log.error({ err, path }, "call not answered");
  }

  #notify(to: Address, notice: Notice): void {
    this.#peer.outlet.push(noticeFrame(this.#env.config, to, notice));
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
