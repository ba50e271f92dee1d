import { StoreBusy, type Store } from "../../db/store.ts";
import type { Page, Message } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import type { Passwords } from "../services.ts";
import type { Measurements, SearchOutcome, WorkMeasurements } from "./measurements.ts";

/** The same store, whose commits and searches are counted and timed. */
export function measuredStore(store: Store, { writes, searches }: Measurements): Store {
  const write: Store["write"] = async (commands) => {
    const started = performance.now();
    try {
      const written = await store.write(commands);
      for (const [index, { kind }] of written.outcomes.entries()) {
        const command = commands[index];
        if (command !== undefined) writes.settled(command.kind, kind);
      }
      for (const item of written.items) if (item.type === "event") writes.events.add(item.event.kind);
      return written;
    } catch (error) {
      for (const command of commands) writes.settled(command.kind, "failed");
      writes.failedCommits += 1;
      throw error;
    } finally {
      writes.commandsPerCommit.observe(commands.length);
      writes.commitSeconds.observe((performance.now() - started) / 1000);
    }
  };
  const search: Store["messages"]["search"] = (viewerId, request) =>
    measured(searches, () => store.messages.search(viewerId, request), {
      answered: (page) => outcomeOf(page, request.limit),
      rejected: (error) => (error instanceof StoreBusy ? "busy" : "failed"),
    });
  return { ...store, write, messages: { ...store.messages, search } };
}

/** A full page has a cursor because there is more; a short one because time ran out. */
function outcomeOf({ items, nextCursor }: Page<Message>, limit: number): SearchOutcome {
  return nextCursor !== null && items.length < limit ? "partial" : "complete";
}

/** The same passwords, of which is known how many are being hashed or compared, or wait for it. */
export function measuredPasswords(passwords: Passwords, { passwords: work }: Measurements): Passwords {
  const told = {
    answered: () => "done" as const,
    // A password that is refused has been looked at; only one that had to wait for too many has not.
    rejected: (error: unknown) => (error instanceof NatterError && error.reason === "busy" ? "busy" : "done"),
  } as const;
  return {
    hash: (password, about) => measured(work, () => passwords.hash(password, about), told),
    verify: (hash, password) => measured(work, () => passwords.verify(hash, password), told),
  };
}

async function measured<T, Result extends string>(
  work: WorkMeasurements<Result>,
  task: () => Promise<T>,
  told: { answered(value: T): Result; rejected(error: unknown): Result },
): Promise<T> {
  const started = performance.now();
  work.pending += 1;
  try {
    const value = await task();
    work.results.add(told.answered(value));
    return value;
  } catch (error) {
    work.results.add(told.rejected(error));
    throw error;
  } finally {
    work.pending -= 1;
    work.seconds.observe((performance.now() - started) / 1000);
  }
}
