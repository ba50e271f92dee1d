import type { ServerResponse } from "node:http";
import { finished } from "node:stream";
import { NatterError } from "../errors.ts";
import type { Caller } from "../trpc.ts";
import type { Visit } from "./access-log.ts";
import { arrive } from "./authenticate.ts";
import type { Connection } from "./connections.ts";
import type { Environment, Restartable } from "./environment.ts";

/** A subscription over SSE: it is found, counted and ended as a socket is. */
export class StreamResponse implements Connection, Restartable {
  readonly #env: Environment;
  readonly #response: ServerResponse;
  readonly #address: string;
  readonly #visit: Visit;
  /** What it follows; null: there is no such procedure. */
  readonly #procedure: string | null;
  /** From the moment it is registered on. */
  #caller: Caller | null = null;
  #depart: (() => void) | null = null;
  #left = false;

  /** Throws `rate_limited` where the address has too many, or too often. */
  constructor(env: Environment, response: ServerResponse, address: string, path: string) {
    this.#env = env;
    this.#response = response;
    this.#address = address;
    this.#procedure = env.knows(path) ? path : null;
    const tooOften = env.services.rateLimits.take("connect", address) > 0;
    if (tooOften || !env.addresses.enter(address, env.caps.socketsPerAddress)) {
      throw new NatterError("rate_limited", { retryAfterMs: 10_000 });
    }
    env.open.add(this);
    this.#visit = env.access.opened("sse", address);
    if (this.#procedure !== null) env.measurements.subscriptions.add(this.#procedure);
    finished(response, () => this.#leave());
  }

  /** From here on the end of the session finds this stream. */
  register(caller: Caller): void {
    if (this.#left) throw new NatterError("session_ended");
    this.#env.connections.register(caller, this, this.#env.caps.socketsPerUser);
    this.#caller = caller;
  }

  /** Throws `session_ended` where the session, or the client, has gone meanwhile. */
  arrive(caller: Caller): void {
    if (this.#left || this.#response.destroyed) throw new NatterError("session_ended");
    this.#depart = arrive(this.#env, caller);
  }

  sessionEnded(): void {
    // What is on its way through the response is not written any more once it has been destroyed.
    this.#response.destroy();
  }

  restart(): void {
    this.#response.destroy();
  }

  #leave(): void {
    this.#left = true;
    const { access, open, addresses, connections, measurements } = this.#env;
    access.left(this.#visit);
    if (this.#procedure !== null) measurements.subscriptions.add(this.#procedure, -1);
    open.delete(this);
    addresses.leave(this.#address);
    if (this.#caller !== null) connections.remove(this.#caller, this);
    this.#depart?.();
  }
}
