import type { SessionId } from "../contract/index.ts";
import type { Services } from "../services.ts";
import type { Caller } from "../trpc.ts";

/** So many share a commit with whatever else there is. */
const perCommit = 16;

/**
 * Writes down who has been seen, a few in each commit. Nobody waits for it; but after a restart thousands come in the
 * same second, and what people write meanwhile must not wait behind all of them.
 */
export class Sightings {
  readonly #services: Services;
  readonly #waiting = new Map<SessionId, { actor: Caller; at: Date }>();
  #writing = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** This person, in this session, is here now. */
  note(actor: Caller): void {
    this.#waiting.set(actor.sessionId, { actor, at: this.#services.clock.now() });
    if (!this.#writing) void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.size > 0) {
      const next = [...this.#waiting.values()].slice(0, perCommit);
      for (const { actor } of next) this.#waiting.delete(actor.sessionId);
      await Promise.all(next.map((sighting) => this.#write(sighting)));
    }
    this.#writing = false;
  }

  /** A full disk must not keep people from reading. */
  async #write(sighting: { actor: Caller; at: Date }): Promise<void> {
    try {
      await this.#services.writer.write({ kind: "session.touch", ...sighting });
    } catch (err) {
      this.#services.log.debug({ err }, "session not touched");
    }
  }
}
