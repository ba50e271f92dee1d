import type { SessionId } from "../contract/index.ts";
import type { Services } from "../services.ts";
import type { Caller } from "../trpc.ts";
import type { Wheel } from "./wheel.ts";

interface Sighting {
  actor: Caller;
  at: Date;
}

const everyMs = 500;
/** So many in each such while are written as they come. */
const atOnce = 8;
/** The others together when it is over: so few that those who write do not feel it. */
const together = 96;

/**
 * Writes down who has been seen. Nobody waits for it; but each commit is an fsync, and after a restart thousands come
 * in the same second: what people write meanwhile must not wait behind all of them.
 */
export class Sightings {
  readonly #services: Services;
  readonly #wheel: Pick<Wheel, "after">;
  readonly #waiting = new Map<SessionId, Sighting>();
  #left = atOnce;
  #counting = false;

  constructor(services: Services, wheel: Pick<Wheel, "after">) {
    this.#services = services;
    this.#wheel = wheel;
  }

  /** This person, in this session, is here now. */
  note(actor: Caller): void {
    const sighting = { actor, at: this.#services.clock.now() };
    if (this.#left > 0) void this.#write(sighting);
    else this.#waiting.set(actor.sessionId, sighting);
    this.#left = Math.max(0, this.#left - 1);
    this.#count();
  }

  /** Begins such a while, unless one is under way. */
  #count(): void {
    if (this.#counting) return;
    this.#counting = true;
    this.#wheel.after(everyMs, () => {
      this.#counting = false;
      this.#writeWaiting();
    });
  }

  #writeWaiting(): void {
    for (const sighting of [...this.#waiting.values()].slice(0, together)) {
      this.#waiting.delete(sighting.actor.sessionId);
      void this.#write(sighting);
    }
    if (this.#waiting.size > 0) this.#count();
    else this.#left = atOnce;
  }

  /** A full disk must not keep people from reading. */
  async #write(sighting: Sighting): Promise<void> {
    try {
      await this.#services.writer.write({ kind: "session.touch", ...sighting });
    } catch (err) {
      this.#services.log.debug({ err }, "session not touched");
    }
  }
}
