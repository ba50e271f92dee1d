import { bodyOf, numberIn } from "./bodies.ts";

/** Who hears of what comes in once a member has entered. */
export interface Listener {
  /** A message of the room: the member's first, second, ... */
  onDelivery(delivered: number): void;
  /** A message of the member's own has been taken. */
  onAcknowledged(): void;
  /** The connection has failed, or the server has refused something. */
  onFailed(error: Error): void;
}

/** A member's connection, as its room needs it. */
export interface RoomMember {
  readonly member: { userId: string };
  listener: Listener | null;
  /** Messages of the room that have come. */
  readonly delivered: number;
  /** What they said, once they are witnessed. */
  readonly texts: readonly string[] | null;
  send(body: string): void;
  witness(): void;
}

/** No load has more messages under way in a room. */
const ring = 4096;

/**
 * The members of one room, and what has come of the messages sent to it. A message is done when it has been
 * acknowledged *and* has reached every member.
 */
export class Room implements Listener {
  readonly members: readonly RoomMember[];
  bodyBytes: number;
  /** Called whenever a message is done. */
  onDone: () => void = () => {};
  /** Called with the number of the message in the room, 0, 1, 2, ... when it is sent, and when it reaches a member. */
  onSend: ((number: number) => void) | null = null;
  onArrival: ((number: number) => void) | null = null;
  sent = 0;
  failure: Error | null = null;
  readonly #arrived = new Uint32Array(ring);
  #acknowledged = 0;
  #complete = 0;

  constructor(members: readonly RoomMember[], bodyBytes: number) {
    this.members = members;
    this.bodyBytes = bodyBytes;
    for (const client of members) client.listener = this;
    members[0]?.witness();
  }

  get done(): number {
    return Math.min(this.#acknowledged, this.#complete);
  }

  /** The next message, by the next of the first `senders` members. */
  send(senders: number): void {
    const client = this.members[this.sent % Math.min(senders, this.members.length)];
    if (client === undefined) throw new Error("a room needs a member");
    this.onSend?.(this.sent);
    client.send(bodyOf(this.sent, this.bodyBytes));
    this.sent += 1;
  }

  onDelivery(delivered: number): void {
    const number = delivered - 1;
    this.onArrival?.(number);
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
    if (this.#acknowledged !== this.sent) throw new Error(`${this.#acknowledged} of ${this.sent} were acknowledged`);
    for (const { member, delivered } of this.members) {
      if (delivered !== this.sent) throw new Error(`${member.userId} got ${delivered} of ${this.sent} messages`);
    }
    const heard = new Set(this.members[0]?.texts?.map(numberIn));
    for (let number = 0; number < this.sent; number += 1) {
      if (!heard.has(number)) throw new Error(`message ${number} never came`);
    }
  }
}
