import type { LogItem, Store } from "../../db/store.ts";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { Event, MessageId, RoomId, UserId } from "../../server/contract/index.ts";
import { Hub } from "../../server/delivery/hub.ts";
import { Publisher } from "../../server/delivery/publisher.ts";
import type { Delivery, Sink } from "../../server/delivery/sink.ts";
import { LogStreams } from "../../server/delivery/streams.ts";
import { WriteQueue } from "../../server/delivery/write-queue.ts";
import type { Actor } from "../../server/domain/commands.ts";
import { decide } from "../../server/domain/decide.ts";
import { StreamMeasurements } from "../../server/measurements/measurements.ts";
import type { StreamRequest } from "../../server/services.ts";

/** The store as if its database were far away: what it has read or committed is heard of some turns later. */
export function farAway(store: Store, delays: readonly number[]): Store {
  let next = 0;
  const later = async <T>(result: Promise<T>): Promise<T> => {
    const value = await result;
    for (let left = delays[next++ % delays.length] ?? 0; left > 0; left--) await nextTurn();
    return value;
  };
  return {
    ...store,
    write: (commands) => later(store.write(commands)),
    log: { ...store.log, head: () => later(store.log.head()), read: (...request) => later(store.log.read(...request)) },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The two ways of design.md over a real database in memory, without sockets. */
export async function startDelivery(store?: Store) {
  const opened = store ?? (await openSqliteStore({ file: ":memory:", decide }));
  const publisher = new Publisher(await opened.log.head());
  const hub = new Hub(opened.epoch);
  publisher.subscribe((item) => hub.hear(item));
  const writer = new WriteQueue({ store: opened, publisher });
  const streams = new LogStreams({ store: opened, hub, publisher, measured: new StreamMeasurements() });
  return new DeliveryBench(opened, publisher, writer, streams);
}

/** Ada and Grace in a room, and Mallory outside. */
export async function talk(store?: Store) {
  const bench = await startDelivery(store);
  const ada = await bench.signUp("ada");
  const grace = await bench.signUp("grace");
  const mallory = await bench.signUp("mallory");
  const roomId = await bench.createRoom(ada, [grace.userId]);
  return { bench, ada, grace, mallory, roomId };
}

export class DeliveryBench {
  readonly store: Store;
  readonly publisher: Publisher;
  readonly writer: WriteQueue;
  readonly streams: LogStreams;
  readonly published: LogItem[] = [];
  #ids = 0;

  constructor(store: Store, publisher: Publisher, writer: WriteQueue, streams: LogStreams) {
    this.store = store;
    this.publisher = publisher;
    this.writer = writer;
    this.streams = streams;
    publisher.subscribe((item) => this.published.push(item));
  }

  id(): string {
    return `id-${this.#ids++}`;
  }

  async signUp(name: string): Promise<Actor> {
    const at = new Date();
    const sessionId = `session of ${name}`;
    const later = new Date(at.getTime() + 1e9);
    const session = { id: sessionId, device: null, refreshHash: name, endsAt: later, refreshExpiresAt: later };
    await this.writer.write({
      kind: "account.register",
      at,
      userId: name,
      username: name,
      displayName: name,
      email: null,
      passwordHash: "hash",
      session,
    });
    return { userId: name, sessionId };
  }

  async createRoom(actor: Actor, memberIds: UserId[] = [], type: "private" | "public" = "public"): Promise<RoomId> {
    const room = await this.writer.write({
      kind: "room.create",
      actor,
      at: new Date(),
      roomId: this.id(),
      type,
      name: "Room",
      topic: null,
      memberIds,
      clientId: null,
      contentHash: "",
    });
    return room.id;
  }

  send(actor: Actor, roomId: RoomId, body: string, clientId = this.id()) {
    return this.writer.write({
      kind: "message.send",
      actor,
      at: new Date(),
      messageId: this.id(),
      roomId,
      clientId,
      body,
      data: null,
      replyToId: null,
      contentHash: body,
      mentionedNames: [],
      retryAfterMs: null,
    });
  }

  edit(actor: Actor, messageId: MessageId, body: string) {
    return this.writer.write({ kind: "message.edit", actor, at: new Date(), messageId, body, mentionedNames: [] });
  }

  delete(actor: Actor, messageId: MessageId) {
    return this.writer.write({ kind: "message.delete", actor, at: new Date(), messageId });
  }

  rename(actor: Actor, displayName: string) {
    return this.writer.write({ kind: "user.update", actor, at: new Date(), displayName });
  }

  join(actor: Actor, roomId: RoomId) {
    return this.writer.write({ kind: "room.join", actor, at: new Date(), roomId });
  }

  leave(actor: Actor, roomId: RoomId) {
    return this.writer.write({ kind: "room.leave", actor, at: new Date(), roomId });
  }

  remove(actor: Actor, roomId: RoomId, userId: UserId) {
    return this.writer.write({ kind: "room.removeMember", actor, at: new Date(), roomId, userId });
  }

  markRead(actor: Actor, roomId: RoomId, seq: number) {
    return this.writer.write({ kind: "message.markRead", actor, at: new Date(), roomId, seq });
  }

  /** Opens a stream on a sink of its own. */
  listen(request: StreamRequest, capacity = Infinity): TestReader {
    const reader = new TestReader(capacity);
    reader.done = this.streams.open(request)(reader, reader.signal);
    return reader;
  }
}

/** A reader that takes in so many items, and then no more until it is told to go on. */
export class TestReader implements Sink {
  readonly items: Delivery[] = [];
  done: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();
  readonly #waiting = new Set<() => void>();
  #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get events(): Event[] {
    return this.items.map((item) => item.data as Event);
  }

  get bodies(): string[] {
    return this.events.flatMap((event) => (event.kind === "message.sent" ? [event.message.body] : []));
  }

  get writable(): boolean {
    return this.items.length < this.#capacity;
  }

  write(item: Delivery): void {
    this.items.push(item);
    this.#wakeAll();
  }

  async drained(): Promise<void> {
    while (!this.writable && !this.signal.aborted) await this.#change();
  }

  /** Takes in so many more. */
  goOn(more: number): void {
    this.#capacity = this.items.length + more;
    this.#wakeAll();
  }

  stop(): Promise<void> {
    this.#abort.abort();
    this.#wakeAll();
    return this.done;
  }

  async until(condition: (events: Event[]) => boolean): Promise<void> {
    while (!condition(this.events)) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #wakeAll(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}

/** Resolves when the reader has taken its place at the head: what is written from then on reaches it at once. */
export async function atHead(...readers: TestReader[]): Promise<void> {
  await Promise.all(readers.map((reader) => reader.until((events) => events.length > 0)));
}
