import { newClientId, within, type Message, type NatterClient, type SendInput } from "@natter/client";
import { explain } from "./explain.ts";

interface Pending {
  input: SendInput & { clientId: string };
  /** Why the server has refused it; null while it is under way. */
  refusal: string | null;
}

interface OutboxEvents {
  changed(): void;
  stored(message: Message): void;
  refused(body: string, refusal: string): void;
}

/** Messages from Enter until the server has stored them. */
export class Outbox {
  readonly #client: NatterClient;
  readonly #on: OutboxEvents;
  #pending: Pending[] = [];
  #whenEmpty: (() => void)[] = [];

  constructor(client: NatterClient, on: OutboxEvents) {
    this.#client = client;
    this.#on = on;
  }

  /** Those under way, oldest first. */
  get waiting(): string[] {
    return this.#pending.filter(({ refusal }) => refusal === null).map(({ input }) => input.body);
  }

  send(input: SendInput): void {
    this.#dispatch({ input: { ...input, clientId: newClientId() }, refusal: null });
  }

  /** Sends what was refused once more, under the same clientId. Returns how many those are. */
  retry(): number {
    const refused = this.#pending.filter(({ refusal }) => refusal !== null);
    this.#pending = this.#pending.filter(({ refusal }) => refusal === null);
    for (const { input } of refused) this.#dispatch({ input, refusal: null });
    return refused.length;
  }

  /** Resolves when nothing is under way. */
  async empty(): Promise<void> {
    if (this.waiting.length > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  #dispatch(pending: Pending): void {
    this.#pending.push(pending);
    this.#on.changed();
    // Without a deadline: the client sends it again, in order and stored once, for as long as we run.
    this.#client.api.message.send.mutate(pending.input, within(Infinity)).then(
      (message) => this.#settle(() => this.#stored(pending, message)),
      (error: unknown) => this.#settle(() => this.#fail(pending, error)),
    );
  }

  #stored(pending: Pending, message: Message): void {
    this.#pending = this.#pending.filter((other) => other !== pending);
    this.#on.stored(message);
  }

  #fail(pending: Pending, error: unknown): void {
    pending.refusal = explain(error);
    this.#on.refused(pending.input.body, pending.refusal);
  }

  #settle(change: () => void): void {
    change();
    this.#on.changed();
    if (this.waiting.length > 0) return;
    const waiting = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const resolve of waiting) resolve();
  }
}
