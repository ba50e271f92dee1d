import type { LogItem, Store } from "../../db/store.ts";
import type { ChosenStatus, Presence, PresenceStatus, PresenceUpdate, UserId } from "../contract/index.ts";
import type { Clock, PresenceService } from "../services.ts";
import { Delivery, type Sink, type StreamSource } from "./sink.ts";

/** So long may a person be without a connection before the others are told: a page reload stays quiet. */
export const offlineGraceMs = 3000;
/** Changes are gathered for so long, and the latest wins. */
const gatherMs = 50;

/** A person with at least one connection, or within the grace after the last. */
interface Person {
  connections: number;
  graceTimer: NodeJS.Timeout | null;
}

/** One open `presence.onChange`. */
interface Watcher {
  viewerId: UserId;
  userIds: ReadonlySet<UserId>;
  /** Those who have blocked the viewer: shown as offline. */
  blockers: Set<UserId>;
  sink: Sink;
  changed: Set<UserId>;
  /** Whether it has its snapshot: changes wait for it. */
  started: boolean;
}

/**
 * Who is online: never a stored flag but a count of open connections, several devices being an OR. A process that dies
 * takes its connections with it; a connection that dies without a word is found by the transport's heartbeat.
 */
export class PresenceTracker implements PresenceService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #people = new Map<UserId, Person>();
  /** What people have chosen other than `online`; kept while the process lives, so that a reload does not undo it. */
  readonly #chosen = new Map<UserId, { status: ChosenStatus; since: Date }>();
  /** When people went offline: in this process's life, or what the database said when it was last asked. */
  readonly #lastSeen = new Map<UserId, Date>();
  readonly #watchers = new Map<UserId, Set<Watcher>>();
  readonly #dirty = new Set<Watcher>();
  #gatherTimer: NodeJS.Timeout | null = null;

  constructor(parts: { store: Store; clock: Clock }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
  }

  connected(userId: UserId): () => void {
    const person = this.#people.get(userId) ?? { connections: 0, graceTimer: null };
    this.#people.set(userId, person);
    person.connections++;
    if (person.graceTimer !== null) clearTimeout(person.graceTimer);
    else if (person.connections === 1) this.#cameOrWent(userId);
    person.graceTimer = null;
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      person.connections--;
      if (person.connections === 0) person.graceTimer = setTimeout(() => this.#wentOffline(userId), offlineGraceMs);
    };
  }

  set(userId: UserId, status: ChosenStatus): void {
    if (status === (this.#chosen.get(userId)?.status ?? "online")) return;
    if (status === "online") this.#chosen.delete(userId);
    else this.#chosen.set(userId, { status, since: this.#clock.now() });
    this.#changed(userId);
  }

  watch(viewerId: UserId, userIds: readonly UserId[]): StreamSource {
    return async (sink, signal) => {
      // Registered before the block list is read, so that a block made meanwhile is not missed.
      const watched = { viewerId, userIds: new Set(userIds), sink };
      const watcher: Watcher = { ...watched, blockers: new Set(), changed: new Set(), started: false };
      for (const userId of watcher.userIds) this.#watchersOf(userId).add(watcher);
      try {
        for (const blocker of await this.#store.users.blockersOf(viewerId)) watcher.blockers.add(blocker);
        const users = await this.get(viewerId, [...watcher.userIds]);
        this.#keepOnly(watcher, users);
        watcher.changed.clear();
        watcher.started = true;
        if (!signal.aborted) this.#write(watcher, { kind: "snapshot", users });
        await aborted(signal);
      } finally {
        for (const userId of watcher.userIds) this.#forget(userId, watcher);
        this.#dirty.delete(watcher);
      }
    };
  }

  async get(viewerId: UserId, userIds: readonly UserId[]): Promise<Presence[]> {
    const stored = await this.#store.users.lastSeen(userIds);
    const blockers = new Set(await this.#store.users.blockersOf(viewerId));
    for (const [userId, at] of stored) if (at !== null && !this.#lastSeen.has(userId)) this.#lastSeen.set(userId, at);
    return userIds.filter((userId) => stored.has(userId)).map((userId) => this.#seen(userId, blockers));
  }

  async online(viewerId: UserId, userIds: readonly UserId[]): Promise<Set<UserId>> {
    const blockers = new Set(await this.#store.users.blockersOf(viewerId));
    return new Set(userIds.filter((id) => !blockers.has(id) && this.#statusOf(id) !== "offline"));
  }

  /** Blocks take effect in log order: a blocked person sees the blocker as offline from then on. */
  hear(item: LogItem): void {
    if (item.type !== "server" || item.entry.kind === "session.ended") return;
    const { kind, actorId, userId } = item.entry;
    for (const watcher of this.#watchers.get(actorId) ?? []) {
      if (watcher.viewerId !== userId) continue;
      if (kind === "user.blocked") watcher.blockers.add(actorId);
      else watcher.blockers.delete(actorId);
      this.#note(watcher, actorId);
    }
  }

  /** Lets go of every timer. */
  close(): void {
    if (this.#gatherTimer !== null) clearTimeout(this.#gatherTimer);
    for (const person of this.#people.values()) if (person.graceTimer !== null) clearTimeout(person.graceTimer);
  }

  #wentOffline(userId: UserId): void {
    this.#people.delete(userId);
    this.#lastSeen.set(userId, this.#clock.now());
    this.#cameOrWent(userId);
  }

  #cameOrWent(userId: UserId): void {
    if (this.#chosen.get(userId)?.status !== "invisible") this.#changed(userId);
  }

  /** Who sees no change is told nothing: "still offline" would say that somebody is there. */
  #changed(userId: UserId): void {
    for (const watcher of this.#watchers.get(userId) ?? []) {
      if (!watcher.blockers.has(userId)) this.#note(watcher, userId);
    }
  }

  #note(watcher: Watcher, userId: UserId): void {
    watcher.changed.add(userId);
    this.#dirty.add(watcher);
    this.#gatherTimer ??= setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    this.#gatherTimer = null;
    for (const watcher of this.#dirty) {
      this.#dirty.delete(watcher);
      if (watcher.sink.writable) this.#tellChanges(watcher);
      else void watcher.sink.drained().then(() => this.#tellChanges(watcher));
    }
  }

  #tellChanges(watcher: Watcher): void {
    if (!watcher.started || watcher.changed.size === 0) return;
    const users = [...watcher.changed].map((id) => this.#seen(id, watcher.blockers));
    watcher.changed.clear();
    this.#write(watcher, { kind: "change", users });
  }

  #write(watcher: Watcher, update: PresenceUpdate): void {
    watcher.sink.write(new Delivery(null, update));
  }

  /** One person as somebody may see them who has been blocked by `blockers`. */
  #seen(userId: UserId, blockers: ReadonlySet<UserId>): Presence {
    if (blockers.has(userId)) return { userId, status: "offline", lastSeenAt: null };
    const chosen = this.#chosen.get(userId);
    const lastSeenAt = chosen?.status === "invisible" ? chosen.since : (this.#lastSeen.get(userId) ?? null);
    return { userId, status: this.#statusOf(userId), lastSeenAt };
  }

  #statusOf(userId: UserId): PresenceStatus {
    if (!this.#people.has(userId)) return "offline";
    const chosen = this.#chosen.get(userId)?.status ?? "online";
    return chosen === "invisible" ? "offline" : chosen;
  }

  #watchersOf(userId: UserId): Set<Watcher> {
    let watchers = this.#watchers.get(userId);
    if (watchers === undefined) this.#watchers.set(userId, (watchers = new Set()));
    return watchers;
  }

  /** An id that does not exist is remembered for nobody: there is no end of them. */
  #keepOnly(watcher: Watcher, users: readonly Presence[]): void {
    const asked = watcher.userIds;
    watcher.userIds = new Set(users.map((user) => user.userId));
    for (const userId of asked) if (!watcher.userIds.has(userId)) this.#forget(userId, watcher);
  }

  #forget(userId: UserId, watcher: Watcher): void {
    const watchers = this.#watchers.get(userId);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(userId);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
