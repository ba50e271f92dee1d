import { callTRPCProcedure, getTRPCErrorShape, transformTRPCResponse, TRPCError } from "@trpc/server";
import type { SocketConstructor, SocketLike } from "../../../client-sdk/socket.ts";
import type { UserId } from "../../../server/contract/index.ts";
import { LiveStream } from "../../../server/live-stream.ts";
import { appRouter } from "../../../server/router.ts";
import type { Services } from "../../../server/services.ts";
import { Context } from "../../../server/trpc.ts";
import { Line } from "../../../server/transport/line.ts";
import { readFrame, type Call } from "../../../server/transport/incoming.ts";
import type { Chance } from "./chance.ts";

const { _config: config } = appRouter._def;
const reading = { transformer: config.transformer, callsPerMessage: 256, entriesPerMessage: 256, requestIdLength: 64 };

/**
 * A client's way to a server in the same process: the real procedures behind sockets that hold frames back for some
 * turns, in order, and break where they are told to.
 */
export class Wire {
  readonly WebSocket: SocketConstructor;
  readonly #services: Services;
  readonly #chance: Chance;
  readonly #open = new Set<MemorySocket>();
  #framesLeft = Infinity;
  #isDown = false;
  /** The next stream that resumes is told that it cannot. */
  skipsNext = false;
  /** The next stream is refused. */
  refusesNext = false;

  constructor(services: Services, chance: Chance) {
    this.#services = services;
    this.#chance = chance;
    const wire = this;
    this.WebSocket = class extends MemorySocket {
      constructor() {
        super(wire);
      }
    };
  }

  /** Breaks what is open. */
  cut(): void {
    this.#framesLeft = Infinity;
    for (const socket of [...this.#open]) socket.break();
  }

  /** Breaks in the place of a frame to come, in either direction: of whatever is on its way nothing arrives. */
  cutAfter(frames: number): void {
    this.#framesLeft = frames;
  }

  /** Broken until `up`. */
  down(): void {
    this.#isDown = true;
    this.cut();
  }

  up(): void {
    this.#isDown = false;
  }

  /** Whether the frame gets through. */
  passes(): boolean {
    this.#framesLeft -= 1;
    if (this.#framesLeft >= 0) return true;
    this.cut();
    return false;
  }

  async delay(): Promise<void> {
    for (let turns = this.#chance.int(4); turns > 0; turns--) await nextTurn();
  }

  accept(socket: MemorySocket): Session | null {
    if (this.#isDown) return null;
    this.#open.add(socket);
    return new Session(this.#services, this, (text) => socket.receive(text));
  }

  gone(socket: MemorySocket): void {
    this.#open.delete(socket);
  }

  /** Some requests arrive twice, as if a network had repeated them. */
  repeats(): boolean {
    return this.#chance.is(0.05);
  }
}

type Listener = (event: { data: unknown; code: number }) => void;

class MemorySocket implements SocketLike {
  readonly #wire: Wire;
  readonly #listeners = new Map<string, Listener[]>();
  #session: Session | null = null;
  #isClosed = false;
  #toServer = Promise.resolve();
  #toClient = Promise.resolve();

  constructor(wire: Wire) {
    this.#wire = wire;
    void this.#begin();
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener as Listener]);
  }

  send(text: string): void {
    this.#toServer = this.#toServer.then(async () => {
      await this.#wire.delay();
      if (!this.#isClosed && this.#wire.passes()) this.#session?.receive(text);
    });
  }

  close(): void {
    this.#end(1000);
  }

  receive(text: string): void {
    this.#toClient = this.#toClient.then(async () => {
      await this.#wire.delay();
      if (!this.#isClosed && this.#wire.passes()) this.#tell("message", { data: text, code: 0 });
    });
  }

  break(): void {
    this.#end(1006);
  }

  async #begin(): Promise<void> {
    await nextTurn();
    if (this.#isClosed) return;
    this.#session = this.#wire.accept(this);
    if (this.#session === null) this.#end(1006);
    else this.#tell("open", { data: "", code: 0 });
  }

  #end(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#wire.gone(this);
    this.#session?.end();
    void nextTurn().then(() => this.#tell("close", { data: "", code }));
  }

  #tell(type: string, event: { data: unknown; code: number }): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}

/** The server's end of one socket. */
class Session {
  readonly #services: Services;
  readonly #wire: Wire;
  readonly #send: (text: string) => void;
  readonly #line = new Line();
  readonly #streams = new Map<number | string, AbortController>();
  readonly #gone = new AbortController();
  #userId: UserId | null = null;

  constructor(services: Services, wire: Wire, send: (text: string) => void) {
    this.#services = services;
    this.#wire = wire;
    this.#send = send;
  }

  receive(text: string): void {
    if (text === "PING") return this.#send("PONG");
    if (this.#userId === null) {
      // The token is the name of whoever comes with it.
      this.#userId = (JSON.parse(text) as { data: { token: string } }).data.token;
      return;
    }
    const times = this.#wire.repeats() && text.includes('"message.send"') ? 2 : 1;
    for (let time = 0; time < times; time++) this.#take(text);
  }

  end(): void {
    this.#gone.abort();
    for (const stream of this.#streams.values()) stream.abort();
  }

  #take(text: string): void {
    for (const item of readFrame(Buffer.from(text), false, reading)) {
      if (item.kind === "bad") throw item.error;
      if (item.kind === "stop") this.#streams.get(item.id)?.abort();
      else void this.#run(item.call);
    }
  }

  async #run(call: Call): Promise<void> {
    const { type, path, id } = call;
    const place = type === "mutation" ? this.#line.take() : null;
    const stream = new AbortController();
    if (type === "subscription") this.#streams.set(id, stream);
    const userId = this.#userId ?? "";
    const caller = { userId, sessionId: sessionOf(userId) };
    const ctx = new Context({
      services: this.#services,
      caller,
      address: "",
      device: null,
      refreshCookie: null,
      place,
    });
    const { signal } = type === "subscription" ? stream : this.#gone;
    try {
      const getRawInput = () => Promise.resolve(this.#skipping(call));
      const result: unknown = await callTRPCProcedure({
        router: appRouter,
        path,
        type,
        ctx,
        signal,
        batchIndex: 0,
        getRawInput,
      });
      if (result instanceof LiveStream) await this.#follow(id, result, signal);
      else this.#say({ id, result: { type: "data", data: result } });
    } catch (cause) {
      const error = cause instanceof TRPCError ? cause : new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause });
      const shape = getTRPCErrorShape({ config, error, type, path, input: call.input, ctx });
      if (!this.#gone.signal.aborted) this.#say({ id, error: shape });
    } finally {
      place?.release();
    }
  }

  /** A position of another log cannot be resumed, one of none is refused. */
  #skipping({ path, input }: Call): unknown {
    if (path !== "sync.onEvent") return input;
    if (this.#wire.refusesNext) {
      this.#wire.refusesNext = false;
      return { lastEventId: "malformed" };
    }
    if (!this.#wire.skipsNext) return input;
    this.#wire.skipsNext = false;
    return { ...(input as object), lastEventId: "anotherlog.1" };
  }

  async #follow(id: Call["id"], stream: LiveStream<unknown>, signal: AbortSignal): Promise<void> {
    this.#say({ id, result: { type: "started" } });
    const write = (item: { id: string | null; data: unknown }) => {
      if (signal.aborted) return;
      const tracked = item.id === null ? item.data : { id: item.id, data: item.data };
      this.#say({ id, result: { type: "data", data: tracked, ...(item.id === null ? {} : { id: item.id }) } });
    };
    await stream.source({ writable: true, write, drained: () => Promise.resolve() }, signal);
    this.#streams.delete(id);
    if (!this.#gone.signal.aborted) this.#say({ id, result: { type: "stopped" } });
  }

  #say(message: Parameters<typeof transformTRPCResponse>[1] & { id: Call["id"] }): void {
    this.#send(JSON.stringify(transformTRPCResponse(config, message)));
  }
}

export function sessionOf(userId: UserId): string {
  return `session of ${userId}`;
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
