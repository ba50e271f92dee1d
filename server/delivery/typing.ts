import type { LogItem, Store } from "../../db/store.ts";
import { limits, type RoomId, type TypingUpdate, type UserId } from "../contract/index.ts";
import type { Clock, Timers, TypingService } from "../services.ts";
import { Delivery, type Sink, type StreamSource } from "./sink.ts";
import { machineTimers } from "./timers.ts";

interface Watcher {
  userId: UserId;
  sink: Sink;
  end(): void;
}

interface TypingRoom {
  /** Who is typing, what is said of it, and what keeps it from ending by itself. */
  typists: Map<UserId, { item: Delivery; keep: () => void }>;
  watchers: Set<Watcher>;
  /** Of whom something is to be said at the end of the tick. */
  changed: Set<UserId>;
  /** Runs on after something has been said: what happens meanwhile is gathered. Null: the next word is said at once. */
  tick: NodeJS.Timeout | null;
}

/** Of each room something is said so often at most: a crowd that types costs its watchers a write per tick. */
const tickMs = 100;

/** Who is typing where. Nothing of it is stored, and a reader who is behind does without. */
export class TypingTracker implements TypingService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #rooms = new Map<RoomId, TypingRoom>();

  constructor({ store, clock, timers = machineTimers }: { store: Store; clock: Clock; timers?: Timers | undefined }) {
    this.#store = store;
    this.#clock = clock;
    this.#timers = timers;
  }

  watch(userId: UserId, roomId: RoomId): StreamSource {
    return async (sink, signal) => {
      const ended = Promise.withResolvers<void>();
      const watcher: Watcher = { userId, sink, end: ended.resolve };
      const room = this.#room(roomId);
      room.watchers.add(watcher);
      signal.addEventListener("abort", watcher.end, { once: true });
      if (signal.aborted) watcher.end();
      // Looked at again now that an end of the membership would be heard: one since the caller's check would not be.
      const access = await this.#store.members.access(roomId, userId);
      if (access === null || access.role === null) watcher.end();
      else if (sink.writable) for (const { item } of room.typists.values()) sink.write(item);
      await ended.promise;
      room.watchers.delete(watcher);
      this.#forgetIfQuiet(roomId, room);
    };
  }

  set(userId: UserId, roomId: RoomId, typing: boolean): void {
    if (!typing) return this.#stop(userId, roomId);
    const room = this.#room(roomId);
    room.typists.get(userId)?.keep();
    const until = new Date(this.#clock.now().getTime() + limits.typingMs);
    const keep = this.#timers.after(limits.typingMs, () => this.#stop(userId, roomId));
    room.typists.set(userId, { item: wordOf({ userId, until }), keep });
    tell(room, userId);
  }

  /** A message ends its sender's typing; a membership that ends takes its streams with it, in log order. */
  hear(item: LogItem): void {
    if (item.type !== "event") return;
    const { event } = item;
    if (event.kind === "message.sent") this.#stop(event.actorId, event.roomId);
    if (event.kind === "member.left" || event.kind === "member.removed") {
      const gone = event.membership.user.id;
      this.#stop(gone, event.roomId);
      this.#endWatchers(gone, event.roomId);
    }
  }

  #stop(userId: UserId, roomId: RoomId): void {
    const room = this.#rooms.get(roomId);
    const typist = room?.typists.get(userId);
    if (room === undefined || typist === undefined) return;
    typist.keep();
    room.typists.delete(userId);
    tell(room, userId);
    this.#forgetIfQuiet(roomId, room);
  }

  /** Taken out at once, not when the stream has wound up: nothing later may reach them. */
  #endWatchers(userId: UserId, roomId: RoomId): void {
    const watchers = this.#rooms.get(roomId)?.watchers ?? new Set();
    for (const watcher of watchers) {
      if (watcher.userId !== userId) continue;
      watchers.delete(watcher);
      watcher.end();
    }
  }

  #room(roomId: RoomId): TypingRoom {
    let room = this.#rooms.get(roomId);
    if (room === undefined) {
      room = { typists: new Map(), watchers: new Set(), changed: new Set(), tick: null };
      this.#rooms.set(roomId, room);
    }
    return room;
  }

  #forgetIfQuiet(roomId: RoomId, room: TypingRoom): void {
    if (room.typists.size === 0 && room.watchers.size === 0) this.#rooms.delete(roomId);
  }
}

function tell(room: TypingRoom, userId: UserId): void {
  room.changed.add(userId);
  if (room.tick === null) say(room);
}

/** The latest of everybody who has changed, made once for all watchers. Who is behind does without. */
function say(room: TypingRoom): void {
  room.tick = null;
  if (room.changed.size === 0) return;
  const items = [...room.changed].map((userId) => room.typists.get(userId)?.item ?? wordOf({ userId, until: null }));
  room.changed.clear();
  for (const { sink } of room.watchers) {
    if (sink.writable) for (const item of items) sink.write(item);
  }
  room.tick = setTimeout(() => say(room), tickMs).unref();
}

function wordOf(update: TypingUpdate): Delivery {
  return new Delivery(null, update);
}
