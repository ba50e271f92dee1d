import type { OutboxNews, OutboxStorage, StoredSend } from "../../../client-sdk/outbox/storage.ts";
import type { Chance } from "./chance.ts";
import { nextTurn } from "./wire.ts";

/** What is kept of one person's outbox, for several tabs that come and go. */
export class TabStorage {
  readonly sends = new Map<string, StoredSend>();
  readonly #chance: Chance;
  readonly #tabs = new Set<(news: OutboxNews) => void>();
  #leader: Promise<void> = Promise.resolve();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** One tab's door to it. Once `crashed` it is shut: nothing that the tab still does is kept or told. */
  open(): OutboxStorage & { crash(): void } {
    let isShut = false;
    const slow = async <T>(work: () => T): Promise<T> => {
      for (let turns = this.#chance.int(3); turns > 0; turns--) await nextTurn();
      if (isShut) return new Promise<never>(() => {});
      return work();
    };
    const crash = new AbortController();
    let own: (news: OutboxNews) => void = () => {};
    let told = Promise.resolve();
    return {
      load: (userId) => slow(() => [...this.sends.values()].filter((send) => send.userId === userId)),
      put: (send) => slow(() => void this.sends.set(send.clientId, send)),
      remove: (clientId) => slow(() => void this.sends.delete(clientId)),
      share: () => ({
        lead: (signal) => this.#lead(AbortSignal.any([signal, crash.signal])),
        // In order, as a BroadcastChannel has it.
        tell: (news) => {
          told = told.then(() =>
            slow(() => {
              for (const tab of this.#tabs) if (tab !== own) tab(structuredClone(news));
            }),
          );
        },
        listen: (listener) => {
          own = listener;
          this.#tabs.add(own);
          return () => this.#tabs.delete(own);
        },
      }),
      crash: () => {
        isShut = true;
        this.#tabs.delete(own);
        crash.abort();
      },
    };
  }

  #lead(signal: AbortSignal): Promise<void> {
    const before = this.#leader;
    const over = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve());
    });
    this.#leader = before.then(() => over);
    return before;
  }
}
