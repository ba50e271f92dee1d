import type { LogItem, Store } from "../../db/store.ts";
import { limits, type RoomId, type TypingUpdate, type UserId } from "../contract/index.ts";
import type { Clock, TypingService } from "../services.ts";
import { Delivery, type Sink, type StreamSource } from "./sink.ts";

interface Watcher {
  userId: UserId;
  sink: Sink;
  end(): void;
}

interface TypingRoom {
  /** Who is typing, until when, and the timer that ends it. */
  typists: Map<UserId, { until: Date; timer: NodeJS.Timeout }>;
  watchers: Set<Watcher>;
}

/** Who is typing where. Nothing of it is stored, and a reader who is behind does without. */
export class TypingTracker implements TypingService {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #rooms = new Map<RoomId, TypingRoom>();

  constructor(parts: { store: Store; clock: Clock }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
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
      else for (const [typist, { until }] of room.typists) tell([watcher], { userId: typist, until });
      await ended.promise;
      room.watchers.delete(watcher);
      this.#forgetIfQuiet(roomId, room);
    };
  }

  set(userId: UserId, roomId: RoomId, typing: boolean): void {
    if (!typing) return this.#stop(userId, roomId);
    const room = this.#room(roomId);
    clearTimeout(room.typists.get(userId)?.timer);
    const until = new Date(this.#clock.now().getTime() + limits.typingMs);
    const timer = setTimeout(() => this.#stop(userId, roomId), limits.typingMs).unref();
    room.typists.set(userId, { until, timer });
    tell(room.watchers, { userId, until });
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
    clearTimeout(typist.timer);
    room.typists.delete(userId);
    tell(room.watchers, { userId, until: null });
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
    if (room === undefined) this.#rooms.set(roomId, (room = { typists: new Map(), watchers: new Set() }));
    return room;
  }

  #forgetIfQuiet(roomId: RoomId, room: TypingRoom): void {
    if (room.typists.size === 0 && room.watchers.size === 0) this.#rooms.delete(roomId);
  }
}

function tell(watchers: Iterable<Watcher>, update: TypingUpdate): void {
  const item = new Delivery(null, update);
  for (const { sink } of watchers) if (sink.writable) sink.write(item);
}
