import type { Client, Listener } from "./client.ts";
import { bodyOf, numberIn } from "./bodies.ts";

/** No load has more messages under way in a room. */
const ring = 4096;

/**
 * The members of one room, and what has come of the messages sent to it. A message is done when it has been
 * acknowledged *and* has reached every member.
 */
export class Room implements Listener {
  readonly members: readonly Client[];
  /** Called whenever a message is done. */
  onDone: () => void = () => {};
  /** Called for every delivery with the number of the message in the room, 0, 1, 2, ... */
  onArrival: ((client: Client, number: number) => void) | null = null;
  sent = 0;
  deliveries = 0;
  failure: Error | null = null;
  readonly #bytes: number;
  readonly #arrived = new Uint32Array(ring);
  #acknowledged = 0;
  #complete = 0;

  constructor(members: readonly Client[], bytes: number) {
    this.members = members;
    this.#bytes = bytes;
    for (const client of members) client.listener = this;
    members[0]?.witness();
  }

  get done(): number {
    return Math.min(this.#acknowledged, this.#complete);
  }

  /** The next message, by the next of the first `senders` members. */
  send(senders: number): void {
    const client = this.members[this.sent % senders];
    if (client === undefined) throw new Error("a room needs a member");
    client.send(bodyOf(this.sent, this.#bytes));
    this.sent += 1;
  }

  onDelivery(client: Client): void {
    this.deliveries += 1;
    const number = client.delivered - 1;
    this.onArrival?.(client, number);
    const slot = number % ring;
    const arrived = (this.#arrived[slot] ?? 0) + 1;
    if (arrived < this.members.length) this.#arrived[slot] = arrived;
    else {
      this.#arrived[slot] = 0;
      this.#complete += 1;
      if (this.#complete <= this.#acknowledged) this.onDone();
    }
  }

  onAcknowledged(): void {
    this.#acknowledged += 1;
    if (this.#acknowledged <= this.#complete) this.onDone();
  }

  onFailed(error: Error): void {
    this.failure ??= error;
  }

  /** Throws unless every member got every message, once. */
  verify(): void {
    if (this.failure !== null) throw this.failure;
    for (const { member, delivered } of this.members) {
      if (delivered !== this.sent) throw new Error(`${member.userId} got ${delivered} of ${this.sent} messages`);
    }
    const heard = new Set(this.members[0]?.texts?.map(numberIn));
    if (heard.size !== this.sent) throw new Error(`of ${this.sent} messages only ${heard.size} were different ones`);
  }
}
