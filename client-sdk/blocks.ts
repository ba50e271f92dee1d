import type { TRPCClient } from "@trpc/client";
import type { UserId } from "../server/contract/index.ts";
import type { AppRouter } from "../server/router.ts";

interface Change {
  readonly userId: UserId;
  readonly on: boolean;
}

/** Whom I have blocked: as the server said, and what I have asked it for since. */
export class Blocks {
  readonly #api: TRPCClient<AppRouter>;
  readonly #changed: () => void;
  #confirmed: ReadonlySet<UserId> = new Set();
  /** On their way, in the order in which they were made. */
  #changes: readonly Change[] = [];
  /** What was confirmed since the server was last asked: its answer may not have it yet. */
  #confirmedSince: Change[] = [];

  constructor(api: TRPCClient<AppRouter>, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  get current(): ReadonlySet<UserId> {
    return this.#changes.length === 0 ? this.#confirmed : this.#changes.reduce(withChange, this.#confirmed);
  }

  /** Shown at once, and undone where it rejects. */
  async set(userId: UserId, on: boolean): Promise<void> {
    const change = { userId, on };
    this.#changes = [...this.#changes, change];
    this.#changed();
    try {
      await (on ? this.#api.user.block.mutate({ userId }) : this.#api.user.unblock.mutate({ userId }));
      this.#confirmed = withChange(this.#confirmed, change);
      this.#confirmedSince.push(change);
    } finally {
      this.#changes = this.#changes.filter((one) => one !== change);
      this.#changed();
    }
  }

  /** The server is being asked. Call the result with its answer. */
  asking(): (userIds: readonly UserId[]) => void {
    const since: Change[] = [];
    this.#confirmedSince = since;
    return (userIds) => {
      // It has been asked again: this answer may be the older one.
      if (since !== this.#confirmedSince) return;
      this.#confirmed = since.reduce<ReadonlySet<UserId>>(withChange, new Set(userIds));
      this.#changed();
    };
  }
}

function withChange(blocked: ReadonlySet<UserId>, { userId, on }: Change): ReadonlySet<UserId> {
  const others = [...blocked].filter((id) => id !== userId);
  return new Set(on ? [...others, userId] : others);
}
