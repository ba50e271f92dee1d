import type { LogItem, Position } from "../../db/store.ts";

export type LogListener = (item: LogItem) => void;

/** Hands what has been committed to everyone who lives by the log, in log order. */
export class Publisher {
  readonly #listeners: LogListener[] = [];
  #published: Position;
  #statesPublished = 0;

  /** `head`: the log's head at start; what is before it is read from the database, never published. */
  constructor(head: Position) {
    this.#published = head;
  }

  /** Everything up to here has been handed out. */
  get published(): Position {
    return this.#published;
  }

  /** How many state items have been handed out: they take no position. */
  get statesPublished(): number {
    return this.#statesPublished;
  }

  /** Listeners hear every item in the order in which they subscribed, within the turn in which it is published. */
  subscribe(listener: LogListener): void {
    this.#listeners.push(listener);
  }

  /** Takes what one commit came to. Commits are published in the order of their positions. */
  publish(items: readonly LogItem[], head: Position): void {
    for (const item of items) {
      if (item.type === "state") this.#statesPublished += 1;
      for (const listener of this.#listeners) listener(item);
    }
    this.#published = Math.max(this.#published, head);
  }
}
