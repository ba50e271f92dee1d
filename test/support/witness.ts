import type { TRPCClient } from "@trpc/client";
import type { Event, HistoryEvent, RoomId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";

/** Listens for long: remembers everything in order, and knows how far it has got in each room. */
export class Ear implements Disposable {
  readonly events: Event[] = [];
  readonly #seqs = new Map<RoomId, number>();
  readonly #subscription: { unsubscribe(): void };
  #wake: () => void = () => {};
  #error: unknown = null;

  constructor(api: TRPCClient<AppRouter>, { roomId, lastEventId }: { roomId?: RoomId; lastEventId?: string } = {}) {
    const handlers = {
      onData: ({ data }: { data: Event }) => this.#hear(data),
      onError: (error: unknown) => {
        this.#error = error;
        this.#wake();
      },
    };
    const resume = lastEventId === undefined ? {} : { lastEventId };
    this.#subscription =
      roomId === undefined
        ? api.sync.onEvent.subscribe(resume, handlers)
        : api.room.onEvent.subscribe({ roomId, ...resume }, handlers);
  }

  /** Resolves with the stream open: its first item has come. */
  async ready(): Promise<this> {
    await this.#until(() => this.events.length > 0, 30_000);
    return this;
  }

  /** Whether it has heard of all rooms up to these seqs, `deadlineMs` from now at the latest. */
  reaches(seqs: ReadonlyMap<RoomId, number>, deadlineMs: number): Promise<boolean> {
    return this.#until(() => [...seqs].every(([roomId, seq]) => (this.#seqs.get(roomId) ?? 0) >= seq), deadlineMs);
  }

  history(): HistoryEvent[] {
    return this.events.filter((event): event is HistoryEvent => "seq" in event);
  }

  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
  }

  #hear(event: Event): void {
    this.events.push(event);
    if ("seq" in event) this.#seqs.set(event.roomId, event.seq);
    this.#wake();
  }

  async #until(condition: () => boolean, deadlineMs: number): Promise<boolean> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#wake();
    }, deadlineMs);
    while (!condition() && !late && this.#error === null) await new Promise<void>((resolve) => (this.#wake = resolve));
    clearTimeout(timer);
    return condition();
  }
}
