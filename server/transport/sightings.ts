import type { SessionId } from "../contract/index.ts";
import type { Services } from "../services.ts";
import type { Caller } from "../trpc.ts";
import type { Wheel } from "./wheel.ts";

const everyMs = 1000;
/** At once: 10 ms of the loop, and one fsync. */
const atOnce = 256;

/**
 * Writes down who has been seen, once a second. Nobody waits for it; but each commit is an fsync, and after a restart
 * thousands come in the same second: what people write meanwhile must not wait behind all of them.
 */
export class Sightings {
  readonly #services: Services;
  readonly #wheel: Pick<Wheel, "after">;
  readonly #waiting = new Map<SessionId, { actor: Caller; at: Date }>();
  #resting = false;

  constructor(services: Services, wheel: Pick<Wheel, "after">) {
    this.#services = services;
    this.#wheel = wheel;
  }

  /** This person, in this session, is here now. */
  note(actor: Caller): void {
    this.#waiting.set(actor.sessionId, { actor, at: this.#services.clock.now() });
    if (!this.#resting) this.#writeSome();
  }

  #writeSome(): void {
    for (const sighting of [...this.#waiting.values()].slice(0, atOnce)) {
      this.#waiting.delete(sighting.actor.sessionId);
      void this.#write(sighting);
    }
    this.#resting = true;
    this.#wheel.after(everyMs, () => {
      this.#resting = false;
      if (this.#waiting.size > 0) this.#writeSome();
    });
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
