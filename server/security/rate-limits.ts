import type { Clock, Limited, RateLimits } from "../services.ts";

interface Budget {
  /** How many at once. */
  burst: number;
  /** How many come back in a second. */
  perSecond: number;
}

/**
 * What one address, account, session or person may do. Generous: they keep a runaway script or a guesser from using
 * the server up, and no person should ever meet one.
 */
const budgets: Record<Limited, Budget> = {
  /** By address: an office behind one address signs in on Monday morning, and one hash costs 20 ms. */
  login: { burst: 100, perSecond: 1 },
  /** By account: 30 typing errors, then 360 guesses an hour, which no unguessable password fears. */
  loginByAccount: { burst: 30, perSecond: 0.1 },
  /** By address: a whole company may sign up in a morning; a spammer is slowed to 600 accounts an hour. */
  register: { burst: 200, perSecond: 1 / 6 },
  /** By address: every client once in 15 min, and all of an office at once when its network comes back. */
  refresh: { burst: 500, perSecond: 5 },
  /** By person: a bot that moves a history in, 50 messages a second; people never come near. */
  send: { burst: 2000, perSecond: 50 },
  /** By person: every other mutation. An edit, a reaction or a read mark costs what a message does. */
  write: { burst: 2000, perSecond: 50 },
  /** By person: a client that starts asks for every room that it shows; several devices may start at once. */
  read: { burst: 2000, perSecond: 100 },
  /** By person: search as one types, on several devices. It is the dearest query. */
  search: { burst: 200, perSecond: 10 },
  /** By address: an office reconnects after a deploy; a script that reconnects in a loop is slowed down. */
  connect: { burst: 1000, perSecond: 50 },
  /** By person: clients say so every few seconds, and whenever typing stops. */
  typing: { burst: 100, perSecond: 10 },
};

/** Beyond so many keys a budget forgets who has not used it for longest: at 200 bytes each, 4 MB. */
const maxKeys = 20_000;

/** Token buckets, made when they are first used and filled when they are looked at: no timer, no growth. */
export function createRateLimits({ clock, enabled }: { clock: Clock; enabled: boolean }): RateLimits {
  if (!enabled) return { take: () => 0 };
  const tables = new Map<Limited, Buckets>();
  return {
    take(what, who) {
      let table = tables.get(what);
      if (table === undefined) tables.set(what, (table = new Buckets(budgets[what])));
      return table.take(who, clock.now().getTime());
    },
  };
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

class Buckets {
  readonly #budget: Budget;
  /** Least recently used first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  take(who: string, now: number): number {
    const { perSecond } = this.#budget;
    const bucket = this.#filled(who, now);
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
    bucket.tokens--;
    return 0;
  }

  #filled(who: string, now: number): Bucket {
    const { burst, perSecond } = this.#budget;
    const bucket = this.#buckets.get(who) ?? { tokens: burst, filledAt: now };
    this.#buckets.delete(who);
    this.#buckets.set(who, bucket);
    if (this.#buckets.size > maxKeys) this.#forgetOldest();
    // A clock that was set back fills nothing, and must not keep the bucket empty until it has caught up.
    const seconds = Math.max(0, now - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(burst, bucket.tokens + seconds * perSecond);
    bucket.filledAt = now;
    return bucket;
  }

  #forgetOldest(): void {
    for (const who of this.#buckets.keys()) {
      this.#buckets.delete(who);
      return;
    }
  }
}
