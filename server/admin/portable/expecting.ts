import { DatabaseError, storageError } from "../../../db/sqlite/errors.ts";
import { ExpectedFailure } from "../../expected-failure.ts";

/** What is wrong with the database is something that can happen to anybody. */
export async function expectingDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DatabaseError) throw new ExpectedFailure(cause.message, undefined, { cause });
    const storage = storageError(cause);
    if (storage !== null) throw new ExpectedFailure(problems[storage.reason], undefined, { cause });
    throw cause;
  }
}

const problems = {
  storage_full: "The database cannot be written: its disk is full, or read-only. Make room, then repeat the command.",
  storage_down: "The database cannot be read or written: its disk reports an error, or it is damaged.",
};
