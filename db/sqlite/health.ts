import type { Connection } from "./connection.ts";
import { sqliteCode, storageError } from "./errors.ts";

export interface Health {
  /** Says what an error of a write means: a `StorageError` where it could not be stored, else the error itself. */
  explain(error: unknown): unknown;
  /** Whether the database answers: after a failed commit, whether a write succeeds again. */
  ping(): boolean;
}

/**
 * Looks after the database when a commit fails. What the failed commit left in the write-ahead log would come back
 * with the next start if the process died now, although its sender was told that nothing was stored: so it is written
 * over at once.
 */
export function createHealth(db: Connection): Health {
  const overwrite = db.$client.prepare(`
    insert into meta (key, value) values ('overwritten', '1')
    on conflict (key) do update set value = cast(value as integer) + 1
  `);
  const answer = db.$client.prepare("select 1");
  let down = false;

  function writeAgain(): void {
    try {
      overwrite.run();
      down = false;
    } catch {
      down = true;
    }
  }

  return {
    explain: (error) => {
      const storage = storageError(error);
      // A database that was busy has written nothing, and would keep the loop waiting once more.
      if (sqliteCode(error)?.startsWith("SQLITE_BUSY")) down = true;
      else if (storage?.reason === "storage_down") writeAgain();
      return storage ?? error;
    },
    ping: () => {
      if (down) writeAgain();
      return !down && answers();
    },
  };

  function answers(): boolean {
    try {
      return answer.get() !== undefined;
    } catch {
      return false;
    }
  }
}
