import type { Clock, Limited, RateLimits } from "../services.ts";

interface Budget {
  /** How many at once. */
  burst: number;
  /** One more comes back in so many milliseconds. */
  everyMs: number;
}

/**
 * What one address, account or person may do. Generous: the limits keep a runaway script or a guesser from using the
 * server up, and no person should ever meet one.
 */
const budgets: Record<Limited, Budget> = {
  /** By address: an office behind one address signs in on Monday morning, and a hash costs 20 ms. */
  login: { burst: 100, everyMs: 1000 },
  /** By account: 30 typing errors, then 360 guesses an hour, which no unguessable password fears. */
  loginByAccount: { burst: 30, everyMs: 10_000 },
  /** By address: a whole company may sign up in a morning; a spammer is slowed to 600 accounts an hour. */
  register: { burst: 200, everyMs: 6000 },
  /** By address: every client once in 15 min, and all of an office at once when its network comes back. */
  refresh: { burst: 500, everyMs: 200 },
  /** By person: a bot that moves a history in, 2,000 at once and then 50 a second; people never come near. */
  send: { burst: 2000, everyMs: 20 },
  /** By person, all other mutations: an edit, a reaction or a read mark costs what a message does. */
  write: { burst: 2000, everyMs: 20 },
  /** By person: a client that starts asks for every room that it shows; several devices may start at once. */
  read: { burst: 2000, everyMs: 10 },
  /** By person: search as one types, on several devices. It is the dearest query. */
  search: { burst: 200, everyMs: 100 },
  /** By address: an office reconnects after a deploy; a script that reconnects in a loop is slowed down. */
  connect: { burst: 1000, everyMs: 20 },
  /** By person: clients say so every few seconds, and whenever typing stops. */
  typing: { burst: 100, everyMs: 100 },
  /** By person: a bot that is made stays for ever, if only as a name. */
  bot: { burst: 50, everyMs: 60_000 },
};

/** Beyond so many keys a budget forgets who has not used it for longest: at 200 bytes each, 4 MB. */
const maxKeys = 20_000;

/** Token buckets, made when they are first used and filled when they are looked at: no timer, no growth. */
export function createRateLimits({ clock, enabled }: { clock: Clock; enabled: boolean }): RateLimits {
  if (!enabled) return { take: () => 0 };
  const buckets = new Map<Limited, Buckets>();
  return {
    take(what, who) {
      const ofThis = buckets.get(what) ?? new Buckets(budgets[what]);
      buckets.set(what, ofThis);
      return ofThis.take(who, clock.now().getTime());
    },
  };
}

class Buckets {
  readonly #budget: Budget;
  /** When each will be full again, if nobody takes from it (the GCRA algorithm). Least recently used first. */
  readonly #fullAt = new Map<string, number>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  take(who: string, now: number): number {
    const { burst, everyMs } = this.#budget;
    const empty = now + burst * everyMs;
    // No later than an empty one's: a clock that was set back must not keep a bucket empty until it has caught up.
    const fullAt = Math.min(Math.max(this.#fullAt.get(who) ?? now, now), empty);
    const waitMs = Math.max(0, fullAt + everyMs - empty);
    this.#remember(who, waitMs > 0 ? fullAt : fullAt + everyMs);
    return waitMs;
  }

  #remember(who: string, fullAt: number): void {
    this.#fullAt.delete(who);
    this.#fullAt.set(who, fullAt);
    if (this.#fullAt.size <= maxKeys) return;
    const [oldest] = this.#fullAt.keys();
    if (oldest !== undefined) this.#fullAt.delete(oldest);
  }
}
