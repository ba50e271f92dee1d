import type { Socket } from "node:net";
import type { Logger } from "pino";
import type { RawData } from "ws";
import { closeCodes, type CloseCode } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { Context, type Caller, type Place } from "../trpc.ts";
import type { Visit } from "./access-log.ts";
import { arrive, authenticate } from "./authenticate.ts";
import { Calls, type Peer } from "./calls.ts";
import type { ConnectedSocket, SocketEvents } from "./connected-socket.ts";
import type { Connection } from "./connections.ts";
import { answerable, closeCodeFor, readToken } from "./credentials.ts";
import type { Environment } from "./environment.ts";
import { textFrame } from "./frames.ts";
import { readFrame, type Incoming } from "./incoming.ts";
import { Outlet } from "./outlet.ts";
import type { Client } from "./request.ts";
import { stopped } from "./subscription.ts";
import type { Slot, Timed } from "./wheel.ts";

export interface SocketParts {
  ws: ConnectedSocket;
  socket: Socket;
  client: Client;
  /** Whether the first frame says who this is. */
  awaitsCredentials: boolean;
}

/**
 * `refused` and `ending` last until the end of the turn: the answers that belong to it still go out, and then a close
 * with the code that says what to do next.
 */
type State = "awaiting credentials" | "verifying" | "open" | "refused" | "ending" | "closed";

/**
 * One WebSocket, from its handshake to its close. Thousands are open and do nothing: what it holds besides itself is
 * made when it is needed, and its request is let go.
 */
export class SocketConnection implements Connection, Peer, SocketEvents, Timed {
  readonly outlet: Outlet;
  caller: Caller | null = null;
  readonly #env: Environment;
  readonly #ws: ConnectedSocket;
  readonly #client: Client;
  readonly #calls: Calls;
  readonly #visit: Visit;
  #state: State;
  /** Whether the end of the caller's session finds it. */
  #registered: Caller | null = null;
  #depart: (() => void) | null = null;
  /** Its name in the log. */
  #id: string | null = null;
  #gone: AbortController | null = null;
  /** Frames that came while the token was being verified. */
  #held: { data: Buffer; isBinary: boolean }[] | null = null;
  #refusal: unknown = null;
  /** Where it stands in the wheel: until it has signed in with the deadline for that, then with the next ping. */
  #slot: Slot;
  #heard = true;
  #backlog = false;
  #awaitsReader = false;
  #paused = false;

  constructor(env: Environment, { ws, socket, client, awaitsCredentials }: SocketParts) {
    this.#env = env;
    this.#ws = ws;
    this.#client = client;
    this.outlet = new Outlet(env, ws, socket, this);
    this.#calls = new Calls(env, this);
    this.#state = awaitsCredentials ? "awaiting credentials" : "open";
    env.open.add(this);
    this.#visit = env.access.opened("websocket", client.address);
    this.#slot = awaitsCredentials ? env.wheel.place(env.caps.authenticateMs, this) : this.#placeFirstBeat();
  }

  /** Made anew each time: it weighs more than the connection, and is hardly ever used. */
  get log(): Logger {
    this.#id ??= this.#env.services.newId();
    return this.#env.log.child({ connection: this.#id });
  }

  get signal(): AbortSignal {
    return (this.#gone ??= new AbortController()).signal;
  }

  context(place: Place | null): Context {
    const { services } = this.#env;
    return new Context({ services, caller: this.caller, ...this.#client, refreshCookie: null, place });
  }

  read(more: boolean): void {
    this.#backlog = !more;
    this.#pace();
  }

  sessionEnded(): void {
    if (this.#state === "closed" || this.#state === "ending") return;
    this.#state = "ending";
    this.#calls.end();
    // The call that ended the session, if it came this way, is answered within this turn.
    setImmediate(() => this.close(4401));
  }

  /** What has been answered goes out, then the code, and nothing after it. More than once is harmless. */
  close(code: CloseCode): void {
    if (this.#state === "closed") return;
    this.#calls.end();
    this.outlet.flush();
    this.#visit.code = code;
    this.#leave();
    this.#ws.close(code, closeCodes[code].meaning);
    // The answer to the close has to be read.
    this.#ws.resume();
  }

  /** Not even the answer to the close is read: it may come after more of the same. */
  hangUp(): void {
    this.close(4429);
    this.#ws.pause();
  }

  /** The server is going away. */
  restart(): void {
    this.close(1012);
  }

  /** The reader has been taking nothing. */
  stalled(): void {
    this.close(4008);
  }

  message(data: RawData, isBinary: boolean): void {
    try {
      this.#receive(data, isBinary);
    } catch (error) {
      // A fault in here must cost this socket, not the process.
      this.#fault(error);
    }
  }

  /** The other side is there. tRPC's clients say PING as text; whoever says so without end is closed. */
  alive(data?: Buffer): void {
    this.#heard = true;
    if (this.#calls.payForNoise(1) && data?.toString("latin1") === "PING") this.outlet.push(pong);
    this.#pace();
  }

  failed(err: Error): void {
    if (this.#env.log.isLevelEnabled("debug")) this.log.debug({ err }, "socket failed");
  }

  closed(code: number): void {
    this.#calls.end();
    this.#leave();
    this.#env.open.delete(this);
    this.#env.addresses.leave(this.#client.address);
    this.#env.access.closed(this.#visit, this.caller, code, this.outlet.bytes);
  }

  due(): void {
    if (this.#state === "awaiting credentials" || this.#state === "verifying") this.close(4408);
    else this.#beat();
  }

  #leave(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#held = null;
    this.outlet.shut();
    this.#slot.delete(this);
    this.#gone?.abort(stopped);
    if (this.#registered !== null) this.#env.connections.remove(this.#registered, this);
    this.#depart?.();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heard = true;
    if (!Buffer.isBuffer(data)) return;
    if (!isBinary && data.length === 4 && keepAlives.has(data.toString("latin1"))) {
      this.alive(data);
      return;
    }
    switch (this.#state) {
      case "awaiting credentials":
        void this.#signIn(data, isBinary);
        break;
      case "verifying":
        (this.#held ??= []).push({ data, isBinary });
        break;
      case "open":
        this.#calls.take(this.#read(data, isBinary), data.length);
        break;
      case "refused":
        this.#calls.take(answerable(this.#read(data, isBinary), this.#refusal), data.length, this.#refusal);
        break;
      case "ending":
      case "closed":
        return;
    }
    this.#pace();
  }

  #read(data: Buffer, isBinary: boolean): Incoming[] {
    const { config, caps } = this.#env;
    return readFrame(data, isBinary, { transformer: config.transformer, ...caps });
  }

  async #signIn(data: Buffer, isBinary: boolean): Promise<void> {
    this.#state = "verifying";
    try {
      const token = readToken(data, isBinary);
      if (token !== null) {
        await this.#env.newcomers.yield();
        this.caller = await authenticate(this.#env.services, token, (caller) => this.#register(caller));
      }
      if (this.#state === "verifying") this.#open();
    } catch (error) {
      if (this.#state === "verifying") this.#refuse(error);
      else if (this.#state === "open") this.#fault(error);
    }
  }

  #fault(err: unknown): void {
    this.log.error({ err }, "connection failed");
    this.close(1012);
  }

  /** From here on the end of the session finds this socket. */
  #register(caller: Caller): void {
    if (this.#state !== "verifying") throw new NatterError("session_ended");
    const { connections, caps } = this.#env;
    connections.register(caller, this, caps.socketsPerUser);
    this.#registered = caller;
  }

  #open(): void {
    this.#state = "open";
    this.#slot.delete(this);
    this.#slot = this.#placeFirstBeat();
    if (this.caller !== null) this.#depart = arrive(this.#env, this.caller);
    this.#receiveHeld();
    this.#pace();
  }

  /** Says why, then closes with the code. Only saying it, a client would come back for ever without knowing. */
  #refuse(error: unknown): void {
    this.#state = "refused";
    this.#refusal = error;
    const record = { path: "connectionParams", type: "connection", userId: null, durationMs: 0 };
    this.#env.failedCalls.add(() => this.log, record, error);
    // A stock client takes an error without an id for a refused connection, and backs off before it tries again.
    this.#calls.take([{ kind: "bad", id: null, jsonrpc: undefined, error }], 0, error);
    this.#receiveHeld();
    setImmediate(() => this.close(closeCodeFor(error)));
  }

  #receiveHeld(): void {
    const held = this.#held;
    this.#held = null;
    for (const { data, isBinary } of held ?? []) this.#receive(data, isBinary);
  }

  /** Reads no further while it cannot keep up: what a client sends then waits in its own memory. */
  #pace(): void {
    const full = !this.outlet.writable;
    if (full && !this.#awaitsReader) {
      this.#awaitsReader = true;
      void this.outlet.drained().then(() => {
        this.#awaitsReader = false;
        this.#pace();
      });
    }
    const pause = full || this.#backlog || this.#state === "verifying";
    if (pause === this.#paused || this.#state === "closed") return;
    this.#paused = pause;
    if (pause) this.#ws.pause();
    else this.#ws.resume();
  }

  /** Not all at once: after a deploy thousands come back in the same second. */
  #placeFirstBeat(): Slot {
    const { wheel, caps, open } = this.#env;
    return wheel.place(caps.heartbeatMs * (1 - (open.size % 10) / 20), this);
  }

  #beat(): void {
    // What a paused socket has answered has not been read; a reader that stalls is found by its outlet.
    if (!this.#heard && !this.#paused) {
      this.#ws.terminate();
      return;
    }
    this.#heard = false;
    this.#ws.ping();
    this.#slot = this.#env.wheel.place(this.#env.caps.heartbeatMs, this);
  }
}

const keepAlives = new Set(["PING", "PONG"]);
const pong = textFrame("PONG");
