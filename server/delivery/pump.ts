import type { LogPage, Position, Store } from "../../db/store.ts";
import type { Event, ResetReason, RoomId, StreamEvent, UserId } from "../contract/index.ts";
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
    while (!this.#ended) {
      await scheduler.yield();
      if (this.#ended) return;
      // Others share the socket, and may have filled it meanwhile: a page that cannot be written is not read.
      if (!this.#sink.writable) {
        await this.#sink.drained();
        continue;
      }
      const { statesPublished } = this.#parts.publisher;
      const page = await this.#readPage();
      if (this.#ended) return;
      if (opening !== null) this.#write(opening);
      opening = null;
      if (await this.#writePage(page)) {
        if (this.roomId !== undefined && page.roomIds.length === 0) return;
        if (this.#reachesHead(page, statesPublished) && this.#sink.writable) await this.#live(page.roomIds);
      }
    }
  }

  deliver(item: Delivery, position: Position): void {
    this.#position = position;
    this.#statesFrom = position;
    this.#sink.write(item);
    if (!this.#sink.writable) this.#leaveHub();
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
    const head = await this.#parts.store.log.head();
    const reason = from === null ? null : await this.#whyReset(from, head);
    const resumes = from !== null && reason === null;
    this.#position = resumes ? from.position : head;
    this.#statesFrom = resumes ? from.position : Infinity;
    const lastEventId = formatEventId(this.#parts.store.epoch, this.#position);
    return reason === null ? { kind: "ready", lastEventId } : { kind: "reset", lastEventId, reason };
  }

  async #whyReset(from: { epoch: string; position: Position }, head: Position): Promise<ResetReason | null> {
    const { store } = this.#parts;
    if (from.epoch !== store.epoch) return "other_epoch";
    if (from.position > head) return "ahead";
    if (from.position < (await store.log.floor())) return "pruned";
    const { maxReplay } = this.#request;
    if (maxReplay === undefined) return null;
    const behind = await store.log.behind(this.#reader(), from.position, maxReplay + 1);
    return behind > maxReplay ? "too_far_behind" : null;
  }

  #readPage(): Promise<LogPage> {
    return this.#parts.store.log.read(this.#reader(), this.#position, pageSize, this.#statesFrom);
  }

  /** False: the sink is full, and the rest of the page is to be read again. */
  async #writePage(page: LogPage): Promise<boolean> {
    // State is told before the events and with the position before them: it must not move the reader past any.
    for (const item of page.states) {
      if (!this.#sink.writable) await this.#sink.drained();
      if (this.#ended) return false;
      this.#write(stateEvent(item));
    }
    this.#statesFrom = page.head;
    for (const { position, event } of page.events) {
      if (!this.#sink.writable) return false;
      this.#position = position;
      this.#write(event);
    }
    this.#position = page.through;
    return true;
  }

  /**
   * Whether nothing lies between this page and what the hub hands out next. What has been committed since is published
   * later, and past the page's end: the hub skips what the position covers. State takes no position, so whether any has
   * been handed out since the page was asked for is a question of its own.
   */
  #reachesHead(page: LogPage, statesPublished: number): boolean {
    const { publisher } = this.#parts;
    const isPublished = publisher.published <= page.through && publisher.statesPublished === statesPublished;
    return page.through >= page.head && isPublished;
  }

  /** At the head: written to by the hub, until the sink is full or the stream ends. */
  async #live(roomIds: readonly RoomId[]): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#parts.hub.enter(this, roomIds);
    });
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
