import { isNatterError, newClientId, within, type NatterClient, type SendInput } from "@natter/client";

interface Pending {
  input: SendInput & { clientId: string };
  /** Why the server has refused it; null while it is under way. */
  refusal: string | null;
}

/** Messages from Enter until the server has stored them. */
export class Outbox {
  readonly #client: NatterClient;
  readonly #changed: () => void;
  readonly #refused: (body: string, refusal: string) => void;
  #pending: Pending[] = [];
  #whenEmpty: (() => void)[] = [];

  constructor(client: NatterClient, on: { changed(): void; refused(body: string, refusal: string): void }) {
    this.#client = client;
    this.#changed = on.changed;
    this.#refused = on.refused;
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
    this.#changed();
    // Without a deadline: the client sends it again, in order and stored once, for as long as we run.
    this.#client.api.message.send.mutate(pending.input, within(Infinity)).then(
      () => this.#settle(() => (this.#pending = this.#pending.filter((other) => other !== pending))),
      (error: unknown) => this.#settle(() => this.#fail(pending, error)),
    );
  }

  #fail(pending: Pending, error: unknown): void {
    pending.refusal = isNatterError(error) ? error.message : String(error);
    this.#refused(pending.input.body, pending.refusal);
  }

  #settle(change: () => void): void {
    change();
    this.#changed();
    if (this.waiting.length > 0) return;
    const waiting = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const resolve of waiting) resolve();
  }
}
