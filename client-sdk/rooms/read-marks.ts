import type { TRPCClient } from "@trpc/client";
import type { RoomId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { within } from "../deadline.ts";
import { insist, pause } from "../insist.ts";

/** Marks made within so long travel together. */
const gatherMs = 300;

/** Tells the server what has been read: the latest mark of each room, one after the other. */
export class ReadMarks {
  readonly #api: TRPCClient<AppRouter>;
  readonly #ending: AbortSignal;
  /** What the server has not confirmed yet. */
  readonly #latest = new Map<RoomId, number>();
  #isTelling = false;

  constructor(api: TRPCClient<AppRouter>, ending: AbortSignal) {
    this.#api = api;
    this.#ending = ending;
  }

  get unconfirmed(): ReadonlyMap<RoomId, number> {
    return this.#latest;
  }

  /** The first goes out at once. */
  note(roomId: RoomId, seq: number): void {
    this.#latest.set(roomId, Math.max(seq, this.#latest.get(roomId) ?? 0));
    if (!this.#isTelling) void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    while (this.#latest.size > 0 && !this.#ending.aborted) {
      for (const [roomId, seq] of this.#latest) await this.#tell(roomId, seq);
      await pause(gatherMs, this.#ending);
    }
    this.#isTelling = false;
  }

  async #tell(roomId: RoomId, seq: number): Promise<void> {
    const mark = () => this.#api.message.markRead.mutate({ roomId, seq }, within(Infinity));
    // A refusal is no harm: the room has been left.
    await insist(mark, this.#ending).catch(() => {});
    if (this.#latest.get(roomId) === seq) this.#latest.delete(roomId);
  }
}
