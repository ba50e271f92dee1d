import type { Store, Written } from "../../db/store.ts";
import { StorageError } from "../../db/store.ts";
import type { Command } from "../domain/commands.ts";
import type { AnswerOf, Outcome } from "../domain/decision.ts";
import { NatterError } from "../errors.ts";
import type { Witness, Writer } from "../services.ts";
import type { Publisher } from "./publisher.ts";

/** What one transaction may weigh, in messages: more would hold the loop for too long. */
const maxBatch = 256;
/** So many people put into a room cost what a message does. */
const peoplePerMessage = 4;
/** Beyond this a caller waits for seconds: better told now. */
const maxWaiting = 10_000;

/** For so long a commit may wait for those who are expected, */
const gatherMs = 1;
/** so long after the last commit: who has not written again by then is not going to. */
const recentMs = 5;

interface Waiting {
  command: Command;
  settle(outcome: Outcome): void;
}

/**
 * Every write passes here, in the order of arrival. Whatever arrives while a commit is under way shares the next one:
 * one fsync for all of them. Commit, then publish, then acknowledge.
 */
export class WriteQueue implements Writer {
  readonly #store: Store;
  readonly #publisher: Publisher;
  #waiting: Waiting[] = [];
  #working: Promise<void> | null = null;
  /** How many had something to write when the last commit was done, and when that was. */
  #lately = { writers: 1, at: 0 };

  constructor(parts: { store: Store; publisher: Publisher }) {
    this.#store = parts.store;
    this.#publisher = parts.publisher;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  write<C extends Command>(command: C, witness?: Witness): Promise<AnswerOf<C["kind"]>> {
    if (this.#waiting.length >= maxWaiting) return Promise.reject(new NatterError("busy", { retryAfterMs: 1000 }));
    return new Promise((resolve, reject) => {
      const settle = (outcome: Outcome): void => {
        witness?.(outcome);
        // The outcome of a command is the answer of its kind: the store reads what `decide` names.
        if (outcome.kind === "done") resolve(outcome.answer as AnswerOf<C["kind"]>);
        else reject(outcome.kind === "refused" ? refused(outcome.refusal) : failed(outcome.error));
      };
      this.#waiting.push({ command, settle });
      this.#working ??= this.#work();
    });
  }

  /** Resolves when everything that was waiting has been settled. */
  async flush(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  async #work(): Promise<void> {
    await this.#gather();
    while (this.#waiting.length > 0) {
      const size = batchSize(this.#waiting);
      const batch = this.#waiting.slice(0, size);
      this.#waiting = this.#waiting.slice(size);
      await this.#commit(batch);
      this.#lately = { writers: size + this.#waiting.length, at: performance.now() };
      await this.#gather();
    }
    this.#working = null;
  }

  /**
   * What other sockets send in this turn of the loop goes into the same transaction. Beyond that, those who were
   * answered together answer together: to commit the first of them at once would split them for good, into twice the
   * commits and twice the writes to every reader. Where nobody else has just written, nothing waits.
   */
  async #gather(): Promise<void> {
    const { writers, at } = this.#lately;
    const expected = performance.now() - at < recentMs ? Math.min(writers, maxBatch) : 1;
    await nextTurn();
    // Not before the turn is over: its end is what the others wait for.
    const end = performance.now() + gatherMs;
    while (this.#waiting.length > 0 && this.#waiting.length < expected && performance.now() < end) await nextTurn();
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    let written: Written;
    try {
      written = await this.#store.write(batch.map((waiting) => waiting.command));
    } catch (error) {
      for (const waiting of batch) waiting.settle({ kind: "failed", error });
      return;
    }
    this.#publisher.publish(written.items, written.head);
    for (const [index, waiting] of batch.entries()) {
      waiting.settle(written.outcomes[index] ?? { kind: "failed", error: new Error("the store gave no outcome") });
    }
  }
}

/** How many of those that wait go into one transaction: one at least. */
function batchSize(waiting: readonly Waiting[]): number {
  let weight = 0;
  const end = waiting.findIndex(({ command }, index) => {
    weight += weightOf(command);
    return weight > maxBatch && index > 0;
  });
  return end < 0 ? waiting.length : end;
}

function weightOf(command: Command): number {
  const people = "memberIds" in command ? command.memberIds : "userIds" in command ? command.userIds : [];
  return 1 + Math.floor(people.length / peoplePerMessage);
}

function refused({ reason, fields, retryAfterMs }: Extract<Outcome, { kind: "refused" }>["refusal"]): NatterError {
  return new NatterError(reason, {
    ...(fields === undefined ? {} : { fields }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function failed(error: unknown): unknown {
  return error instanceof StorageError
    ? new NatterError(error.reason, { retryAfterMs: 1000 }, { cause: error })
    : error;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
