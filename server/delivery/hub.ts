import type { LogItem, Position, StateItem } from "../../db/store.ts";
import type { MemberEvent, RoomId, UserId } from "../contract/index.ts";
import { StreamMeasurements } from "../measurements/measurements.ts";
import { formatEventId } from "./event-id.ts";
import { Delivery } from "./sink.ts";

/** A stream that is at the head of the log and is written to directly. */
export interface Subscriber {
  readonly userId: UserId;
  /** One room; undefined: everything that the person may see. */
  readonly roomId: RoomId | undefined;
  /** Everything up to here it has, or will never see. */
  readonly position: Position;
  deliver(item: Delivery, position: Position): void;
  /** Its room is no longer its reader's. */
  end(): void;
}

/**
 * Who is at the head of the log, by room. These sets *are* the authorisation of live streams: membership events change
 * them in log order, in the turn in which they are published, so that nobody hears of a room after having left it.
 */
export class Hub {
  readonly #epoch: string;
  readonly #measured: StreamMeasurements;
  readonly #byRoom = new Map<RoomId, Set<Subscriber>>();
  /** The whole-stream subscribers of each person: they hear of rooms that the person comes into. */
  readonly #byUser = new Map<UserId, Set<Subscriber>>();
  readonly #roomsOf = new Map<Subscriber, Set<RoomId>>();
  #statesHeard = 0;

  constructor(epoch: string, measured = new StreamMeasurements()) {
    this.#epoch = epoch;
    this.#measured = measured;
  }

  /** How many streams are at the head. */
  get size(): number {
    return this.#roomsOf.size;
  }

  /** How many changes of state there have been: whoever reads them in pages looks whether one has come in between. */
  get statesHeard(): number {
    return this.#statesHeard;
  }

  /** From now on the subscriber is written to. The rooms are those of the instant that its position speaks of. */
  enter(subscriber: Subscriber, roomIds: readonly RoomId[]): void {
    this.#roomsOf.set(subscriber, new Set());
    for (const roomId of roomIds) this.#addToRoom(subscriber, roomId);
    if (subscriber.roomId === undefined) addTo(this.#byUser, subscriber.userId, subscriber);
  }

  leave(subscriber: Subscriber): void {
    for (const roomId of this.#roomsOf.get(subscriber) ?? []) removeFrom(this.#byRoom, roomId, subscriber);
    this.#roomsOf.delete(subscriber);
    removeFrom(this.#byUser, subscriber.userId, subscriber);
  }

  /** Hands an item to everyone who may see it. What a subscriber's position already covers does not concern it. */
  hear(item: LogItem): void {
    if (item.type === "event") this.#hearEvent(item);
    else if (item.type === "state") this.#hearState(item.position, item.state);
  }

  #hearEvent({ position, event, admits }: Extract<LogItem, { type: "event" }>): void {
    for (const userId of admits) this.#admit(position, event.roomId, userId);
    const item = new Delivery(formatEventId(this.#epoch, position), event);
    for (const subscriber of this.#byRoom.get(event.roomId) ?? []) {
      if (subscriber.position >= position) continue;
      subscriber.deliver(item, position);
      this.#measured.delivered += 1;
    }
    if (event.kind === "member.left" || event.kind === "member.removed") this.#expel(position, event);
  }

  #hearState(position: Position, item: StateItem): void {
    this.#statesHeard += 1;
    const audience = item.kind === "read.moved" ? this.#byRoom.get(item.roomId) : this.#everyone();
    const delivery = new Delivery(formatEventId(this.#epoch, position), stateEvent(item));
    for (const subscriber of audience ?? []) {
      if (subscriber.position > position) continue;
      if (item.kind === "read.moved" && item.ownDevicesOnly && subscriber.userId !== item.userId) continue;
      subscriber.deliver(delivery, position);
      this.#measured.delivered += 1;
    }
  }

  #admit(position: Position, roomId: RoomId, userId: UserId): void {
    for (const subscriber of this.#byUser.get(userId) ?? []) {
      if (subscriber.position < position) this.#addToRoom(subscriber, roomId);
    }
  }

  #expel(position: Position, event: MemberEvent): void {
    const gone = event.membership.user.id;
    for (const subscriber of this.#byRoom.get(event.roomId) ?? []) {
      // A position past the event: the stream was read after it, and its rooms with it.
      if (subscriber.userId !== gone || subscriber.position > position) continue;
      removeFrom(this.#byRoom, event.roomId, subscriber);
      this.#roomsOf.get(subscriber)?.delete(event.roomId);
      if (subscriber.roomId !== undefined) subscriber.end();
    }
  }

  #addToRoom(subscriber: Subscriber, roomId: RoomId): void {
    addTo(this.#byRoom, roomId, subscriber);
    this.#roomsOf.get(subscriber)?.add(roomId);
  }

  *#everyone(): Iterable<Subscriber> {
    for (const subscribers of this.#byUser.values()) yield* subscribers;
  }
}

/** What a client is told of a state item. */
export function stateEvent(item: StateItem) {
  if (item.kind === "user.updated") return item;
  const { ownDevicesOnly: _, ...event } = item;
  return event;
}

function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

function removeFrom<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}
