import { NatterError } from "../../client-sdk/errors.ts";
import { Outbox } from "../../client-sdk/outbox/outbox.ts";
import { memoryOutbox, type OutboxStorage, type StoredSend } from "../../client-sdk/outbox/storage.ts";
import type { Message, Reason } from "../../server/contract/index.ts";
import { author, message } from "./sdk-samples.ts";

/** A server that stores what it is sent, once, and does as it is told. */
export class Server {
  readonly stored: Message[] = [];
  /** How often each came. */
  readonly received: string[] = [];
  /** Refuses the next ones for these reasons. */
  readonly refuse: Reason[] = [];
  /** While set, nothing is answered. */
  #hold: Promise<void> | null = null;
  #release = () => {};
  atOnce = 0;
  mostAtOnce = 0;

  hold(): void {
    this.#hold = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#hold = null;
    this.#release();
  }

  readonly send = async ({ clientId, body, roomId }: StoredSend, signal: AbortSignal): Promise<Message> => {
    this.received.push(body);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    try {
      await this.#hold;
      await Promise.resolve();
      if (signal.aborted) throw new NatterError("aborted");
      const reason = this.refuse.shift();
      if (reason !== undefined) throw new NatterError(reason);
      return this.#store(clientId, roomId, body);
    } finally {
      this.atOnce -= 1;
    }
  };

  #store(clientId: string, roomId: string, body: string): Message {
    const before = this.stored.find((one) => one.clientId === clientId);
    const sender = author("ada");
    const stored = before ?? message(this.stored.length + 1, { clientId, roomId, body, sender });
    if (before === undefined) this.stored.push(stored);
    return stored;
  }

  get bodies(): string[] {
    return this.stored.map(({ body }) => body);
  }
}

interface Setting {
  server?: Server;
  storage?: OutboxStorage;
  patienceMs?: number;
  show?: (message: Message) => boolean;
  userId?: string;
}

const outboxes: Outbox[] = [];

/** Ada's outbox before such a server. */
export function open({ server = new Server(), storage = memoryOutbox(), ...more }: Setting = {}) {
  const { patienceMs = 1e6, show = () => true, userId = "ada" } = more;
  const outbox = new Outbox(userId, { storage, send: server.send, changed: () => {}, show, patienceMs });
  outboxes.push(outbox);
  const bodies = (roomId = "room") => outbox.pendingIn(roomId).map(({ body }) => body);
  const states = (roomId = "room") => outbox.pendingIn(roomId).map(({ status }) => status);
  return {
    outbox,
    server,
    storage,
    bodies,
    states,
    send: (body: string, roomId = "room") => outbox.add(roomId, body, {}),
  };
}

/** Ends all that have been opened. */
export function endAll(): void {
  for (const outbox of outboxes.splice(0)) outbox.end(false);
}
