import type { Socket } from "node:net";
import type { Logger } from "pino";
import type { RawData, WebSocket } from "ws";
import { closeCodes, type CloseCode } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import type { Caller, Context, Place } from "../trpc.ts";
import { arrive, authenticate } from "./authenticate.ts";
import { logFailedCall } from "./call-log.ts";
import { Calls, type Peer } from "./calls.ts";
import type { Connection } from "./connections.ts";
import { closeCodeFor, readToken } from "./credentials.ts";
import type { Environment } from "./environment.ts";
import { textFrame } from "./frames.ts";
import { readFrame, type Incoming } from "./incoming.ts";
import { Outlet } from "./outlet.ts";
import type { Client } from "./request.ts";

export interface SocketParts {
  ws: WebSocket;
  socket: Socket;
  client: Client;
  /** Whether the first frame says who this is. */
  awaitsCredentials: boolean;
  /** Called once, when the socket has gone. */
  onGone(): void;
}

/**
 * `refused` and `ending` last until the end of the turn: the answers that belong to it still go out, and then a close
 * with the code that says what to do next.
 */
type State = "awaiting credentials" | "verifying" | "open" | "refused" | "ending" | "closed";

interface Held {
  data: Buffer;
  isBinary: boolean;
}

/** One WebSocket, from its handshake to its close. */
export class SocketConnection implements Connection, Peer {
  readonly outlet: Outlet;
  readonly #env: Environment;
  readonly #parts: SocketParts;
  readonly #calls: Calls;
  #state: State;
  #caller: Caller | null = null;
  #log: Logger | null = null;
  #gone: AbortController | null = null;
  /** Frames that came while the token was being verified. */
  #held: Held[] = [];
  #refusal: unknown = null;
  /** Undoes what this connection has done elsewhere. */
  #leaving: (() => void)[] = [];
  #cancelDeadline: (() => void) | null = null;
  #cancelBeat: (() => void) | null = null;
  #heard = true;
  #backlog = false;
  #awaitsReader = false;
  #paused = false;

  constructor(env: Environment, parts: SocketParts) {
    this.#env = env;
    this.#parts = parts;
    const { ws, socket } = parts;
    const { turn, wheel, caps } = env;
    this.outlet = new Outlet({ ws, socket, turn, wheel, ...caps, onStall: () => this.close(4008) });
    this.#calls = new Calls(env, this);
    this.#state = parts.awaitsCredentials ? "awaiting credentials" : "open";
    if (parts.awaitsCredentials) {
      this.#cancelDeadline = wheel.after(caps.authenticateMs, () => this.close(4408));
    }
    env.open.add(this);
    // Not all at once: after a deploy thousands come back in the same second.
    this.#cancelBeat = wheel.after(caps.heartbeatMs * (1 - (env.open.size % 10) / 20), () => this.#beat());
    ws.on("message", (data, isBinary) => {
      try {
        this.#receive(data, isBinary);
      } catch (error) {
        // A fault in here must cost this socket, not the process.
        this.#fail(error);
      }
    });
    ws.on("ping", () => this.#keepAlive());
    ws.on("pong", () => this.#keepAlive());
    ws.on("error", (err) => this.log.debug({ err }, "socket failed"));
    ws.on("close", (code) => this.#closed(code));
  }

  get log(): Logger {
    return (this.#log ??= this.#env.log.child({ connection: this.#env.services.newId() }));
  }

  get signal(): AbortSignal {
    return (this.#gone ??= new AbortController()).signal;
  }

  context(place: Place | null): Context {
    const { address, device } = this.#parts.client;
    return { services: this.#env.services, caller: this.#caller, address, device, refreshCookie: null, place };
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
    this.#leave();
    this.#parts.ws.close(code, closeCodes[code].meaning);
    // The answer to the close has to be read.
    this.#parts.ws.resume();
  }

  /** Not even the answer to the close is read: it may come after more of the same. */
  hangUp(): void {
    this.close(4429);
    this.#parts.ws.pause();
  }

  /** The server is going away. */
  restart(): void {
    this.close(1012);
  }

  #closed(code: number): void {
    this.log.debug({ code }, "socket closed");
    this.#calls.end();
    this.#leave();
    this.#env.open.delete(this);
    this.#parts.onGone();
  }

  #leave(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#held = [];
    this.outlet.shut();
    this.#cancelDeadline?.();
    this.#cancelBeat?.();
    this.#gone?.abort();
    for (const leave of this.#leaving) leave();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heard = true;
    if (!Buffer.isBuffer(data)) return;
    if (!isBinary && data.length === 4 && keepAlives.has(data.toString("latin1"))) {
      this.#keepAlive(data);
      return;
    }
    switch (this.#state) {
      case "awaiting credentials":
        void this.#signIn(data, isBinary);
        break;
      case "verifying":
        this.#held.push({ data, isBinary });
        break;
      case "open":
        this.#calls.take(this.#read(data, isBinary), data.length);
        break;
      case "refused":
        this.#calls.take(this.#answerable(this.#read(data, isBinary)), data.length, this.#refusal);
        break;
      case "ending":
      case "closed":
        return;
    }
    this.#pace();
  }

  /** The other side is there. tRPC's clients say PING as text; whoever says so without end is closed. */
  #keepAlive(data?: Buffer): void {
    this.#heard = true;
    if (this.#calls.payForNoise(1) && data?.toString("latin1") === "PING") this.outlet.push(pong);
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
        this.#caller = await authenticate(this.#env.services, token, (caller) => this.#register(caller));
      }
      if (this.#state === "verifying") this.#open();
    } catch (error) {
      if (this.#state === "verifying") this.#refuse(error);
      else if (this.#state === "open") this.#fail(error);
    }
  }

  #fail(err: unknown): void {
    this.log.error({ err }, "connection failed");
    this.close(1012);
  }

  /** From here on the end of the session finds this socket. */
  #register(caller: Caller): void {
    if (this.#state !== "verifying") throw new NatterError("session_ended");
    const { connections, caps } = this.#env;
    this.#leaving.push(connections.register(caller, this, caps.socketsPerUser));
  }

  #open(): void {
    this.#state = "open";
    this.#cancelDeadline?.();
    if (this.#caller !== null) this.#leaving.push(arrive(this.#env.services, this.#caller, this.log));
    const held = this.#held;
    this.#held = [];
    for (const { data, isBinary } of held) this.#receive(data, isBinary);
    this.#pace();
  }

  /** Says why, then closes with the code. Only saying it, a client would come back for ever without knowing. */
  #refuse(error: unknown): void {
    this.#state = "refused";
    this.#refusal = error;
    logFailedCall(this.log, { path: "connectionParams", type: "connection", userId: null, durationMs: 0 }, error);
    // A stock client takes an error without an id for a refused connection, and backs off before it tries again.
    this.#calls.take([{ kind: "bad", id: null, jsonrpc: undefined, error }], 0);
    const held = this.#held;
    this.#held = [];
    for (const { data, isBinary } of held) this.#receive(data, isBinary);
    setImmediate(() => this.close(closeCodeFor(error)));
  }

  /** A client forgets a subscription that is refused; where it may come back with another token it shall keep it. */
  #answerable(items: Incoming[]): Incoming[] {
    if (closeCodeFor(this.#refusal) === 4401) return items;
    return items.filter((item) => item.kind !== "call" || item.call.type !== "subscription");
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
    if (pause) this.#parts.ws.pause();
    else this.#parts.ws.resume();
  }

  #beat(): void {
    // What a paused socket has answered has not been read; a reader that stalls is found by its outlet.
    if (!this.#heard && !this.#paused) {
      this.#parts.ws.terminate();
      return;
    }
    this.#heard = false;
    this.#parts.ws.ping();
    this.#cancelBeat = this.#env.wheel.after(this.#env.caps.heartbeatMs, () => this.#beat());
  }
}

const keepAlives = new Set(["PING", "PONG"]);
const pong = textFrame("PONG");
