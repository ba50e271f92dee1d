import type { RawData, WebSocket } from "ws";

/** A call whose answer is to be lost. */
export interface Trap {
  path: string;
  caught(): void;
}

/** What the network does at present. */
export interface Weather {
  /** How many want every event twice. */
  duplicates: number;
  /** By session: how many want it to sleep. */
  readonly asleep: Map<string, number>;
  /** In the order in which they were set. */
  readonly traps: Trap[];
}

interface Message {
  id?: unknown;
  method?: unknown;
  params?: { path?: unknown };
  result?: { id?: unknown };
  data?: { token?: unknown };
}

/** One WebSocket's way through the network: what comes at one end goes out at the other, or does not. */
export class Passage {
  /** Whose it is, once the first frame has said so. */
  sessionId: string | null = null;
  /** Resolves when both ends are closed. */
  readonly gone: Promise<void>;
  readonly #client: WebSocket;
  readonly #server: WebSocket;
  readonly #weather: Weather;
  /** In the order in which they came, for either end. */
  #held: { to: WebSocket; data: string }[] = [];
  /** Calls whose answers are to be lost, by their id. */
  readonly #doomed = new Map<unknown, Trap>();

  constructor(client: WebSocket, server: WebSocket, weather: Weather) {
    this.#client = client;
    this.#server = server;
    this.#weather = weather;
    this.gone = Promise.all([client, server].map((end) => new Promise((resolve) => end.once("close", resolve)))).then(
      () => undefined,
    );
    server.once("open", () => this.flush());
    client.on("message", (data) => this.#fromClient(textOf(data)));
    server.on("message", (data) => this.#fromServer(textOf(data)));
    for (const [end, other] of [[client, server] as const, [server, client] as const]) {
      end.on("error", () => this.cut());
      end.on("close", (code) => closeLike(other, code));
    }
  }

  /** Breaks it, as a network does: without a word to either end. */
  cut(): void {
    this.#client.terminate();
    this.#server.terminate();
  }

  /** Lets through what was held back, if nothing holds it back any more. */
  flush(): void {
    if (this.#isHeld) return;
    const held = this.#held;
    this.#held = [];
    for (const { to, data } of held) if (to.readyState === to.OPEN) to.send(data);
  }

  get #isHeld(): boolean {
    const isAsleep = this.sessionId !== null && (this.#weather.asleep.get(this.sessionId) ?? 0) > 0;
    return isAsleep || this.#server.readyState === this.#server.CONNECTING;
  }

  #fromClient(data: string): void {
    for (const message of messagesIn(data)) {
      if (message.method === "connectionParams") this.sessionId = sessionIn(message.data?.token);
      const trap = this.#weather.traps.find(({ path }) => path === message.params?.path);
      if (trap !== undefined) this.#doomed.set(message.id, trap);
    }
    this.#pass(this.#server, data);
  }

  #fromServer(data: string): void {
    const messages = messagesIn(data);
    for (const { id } of messages) {
      const trap = this.#doomed.get(id);
      if (trap !== undefined && this.#spring(trap)) return;
    }
    this.#pass(this.#client, data);
    const events = messages.filter(({ result }) => typeof result?.id === "string");
    if (this.#weather.duplicates > 0 && events.length > 0) this.#pass(this.#client, JSON.stringify(events));
  }

  /** False: it has caught another call meanwhile. */
  #spring(trap: Trap): boolean {
    const { traps } = this.#weather;
    const index = traps.indexOf(trap);
    if (index < 0) return false;
    traps.splice(index, 1);
    this.cut();
    trap.caught();
    return true;
  }

  #pass(to: WebSocket, data: string): void {
    this.#held.push({ to, data });
    this.flush();
  }
}

function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();
}

/** The calls or answers of a frame; none where it is a keep-alive or no JSON. */
function messagesIn(data: string): Message[] {
  try {
    const parsed = JSON.parse(data) as Message | Message[];
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    return [];
  }
}

/** The session that a token speaks of: an access token's claim, or the first half of a bot's. */
function sessionIn(token: unknown): string | null {
  if (typeof token !== "string") return null;
  if (token.startsWith("ntr_")) return token.slice(4).split(".")[0] ?? null;
  const [, payload = ""] = token.split(".");
  const [claims] = messagesIn(Buffer.from(payload, "base64url").toString()) as { sid?: unknown }[];
  return typeof claims?.sid === "string" ? claims.sid : null;
}

/** With the same code, where it is one that may be sent. */
function closeLike(end: WebSocket, code: number): void {
  if (code === 1005 || code === 1006) end.terminate();
  else end.close(code);
}
