import type { NatterClient, RoomId } from "@natter/client";

/** Tells the server what has been read: one mark at a time, and only the latest of each room. */
export class ReadMarks {
  readonly #client: NatterClient;
  readonly #latest = new Map<RoomId, number>();
  #sending: Promise<void> | null = null;

  constructor(client: NatterClient) {
    this.#client = client;
  }

  note(roomId: RoomId, seq: number): void {
    this.#latest.set(roomId, seq);
    this.#sending ??= this.#send().finally(() => (this.#sending = null));
  }

  /** Resolves when the server knows, or cannot be told. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  async #send(): Promise<void> {
    for (const [roomId, seq] of this.#latest) {
      this.#latest.delete(roomId);
      // A mark that is lost is no harm: the next one says more. And the room may have been left meanwhile.
      await this.#client.api.message.markRead.mutate({ roomId, seq }).catch(() => {});
    }
  }
}
