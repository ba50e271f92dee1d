import type { Command, CommandKind } from "../../server/domain/commands.ts";
import type { Outcome } from "../../server/domain/decision.ts";
import { StorageError, type LogItem, type Position, type Written } from "../store.ts";
import { createCarryOut, type WriteParts } from "./carry-out.ts";
import type { Connection } from "./connection.ts";
import type { Health } from "./health.ts";
import type { Reserve } from "./reserve.ts";

/** What is stored even when the disk is full: nobody must stay signed in because of that. */
const mustGoOn: ReadonlySet<CommandKind> = new Set(["session.end", "session.endAll", "bot.delete", "account.disable"]);

/** Carries out commands, as `Store.write` promises it. */
export function createWrite(db: Connection, rows: WriteParts, health: Health, reserve: Reserve) {
  const carryOut = createCarryOut(db, rows);
  // Made once: the driver puts a transaction function together at some cost.
  const transaction = db.$client.transaction((run: () => Position) => run());

  /** All of them in one transaction, so that one fsync serves them all. */
  function together(commands: readonly Command[]): Written {
    const outcomes: Outcome[] = [];
    const items: LogItem[] = [];
    const run = () => {
      let head = rows.events.head();
      for (const command of commands) {
        const written = carryOut(command, head);
        outcomes.push(written.outcome);
        items.push(...written.items);
        head = written.head;
      }
      rows.index.keepUp(commands.length);
      return head;
    };
    const head = transaction.immediate(run);
    return { outcomes, items, head };
  }

  /** Each in a transaction of its own, so that the one that throws fails alone. */
  function singly(commands: readonly Command[], full: StorageError | null = null): Written {
    const outcomes: Outcome[] = [];
    const items: LogItem[] = [];
    // Read before anything is committed: what has been committed must be published, whatever fails after it.
    let head = rows.events.head();
    for (const command of commands) {
      try {
        if (full !== null && !mustGoOn.has(command.kind)) throw full;
        const written = together([command]);
        outcomes.push(...written.outcomes);
        items.push(...written.items);
        head = written.head;
      } catch (error) {
        outcomes.push({ kind: "failed", error: health.explain(error) });
      }
    }
    return { outcomes, items, head };
  }

  /** Only what must go on, in the room that is kept for it. */
  function inReserve(commands: readonly Command[], full: StorageError): Written {
    reserve.release();
    const written = singly(commands, full);
    reserve.keep();
    return written;
  }

  return (commands: readonly Command[]): Written => {
    try {
      const written = together(commands);
      reserve.keep();
      return written;
    } catch (error) {
      const explained = health.explain(error);
      if (!(explained instanceof StorageError)) return singly(commands);
      const isFull = explained.reason === "storage_full";
      if (isFull && commands.some(({ kind }) => mustGoOn.has(kind))) return inReserve(commands, explained);
      throw explained;
    }
  };
}
