import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** A TCP proxy that makes the network misbehave. What it does to one connection it does without telling either end. */
export interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** How many connections pass through it now. */
  readonly connections: number;
  /** How many have been taken so far. */
  readonly accepted: number;
  /** Where new connections lead from now on. */
  target: number;
  /** Breaks every open connection, both ways, at once. */
  cut(): void;
  /** From now on nothing passes, in either direction and on new connections too; nothing is closed. */
  stall(): void;
  /** What was held back by `stall` passes, in order. */
  resume(): void;
  /** Holds every piece back for so long, in both directions, in order. 0: no longer. */
  delay(ms: number): void;
  /** New connections are refused until `accept`. */
  refuse(): void;
  accept(): void;
  /**
   * Lets what clients send through, and cuts the connection when the server's next answer that contains `text` comes,
   * which is lost: the server has done it, the client does not know. Resolves when that has happened.
   */
  cutBeforeReply(text?: string): Promise<void>;
  /** Cuts the connection when a client next sends something, which is lost: the server never hears of it. */
  cutBeforeRequest(): Promise<void>;
}

/** Starts a proxy to a port of this machine. Use it with `await using`. */
export async function startProxy(target: number): Promise<Proxy> {
  const proxy = new TcpProxy(target);
  await proxy.start();
  return proxy;
}

type Direction = "request" | "reply";

interface Trap {
  direction: Direction;
  text: string;
  caught(): void;
}

class TcpProxy implements Proxy {
  target: number;
  accepted = 0;
  readonly #server: Server = createServer({ allowHalfOpen: true }, (client) => this.#pass(client));
  readonly #pairs = new Set<Pair>();
  readonly #traps = new Set<Trap>();
  readonly #held: (() => void)[] = [];
  #refusing = false;
  #stalled = false;
  #delayMs = 0;

  constructor(target: number) {
    this.target = target;
  }

  async start(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  cut(): void {
    for (const pair of this.#pairs) pair.cut();
  }

  stall(): void {
    this.#stalled = true;
  }

  resume(): void {
    this.#stalled = false;
    for (const pass of this.#held.splice(0)) pass();
  }

  delay(ms: number): void {
    this.#delayMs = ms;
  }

  refuse(): void {
    this.#refusing = true;
  }

  accept(): void {
    this.#refusing = false;
  }

  cutBeforeReply(text = ""): Promise<void> {
    return this.#trap("reply", text);
  }

  cutBeforeRequest(): Promise<void> {
    return this.#trap("request", "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #trap(direction: Direction, text: string): Promise<void> {
    return new Promise((resolve) => {
      const trap: Trap = {
        direction,
        text,
        caught: () => {
          this.#traps.delete(trap);
          resolve();
        },
      };
      this.#traps.add(trap);
    });
  }

  #pass(client: Socket): void {
    if (this.#refusing) return void client.resetAndDestroy();
    this.accepted += 1;
    const server = connect({ port: this.target, host: "127.0.0.1", allowHalfOpen: true });
    const pair = new Pair(client, server, (direction, piece, forward) => {
      const trap = [...this.#traps].find((one) => one.direction === direction && piece?.includes(one.text));
      if (trap === undefined) return this.#later(forward);
      pair.cut();
      trap.caught();
    });
    this.#pairs.add(pair);
    pair.onEnd(() => this.#pairs.delete(pair));
  }

  #later(forward: () => void): void {
    const pass = () => (this.#stalled ? void this.#held.push(pass) : forward());
    // Timers of one length fire in the order in which they were set.
    if (this.#delayMs > 0) setTimeout(pass, this.#delayMs);
    else pass();
  }
}

/** `piece` null: the end of the connection, which takes its place behind what came before it. */
type Forward = (direction: Direction, piece: Buffer | null, forward: () => void) => void;

/** A client's connection and the one that leads on to the server. */
class Pair {
  readonly #client: Socket;
  readonly #server: Socket;

  constructor(client: Socket, server: Socket, forward: Forward) {
    this.#client = client;
    this.#server = server;
    this.#join(client, server, "request", forward);
    this.#join(server, client, "reply", forward);
  }

  onEnd(listener: () => void): void {
    this.#client.once("close", listener);
  }

  cut(): void {
    this.#client.resetAndDestroy();
    this.#server.resetAndDestroy();
  }

  #join(from: Socket, to: Socket, direction: Direction, forward: Forward): void {
    from.setNoDelay(true);
    from.on("data", (piece: Buffer) => {
      forward(direction, piece, () => {
        if (!to.destroyed) to.write(piece);
      });
    });
    from.on("end", () => forward(direction, null, () => to.end()));
    from.on("error", () => forward(direction, null, () => to.destroy()));
  }
}
