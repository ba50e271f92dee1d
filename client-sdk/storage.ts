import type { SessionId } from "../server/contract/index.ts";

/** A session as it is kept: plain JSON. Whoever has it is signed in, so keep it where others cannot read it. */
export interface StoredSession {
  readonly sessionId: SessionId | null;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly accessExpiresAt: number;
  /** Null where it is a cookie, or where there is none (a bot's token). */
  readonly refreshToken: string | null;
}

/**
 * Where a session outlives the program. It is read before each refresh, so that several programs (tabs) can share
 * one. A `save` that fails while signing in makes that fail; later ones are ignored, because the tokens are in memory.
 */
export interface SessionStorage {
  load(): StoredSession | null | Promise<StoredSession | null>;
  /** Null: signed out, forget it. */
  save(session: StoredSession | null): void | Promise<void>;
}

/** Keeps the session as long as the program runs. */
export function memoryStorage(session: StoredSession | null = null): SessionStorage {
  let kept = session;
  return {
    load: () => kept,
    save: (next) => {
      kept = next;
    },
  };
}
