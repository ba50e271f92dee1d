import type { LogPage, Position, StatesPlace, Store } from "../../db/store.ts";
import type { Event, HistoryEvent, ResetReason, RoomId, StreamEvent, UserId } from "../contract/index.ts";
import type { StreamMeasurements } from "../measurements/measurements.ts";
import { formatEventId } from "./event-id.ts";
import { stateEvent, type Hub, type Subscriber } from "./hub.ts";
import type { Publisher } from "./publisher.ts";
import { scheduler } from "./scheduler.ts";
import { Delivery, type Sink } from "./sink.ts";

/** A page costs a turn of the loop: large enough to be worth it, small enough to let others in. */
const pageSize = 200;

export interface PumpParts {
  store: Store;
  hub: Hub;
  publisher: Publisher;
  measured: StreamMeasurements;
}

export interface PumpRequest {
  userId: UserId;
  roomId: RoomId | undefined;
  /** Where the reader stands; null: at the head. */
  from: { epoch: string; position: Position } | null;
  maxReplay: number | undefined;
}

/**
 * One reader's way from a position in the log to for ever. It reads pages until it is at the head, then is in the
 * hub's sets and is written to directly; when its sink is full it leaves them and goes back to reading. So resuming,
 * falling behind and catching up are the same code, and a slow reader costs a number and not a buffer.
 */
export class Pump implements Subscriber {
  readonly userId: UserId;
  readonly roomId: RoomId | undefined;
  readonly #parts: PumpParts;
  readonly #request: PumpRequest;
  readonly #sink: Sink;
  #position: Position = 0;
  /** State marked at this position or later has not been told yet. */
  #statesFrom: Position = 0;
  /** While that is told in pages: how far, and where the log and the hub stood when the first page was read. */
  #statesTold: { upTo: StatesPlace; head: Position; heard: number } | null = null;
  #ended = false;
  /** Ends the wait at the head. */
  #wake: (() => void) | null = null;

  constructor(parts: PumpParts, request: PumpRequest, sink: Sink) {
    this.#parts = parts;
    this.#request = request;
    this.#sink = sink;
    this.userId = request.userId;
    this.roomId = request.roomId;
  }

  get position(): Position {
    return this.#position;
  }

  /** Resolves when the signal aborts, or when the one room is no longer the reader's. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => this.end(), { once: true });
    if (signal.aborted) return;
    let opening: StreamEvent | null = await this.#start();
    await scheduler.yield();
    while (!this.#ended) {
      // Others share the socket, and may have filled it meanwhile: a page that cannot be written is not read.
      if (!this.#sink.writable) {
        await this.#sink.drained();
        await scheduler.yield();
        continue;
      }
      const heard = this.#parts.hub.statesHeard;
      const page = await this.#readPage();
      if (this.#ended) return;
      if (opening !== null) this.#write(opening);
      opening = null;
      if ((await this.#writePage(page, heard)) && !this.#ended) {
        if (this.roomId !== undefined && page.roomIds.length === 0) return;
        if (this.#reachesHead(page, heard) && this.#sink.writable) await this.#live(page.roomIds);
      }
      await scheduler.yield();
    }
  }

  deliver(item: Delivery, position: Position): void {
    this.#position = position;
    this.#statesFrom = position;
    this.#sink.write(item);
    if (!this.#sink.writable) this.#fallBehind();
  }

  end(): void {
    this.#ended = true;
    this.#leaveHub();
  }

  /**
   * Finds the place to start from. The first item is written once the first page has been read: a snapshot that a
   * reader takes on seeing it holds all state that the page does not.
   */
  async #start(): Promise<StreamEvent> {
    const { from } = this.#request;
    const head = await this.#head(from?.position ?? 0);
    const reason = from === null ? null : await this.#whyReset(from, head);
    const resumes = from !== null && reason === null;
    if (resumes) this.#parts.measured.resumed += 1;
    if (reason !== null) this.#parts.measured.resets.add(reason);
    this.#position = resumes ? from.position : head;
    this.#statesFrom = resumes ? from.position : Infinity;
    const lastEventId = formatEventId(this.#parts.store.epoch, this.#position);
    return reason === null ? { kind: "ready", lastEventId } : { kind: "reset", lastEventId, reason };
  }

  /** Where the log is: what has been published will do, and costs nothing, unless the reader has seen more. */
  async #head(seen: Position): Promise<Position> {
    const { published } = this.#parts.publisher;
    return seen <= published ? published : this.#parts.store.log.head();
  }

  async #whyReset(from: { epoch: string; position: Position }, head: Position): Promise<ResetReason | null> {
    const { store } = this.#parts;
    if (from.epoch !== store.epoch) return "other_epoch";
    if (from.position > head) return "ahead";
    if (from.position < (await store.log.floor())) return "pruned";
    const { maxReplay } = this.#request;
    if (maxReplay === undefined) return null;
    await scheduler.yield();
    const behind = await store.log.behind(this.#reader(), from.position, maxReplay + 1);
    return behind > maxReplay ? "too_far_behind" : null;
  }

  #readPage(): Promise<LogPage> {
    const statesAfter = this.#statesTold?.upTo ?? null;
    return this.#parts.store.log.read(this.#reader(), this.#position, pageSize, this.#statesFrom, statesAfter);
  }

  /** False: there is more to be read before the stream is at the head. `heard`: the hub's count before the read. */
  async #writePage(page: LogPage, heard: number): Promise<boolean> {
    if (!(await this.#writeStates(page, heard))) return false;
    for (const { position, event } of page.events) {
      if (!this.#sink.writable) return false;
      this.#position = position;
      this.#sink.write(replayed(this.#parts.store.epoch, position, event));
      this.#parts.measured.replayed += 1;
    }
    this.#position = page.through;
    return true;
  }

  /**
   * State is told before the events and with the position before them: it must not move the reader past any. What
   * changes while its pages are read is stamped with where the log stood at the first, or later, and read next.
   */
  async #writeStates({ states, moreStates, head }: LogPage, heard: number): Promise<boolean> {
    for (const item of states) {
      if (!this.#sink.writable) await this.#sink.drained();
      if (this.#ended) return false;
      this.#write(stateEvent(item));
    }
    const before = this.#statesTold;
    const first = before ?? { head, heard };
    this.#statesTold = moreStates === null ? null : { ...first, upTo: moreStates };
    if (moreStates !== null) return false;
    this.#statesFrom = first.head;
    return before === null || !this.#stateChangedSince(first.heard);
  }

  /**
   * Whether nothing lies between this page and what the hub hands out next. What has been committed since is published
   * later, and past the page's end: the hub skips what the position covers. State takes no position, so whether any has
   * been handed out since the page was asked for is a question of its own.
   */
  #reachesHead(page: LogPage, heard: number): boolean {
    const { published } = this.#parts.publisher;
    return page.through >= page.head && page.through >= published && !this.#stateChangedSince(heard);
  }

  /** State takes no position: that it has been read can only be known by counting. */
  #stateChangedSince(heard: number): boolean {
    return this.#parts.hub.statesHeard !== heard;
  }

  /** At the head: written to by the hub, until the sink is full or the stream ends. */
  async #live(roomIds: readonly RoomId[]): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#parts.hub.enter(this, roomIds);
    });
  }

  #fallBehind(): void {
    this.#parts.measured.fellBehind += 1;
    this.#leaveHub();
  }

  #leaveHub(): void {
    if (this.#wake === null) return;
    this.#parts.hub.leave(this);
    this.#wake();
    this.#wake = null;
  }

  #write(event: Event): void {
    this.#sink.write(new Delivery(formatEventId(this.#parts.store.epoch, this.#position), event));
  }

  #reader() {
    return this.roomId === undefined ? { userId: this.userId } : { userId: this.userId, roomId: this.roomId };
  }
}

/** What has been made of replayed events, for as long as the store gives out the same ones. */
const deliveries = new WeakMap<HistoryEvent, Delivery>();

/** One item for all who replay an event while it is as it is, so that it is encoded once for them. */
function replayed(epoch: string, position: Position, event: HistoryEvent): Delivery {
  let delivery = deliveries.get(event);
  if (delivery === undefined) {
    delivery = new Delivery(formatEventId(epoch, position), event);
    deliveries.set(event, delivery);
  }
  return delivery;
}
