import type { NatterClient, RoomId } from "@natter/client";

/** Said again before the server's 6 s are over. */
const repeatMs = 4000;

/** Tells the others in a room that somebody is typing here, not more often than it takes. */
export class TypingSignal {
  readonly #client: NatterClient;
  #roomId: RoomId | null = null;
  #saidAt = -Infinity;

  constructor(client: NatterClient) {
    this.#client = client;
  }

  typed(roomId: RoomId | null, text: string): void {
    const isMessage = text !== "" && !/^\/(?!\/)/.test(text);
    if (!isMessage || roomId === null) return this.stop();
    const now = performance.now();
    if (roomId === this.#roomId && now - this.#saidAt < repeatMs) return;
    this.#roomId = roomId;
    this.#saidAt = now;
    this.#say(roomId, true);
  }

  stop(): void {
    if (this.#roomId !== null) this.#say(this.#roomId, false);
    this.#roomId = null;
  }

  #say(roomId: RoomId, typing: boolean): void {
    // Said too late it would be a lie, so it does not wait for a connection.
    if (this.#client.connection.getSnapshot().name !== "open") return;
    this.#client.api.typing.set.mutate({ roomId, typing }).catch(() => {});
  }
}
