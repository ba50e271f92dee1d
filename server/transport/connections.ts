import type { SessionId, UserId } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import type { Caller } from "../trpc.ts";
import { Tally } from "./tally.ts";

/** Something that lives as long as its session: a socket, or a stream over SSE. */
export interface Connection {
  /** Its session has ended: stops its streams before it returns, and closes. More than once is harmless. */
  sessionEnded(): void;
}

/** What is open, by session: how an ended session is found wherever it has got to. */
export class Connections {
  /** Almost always one of each, and a set of one costs five times what it holds. */
  readonly #bySession = new Map<SessionId, Connection | Set<Connection>>();
  readonly #ofUser = new Tally<UserId>();

  /** `remove` must be called once it has gone. Throws `rate_limited` where the person has `most` already. */
  register({ sessionId, userId }: Caller, connection: Connection, most: number): void {
    if (!this.#ofUser.enter(userId, most)) throw new NatterError("rate_limited", { retryAfterMs: 10_000 });
    const others = this.#bySession.get(sessionId);
    if (others === undefined) this.#bySession.set(sessionId, connection);
    else if (others instanceof Set) others.add(connection);
    else this.#bySession.set(sessionId, new Set([others, connection]));
  }

  remove({ sessionId, userId }: Caller, connection: Connection): void {
    this.#ofUser.leave(userId);
    const open = this.#bySession.get(sessionId);
    if (open instanceof Set) open.delete(connection);
    if (open === connection || (open instanceof Set && open.size === 0)) this.#bySession.delete(sessionId);
  }

  /** When it returns, nothing further reaches anything that this session has open. */
  endSession(sessionId: SessionId): void {
    const open = this.#bySession.get(sessionId);
    if (open === undefined) return;
    for (const connection of open instanceof Set ? [...open] : [open]) connection.sessionEnded();
  }
}
