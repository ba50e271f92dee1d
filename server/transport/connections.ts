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
  readonly #bySession = new Map<SessionId, Set<Connection>>();
  readonly #ofUser = new Tally<UserId>();

  /** Returns how to remove it again. Throws `rate_limited` where the person has `most` already. */
  register({ sessionId, userId }: Caller, connection: Connection, most: number): () => void {
    const leave = this.#ofUser.enter(userId, most);
    if (leave === null) throw new NatterError("rate_limited", { retryAfterMs: 10_000 });
    const connections = this.#bySession.get(sessionId) ?? new Set();
    this.#bySession.set(sessionId, connections.add(connection));
    return () => {
      leave();
      connections.delete(connection);
      if (connections.size === 0 && this.#bySession.get(sessionId) === connections) this.#bySession.delete(sessionId);
    };
  }

  /** When it returns, nothing further reaches anything that this session has open. */
  endSession(sessionId: SessionId): void {
    for (const connection of [...(this.#bySession.get(sessionId) ?? [])]) connection.sessionEnded();
  }
}
