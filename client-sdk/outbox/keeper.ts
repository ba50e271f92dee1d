import type { UserId } from "../../server/contract/index.ts";
import { pause } from "../insist.ts";
import type { OutboxStorage, StoredSend } from "./storage.ts";

/** A storage that takes longer is not waited for. */
const patienceMs = 3_000;

/**
 * A storage that may fail or never answer: a message is in memory all the same. Things are done to it one after the
 * other, so that whoever looks never finds a later message without those before it.
 */
export class Keeper {
  readonly #storage: OutboxStorage;
  #last: Promise<void> = Promise.resolve();

  constructor(storage: OutboxStorage) {
    this.#storage = storage;
  }

  /** What there is, as far as it can be had. */
  async load(userId: UserId): Promise<StoredSend[]> {
    let found: StoredSend[] = [];
    await withPatience(async () => {
      found = await this.#storage.load(userId);
    });
    return found;
  }

  /** Resolves when it is kept, or cannot be. */
  put(send: StoredSend): Promise<void> {
    return this.#inTurn(() => this.#storage.put(send));
  }

  remove(clientId: string): Promise<void> {
    return this.#inTurn(() => this.#storage.remove(clientId));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(() => withPatience(work));
    return this.#last;
  }
}

async function withPatience(work: () => Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work(), pause(patienceMs, done.signal)]).catch(() => {});
  done.abort();
}
