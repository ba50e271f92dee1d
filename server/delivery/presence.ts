import type { LogItem, Store } from "../../db/store.ts";
import type { ChosenStatus, Presence, PresenceStatus, PresenceUpdate, UserId } from "../contract/index.ts";
import type { Clock, PresenceService, Timers } from "../services.ts";
import { scheduler } from "./scheduler.ts";
import { Delivery, type Sink, type StreamSource } from "./sink.ts";
import { machineTimers } from "./timers.ts";

/** So long may a person be without a connection before the others are told: a page reload stays quiet. */
export const offlineGraceMs = 3000;
/** Changes are gathered for so long, and the latest wins. */
const gatherMs = 50;

/** Somebody who is connected, watched, or of whom more is known than the database says. */
interface Person {
  readonly userId: UserId;
  connections: number;
  /** While the others have not been told that they are gone: calls that off. */
  leaving: (() => void) | null;
  /** What they have chosen other than `online`; kept while the process lives, so that a reload does not undo it. */
  chosen: { status: ChosenStatus; since: Date } | null;
  /** When they last came or went in this process's life. */
  lastSeen: Date | null;
  /** When they were last seen before that; undefined: the database has not been asked whether there is such a person. */
  storedSeen: Date | null | undefined;
  watchers: Set<Watcher> | null;
  /** The number of their latest change. */
  changed: number;
}

/** One open `presence.onChange`. */
interface Watcher {
  readonly viewerId: UserId;
  readonly sink: Sink;
  people: Person[];
  /** Those who have blocked the viewer: shown as offline. */
  readonly blockers: Set<UserId>;
  /** The number of the latest change when the snapshot was taken. */
  since: number;
  /** Whose changes it has not been told because it is behind; null: none. */
  missed: Set<Person> | null;
}

/**
 * Who is online: never a stored flag but a count of open connections, several devices being an OR. A process that dies
 * takes its connections with it; a connection that dies without a word is found by the transport's heartbeat.
 *
 * A change is made into an item once for all who watch the person, and once for all that happens to them in a tick.
 */
export class PresenceTracker implements PresenceService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #people = new Map<UserId, Person>();
  readonly #watchersBy = new Map<UserId, Set<Watcher>>();
  readonly #dirty = new Set<Person>();
  #changes = 0;
  #gatherTimer: NodeJS.Timeout | null = null;

  constructor({ store, clock, timers = machineTimers }: { store: Store; clock: Clock; timers?: Timers | undefined }) {
    this.#store = store;
    this.#clock = clock;
    this.#timers = timers;
  }

  get count(): number {
    let count = 0;
    for (const person of this.#people.values()) if (isPresent(person)) count += 1;
    return count;
  }

  connected(userId: UserId): () => void {
    const person = this.#person(userId);
    const wasOnline = isPresent(person);
    person.connections++;
    person.leaving?.();
    person.leaving = null;
    if (!wasOnline) this.#cameOrWent(person);
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      person.connections--;
      if (person.connections > 0) return;
      person.leaving = this.#timers.after(offlineGraceMs, () => this.#wentOffline(person));
    };
  }

  set(userId: UserId, status: ChosenStatus): void {
    const person = this.#person(userId);
    if (status !== (person.chosen?.status ?? "online")) {
      person.chosen = status === "online" ? null : { status, since: this.#clock.now() };
      this.#changed(person);
    }
    this.#forgetIfUnknown(person);
  }

  watch(viewerId: UserId, userIds: readonly UserId[]): StreamSource {
    return async (sink, signal) => {
      const watcher: Watcher = { viewerId, sink, people: [], blockers: new Set(), since: 0, missed: null };
      // Found by its viewer before the block list is read, so that a block made meanwhile is not missed.
      addTo(this.#watchersBy, viewerId, watcher);
      try {
        // Thousands may come at once; and a snapshot is long: it waits for a reader who is behind.
        await scheduler.yield();
        for (const blocker of await this.#store.users.blockersOf(viewerId)) watcher.blockers.add(blocker);
        const found = await this.#lastSeen(userIds);
        if (!sink.writable) await sink.drained();
        if (signal.aborted) return;
        this.#begin(watcher, found);
        await aborted(signal);
      } finally {
        removeFrom(this.#watchersBy, viewerId, watcher);
        for (const person of watcher.people) this.#unwatch(person, watcher);
      }
    };
  }

  async online(viewerId: UserId, userIds: readonly UserId[]): Promise<Set<UserId>> {
    const blockers = new Set(await this.#store.users.blockersOf(viewerId));
    const isOnline = (id: UserId) => statusOf(this.#people.get(id)) !== "offline";
    return new Set(userIds.filter((id) => !blockers.has(id) && isOnline(id)));
  }

  /** Blocks take effect in log order: a blocked person sees the blocker as offline from then on. */
  hear(item: LogItem): void {
    if (item.type !== "server" || item.entry.kind === "session.ended") return;
    const { kind, actorId, userId } = item.entry;
    const person = this.#people.get(actorId);
    for (const watcher of this.#watchersBy.get(userId) ?? []) {
      if (kind === "user.blocked") watcher.blockers.add(actorId);
      else watcher.blockers.delete(actorId);
      if (person?.watchers?.has(watcher) === true) tellLater(watcher, person);
    }
  }

  /** Lets go of every timer. */
  close(): void {
    if (this.#gatherTimer !== null) clearTimeout(this.#gatherTimer);
    for (const person of this.#people.values()) person.leaving?.();
  }

  #wentOffline(person: Person): void {
    person.leaving = null;
    this.#cameOrWent(person);
  }

  #cameOrWent(person: Person): void {
    person.lastSeen = this.#clock.now();
    if (person.chosen?.status !== "invisible") this.#changed(person);
  }

  /** Who sees no change is told nothing: "still offline" would say that somebody is there. */
  #changed(person: Person): void {
    person.changed = ++this.#changes;
    if (person.watchers === null) return;
    this.#dirty.add(person);
    this.#gatherTimer ??= setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    this.#gatherTimer = null;
    for (const person of this.#dirty) {
      const item = changeOf([seen(person)]);
      for (const watcher of person.watchers ?? []) {
        if (watcher.since >= person.changed || watcher.blockers.has(person.userId)) continue;
        if (watcher.sink.writable) watcher.sink.write(item);
        else tellLater(watcher, person);
      }
    }
    this.#dirty.clear();
  }

  /** Those who exist, and when the database last saw them. Who is known already is not asked for. */
  async #lastSeen(userIds: readonly UserId[]): Promise<Map<UserId, Date | null>> {
    const known = new Map(userIds.map((userId) => [userId, this.#people.get(userId)?.storedSeen]));
    const unknown = userIds.filter((userId) => known.get(userId) === undefined);
    if (unknown.length > 0) for (const [userId, at] of await this.#store.users.lastSeen(unknown)) known.set(userId, at);
    const exist = new Map<UserId, Date | null>();
    for (const [userId, at] of known) if (at !== undefined) exist.set(userId, at);
    return exist;
  }

  /** The snapshot, and from then on the changes: within one turn, so that none is between them. */
  #begin(watcher: Watcher, found: ReadonlyMap<UserId, Date | null>): void {
    for (const [userId, storedSeen] of found) {
      const person = this.#person(userId);
      person.storedSeen ??= storedSeen;
      (person.watchers ??= new Set()).add(watcher);
      watcher.people.push(person);
    }
    watcher.since = this.#changes;
    const users = watcher.people.map((person) => seenBy(watcher, person));
    watcher.sink.write(new Delivery(null, { kind: "snapshot", users } satisfies PresenceUpdate));
  }

  #unwatch(person: Person, watcher: Watcher): void {
    person.watchers?.delete(watcher);
    if (person.watchers?.size === 0) person.watchers = null;
    this.#forgetIfUnknown(person);
  }

  #person(userId: UserId): Person {
    let person = this.#people.get(userId);
    if (person === undefined) {
      const nothing = { leaving: null, chosen: null, lastSeen: null, storedSeen: undefined, watchers: null };
      this.#people.set(userId, (person = { userId, connections: 0, ...nothing, changed: 0 }));
    }
    return person;
  }

  /** An id that does not exist is remembered for nobody: there is no end of them. */
  #forgetIfUnknown(person: Person): void {
    if (isPresent(person) || person.chosen !== null || person.lastSeen !== null || person.watchers !== null) return;
    this.#people.delete(person.userId);
  }
}

/** Tells a watcher of somebody when its reader has caught up, once and as it is then. */
function tellLater(watcher: Watcher, person: Person): void {
  if (watcher.missed !== null) {
    watcher.missed.add(person);
    return;
  }
  watcher.missed = new Set([person]);
  void watcher.sink.drained().then(() => {
    const users = [...(watcher.missed ?? [])].map((missed) => seenBy(watcher, missed));
    watcher.missed = null;
    watcher.sink.write(changeOf(users));
  });
}

function changeOf(users: Presence[]): Delivery {
  return new Delivery(null, { kind: "change", users } satisfies PresenceUpdate);
}

function seenBy({ blockers }: Watcher, person: Person): Presence {
  return blockers.has(person.userId) ? { userId: person.userId, status: "offline", lastSeenAt: null } : seen(person);
}

/** One person as everybody sees them whom they have not blocked. */
function seen(person: Person): Presence {
  const { userId, chosen, lastSeen, storedSeen = null } = person;
  const lastSeenAt = chosen?.status === "invisible" ? chosen.since : (lastSeen ?? storedSeen);
  return { userId, status: statusOf(person), lastSeenAt };
}

/** Connected, or gone for so short a time that nobody has been told. */
function isPresent({ connections, leaving }: Person): boolean {
  return connections > 0 || leaving !== null;
}

function statusOf(person: Person | undefined): PresenceStatus {
  if (person === undefined || !isPresent(person)) return "offline";
  const status = person.chosen?.status ?? "online";
  return status === "invisible" ? "offline" : status;
}

function addTo(sets: Map<UserId, Set<Watcher>>, key: UserId, watcher: Watcher): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([watcher]));
  else set.add(watcher);
}

function removeFrom(sets: Map<UserId, Set<Watcher>>, key: UserId, watcher: Watcher): void {
  const set = sets.get(key);
  set?.delete(watcher);
  if (set?.size === 0) sets.delete(key);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
