import type { TRPCClient } from "@trpc/client";
import { limits, type ChosenStatus, type Presence, type UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import { Derived } from "../observed.ts";
import type { PeoplePresence } from "./people-presence.ts";

/** Changes of whom to watch are gathered for so long. */
const gatherMs = 300;

/** Who is there. Listens only while somebody looks. */
export class PresenceStore implements PeoplePresence {
  readonly #api: TRPCClient<AppRouter>;
  readonly #wanted: () => void;
  readonly #watched = new Map<symbol, readonly UserId[]>();
  readonly #peers: Stream;
  readonly #others: Stream;
  readonly #state = new Derived<ReadonlyMap<UserId, Presence>>(
    () => new Map([...this.#peers.users, ...this.#others.users]),
  );
  readonly getSnapshot = this.#state.getSnapshot;
  #isSignedIn = false;
  #listeners = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `wanted`: called when somebody begins to look. */
  constructor(api: TRPCClient<AppRouter>, wanted: () => void) {
    this.#api = api;
    this.#wanted = wanted;
    const changed = () => this.#state.changed();
    this.#peers = new Stream(api, changed);
    this.#others = new Stream(api, changed);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#state.subscribe(listener);
    this.#listeners += 1;
    this.#wanted();
    // What is drawn anew stops and starts in one turn.
    if (this.#listeners === 1) this.#followSoon();
    let isStopped = false;
    return () => {
      unsubscribe();
      if (!isStopped) this.#listeners -= 1;
      isStopped = true;
      if (this.#listeners === 0) this.#followSoon();
    };
  };

  watch(userIds: readonly UserId[]): () => void {
    const key = Symbol("watch");
    this.#watched.set(key, userIds);
    this.#followSoon();
    return () => {
      if (this.#watched.delete(key)) this.#followSoon();
    };
  }

  async set(status: ChosenStatus): Promise<void> {
    await this.#api.presence.set.mutate({ status });
  }

  begin(): void {
    this.#isSignedIn = true;
    this.#follow();
  }

  end(): void {
    this.#isSignedIn = false;
    this.#follow();
  }

  /** The people of my rooms may be others. */
  peersChanged(): void {
    this.#peers.isDue = true;
    this.#followSoon();
  }

  #followSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow(), gatherMs);
  }

  #follow(): void {
    clearTimeout(this.#timer);
    const isOn = this.#isSignedIn && this.#listeners > 0;
    const userIds = [...new Set([...this.#watched.values()].flat())].slice(0, limits.presenceUserIds);
    this.#peers.follow(isOn ? {} : null);
    this.#others.follow(isOn && userIds.length > 0 ? { userIds } : null);
  }
}

/** One subscription, and whom it has told of. */
class Stream {
  users: ReadonlyMap<UserId, Presence> = new Map();
  /** The same input would mean other people by now. */
  isDue = false;
  readonly #api: TRPCClient<AppRouter>;
  readonly #changed: () => void;
  #followed = "null";
  #subscription: { unsubscribe(): void } | null = null;

  constructor(api: TRPCClient<AppRouter>, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  /** Null: nobody. Until a new subscription has begun, what is known stays. */
  follow(input: { userIds?: UserId[] } | null): void {
    const followed = JSON.stringify(input);
    if (followed === this.#followed && !this.isDue) return;
    this.#followed = followed;
    this.isDue = false;
    this.#subscription?.unsubscribe();
    this.#subscription = input === null ? null : this.#subscribe(input);
    if (input === null) this.#set(new Map());
  }

  #subscribe(input: { userIds?: UserId[] }): { unsubscribe(): void } {
    return this.#api.presence.onChange.subscribe(input, {
      onData: ({ kind, users }) => {
        const known = kind === "snapshot" ? [] : this.users;
        this.#set(new Map([...known, ...users.map((user) => [user.userId, user] as const)]));
      },
      // Without it the chat goes on.
      onError: () => {},
    });
  }

  #set(users: ReadonlyMap<UserId, Presence>): void {
    this.users = users;
    this.#changed();
  }
}
