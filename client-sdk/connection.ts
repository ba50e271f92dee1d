import type { AfterClose } from "../server/contract/index.ts";
import type { Line } from "./calls.ts";
import { isNatterError, type NatterError } from "./errors.ts";
import { Heartbeat, type HeartbeatTiming } from "./heartbeat.ts";
import { Value, type Observed } from "./observed.ts";
import { Socket, type SocketConstructor } from "./socket.ts";
import { afterClose, transition, type ConnectionEvent, type ConnectionState } from "./transition.ts";
import { encodeCredentials, frames, readFrame, type Incoming } from "./wire.ts";

/** What a connection shows the server. */
export interface Credentials {
  /** The access token, if it will do for a while. */
  current(): string | null;
  /** Gets another one. However many wait, one request is made. Rejects where that failed, or nobody is signed in. */
  renew(): Promise<void>;
  /** The server does not take this token any more. */
  spoil(token: string): void;
  /** The server has ended the session. */
  end(reason: NatterError["reason"]): void;
  /** Why there is no session; null while there is one, or may be. */
  readonly missing: NatterError["reason"] | null;
}

/** Who uses the connection. */
export interface Traffic {
  readonly areWaiting: boolean;
  opened(): void;
  lost(): void;
  failAll(reason: NatterError["reason"]): void;
  receive(message: Incoming): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly WebSocket: SocketConstructor;
  readonly credentials: Credentials;
  readonly traffic: () => Traffic;
  readonly random: () => number;
  readonly heartbeat: HeartbeatTiming;
}

/** The one socket of a client, opened again for as long as it takes. What happens when is `transition`'s to say. */
export class Connection implements Observed<ConnectionState>, Line {
  readonly #options: ConnectionOptions;
  readonly #state = new Value<ConnectionState>({ name: "idle" });
  readonly getSnapshot = this.#state.getSnapshot;
  readonly subscribe = this.#state.subscribe;
  #socket: Socket | null = null;
  /** The token that the socket was opened with. */
  #token = "";
  #heartbeat: Heartbeat | null = null;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #closing = new Set<Promise<void>>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.getSnapshot().name === "open";
  }

  want(): NatterError["reason"] | null {
    const { credentials } = this.#options;
    if (credentials.missing === null) this.dispatch({ type: "wanted" });
    const { name } = this.getSnapshot();
    if (name === "closed") return "closed";
    if (name === "too-old") return "client_too_old";
    return credentials.missing;
  }

  send(messages: string[]): void {
    for (const frame of frames(messages)) this.#socket?.send(frame);
    if (this.#options.traffic().areWaiting) this.#heartbeat?.hurry();
  }

  giveUp(next: AfterClose, reason: NatterError["reason"]): void {
    if (next === "update") return this.dispatch({ type: "too-old" });
    const { credentials } = this.#options;
    if (next === "sign-in") credentials.end(reason);
    if (next === "refresh") credentials.spoil(this.#token);
    this.dispatch({ type: "lost", next });
  }

  /** The network may have changed: looks whether the socket still lives, or stops waiting. */
  networkChanged(): void {
    this.dispatch({ type: "network-changed" });
    this.#heartbeat?.probe();
  }

  /** Resolves when nothing is open any more. */
  async close(): Promise<void> {
    this.dispatch({ type: "close" });
    await Promise.all(this.#closing);
  }

  dispatch(event: ConnectionEvent): void {
    const before = this.getSnapshot();
    const after = transition(before, event, this.#options.random());
    if (after === before) return;
    const moved = after.name !== before.name;
    if (moved) this.#leave(after);
    this.#state.set(after);
    if (!moved) return;
    if (before.name === "open") this.#options.traffic().lost();
    // A listener may have led on already, by closing the client for one.
    if (this.getSnapshot() === after) this.#enter(after);
  }

  #leave(after: ConnectionState): void {
    clearTimeout(this.#waiting);
    if (after.name === "open") return;
    this.#heartbeat?.stop();
    this.#heartbeat = null;
    if (this.#socket === null) return;
    const closing = this.#socket.drop().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    this.#socket = null;
  }

  #enter(state: ConnectionState): void {
    const { traffic, credentials } = this.#options;
    switch (state.name) {
      case "connecting":
        return this.#connect();
      case "refreshing":
        return this.#refresh(state);
      case "open":
        this.#heartbeat = this.#startHeartbeat();
        return traffic().opened();
      case "waiting":
        this.#waiting = setTimeout(() => this.dispatch({ type: "waited" }), state.waitMs);
        return;
      case "signed-out":
        return traffic().failAll(credentials.missing ?? "not_signed_in");
      case "too-old":
        return traffic().failAll("client_too_old");
      case "closed":
        return traffic().failAll("closed");
      case "idle":
    }
  }

  #connect(): void {
    const { credentials, url, WebSocket } = this.#options;
    const token = credentials.current();
    if (token === null) return this.dispatch({ type: "token-stale" });
    this.#token = token;
    try {
      const socket: Socket = new Socket(url, WebSocket, {
        opened: () => {
          socket.send(encodeCredentials(token));
          this.dispatch({ type: "opened" });
        },
        message: (data) => this.#received(socket, data),
        closed: (code) => this.giveUp(afterClose(code), "session_ended"),
      });
      this.#socket = socket;
    } catch {
      // A browser refuses some addresses by throwing, an unsafe one on a safe page for example.
      this.dispatch({ type: "lost", next: "reconnect" });
    }
  }

  #refresh(state: ConnectionState): void {
    const ifStill = (event: ConnectionEvent) => () => {
      if (this.getSnapshot() === state) this.dispatch(event);
    };
    // Why it failed is the session's to judge: it ends itself where that is certain.
    const failed = (error: unknown) => {
      const isTooOld = isNatterError(error) && error.reason === "client_too_old";
      ifStill({ type: isTooOld ? "too-old" : "refresh-failed" })();
    };
    this.#options.credentials.renew().then(ifStill({ type: "refreshed" }), failed);
  }

  #startHeartbeat(): Heartbeat {
    return new Heartbeat({
      timing: this.#options.heartbeat,
      ping: () => this.#socket?.send("PING"),
      dead: () => this.dispatch({ type: "lost", next: "reconnect" }),
      isBusy: () => this.#options.traffic().areWaiting,
    });
  }

  #received(socket: Socket, data: unknown): void {
    this.#heartbeat?.heard();
    if (data === "PING") return socket.send("PONG");
    if (data === "PONG") return this.dispatch({ type: "proven" });
    try {
      for (const message of readFrame(data)) {
        this.#handle(message);
        // What followed in the frame belongs to a connection that has been given up.
        if (this.#socket !== socket) return;
      }
    } catch {
      this.dispatch({ type: "lost", next: "reconnect" });
    }
  }

  #handle(message: Incoming): void {
    if (message.method === "reconnect") return this.dispatch({ type: "lost", next: "reconnect-jittered" });
    // An error proves nothing: a server that refuses the credentials answers each call with one.
    if (message.result !== undefined) this.dispatch({ type: "proven" });
    this.#options.traffic().receive(message);
  }
}
