import type { Event, JsonObject, Me, Message, MessageId, RoomId } from "../../server/contract/index.ts";
import type { NatterClient, SendInput } from "../client.ts";
import { isNatterError } from "../errors.ts";

export interface ReplyOptions {
  /** Quotes this message. */
  replyToId?: MessageId;
  data?: JsonObject;
}

/** What a handler has at hand while it deals with an event. */
export interface BotContext {
  /** The bot's own connection, for everything else. */
  readonly client: NatterClient;
  /** The bot itself. */
  readonly me: Me;
  /** The event's id: the same if the event comes again after a crash. */
  readonly eventId: string;
  /**
   * Sends a message. Its clientId follows from the event and from how many the handler has sent before, so that it is
   * stored once, however often the event is dealt with; a later attempt that says something else gets what was stored.
   */
  send(message: Omit<SendInput, "clientId">): Promise<Message>;
}

/** The same for an event of a room. */
export interface RoomContext extends BotContext {
  /** Sends a message to the event's room, as `send` does. */
  reply(body: string, options?: ReplyOptions): Promise<Message>;
}

export interface Occasion {
  client: NatterClient;
  me: Me;
  eventId: string;
  event: Event;
  /** Tells the handlers of one event apart. */
  handlerName: string;
}

/** One handler's dealing with one event. */
export class Attempt implements RoomContext {
  readonly client: NatterClient;
  readonly me: Me;
  readonly eventId: string;
  readonly #roomId: RoomId | null;
  readonly #idPrefix: string;
  readonly #sends: Promise<Message>[] = [];

  private constructor({ client, me, eventId, event }: Occasion, idPrefix: string) {
    this.client = client;
    this.me = me;
    this.eventId = eventId;
    this.#roomId = "roomId" in event ? event.roomId : null;
    this.#idPrefix = idPrefix;
  }

  static async begin(occasion: Occasion): Promise<Attempt> {
    return new Attempt(occasion, await digestOf(`${occasion.eventId} ${occasion.handlerName}`));
  }

  readonly reply = (body: string, options: ReplyOptions = {}): Promise<Message> => {
    if (this.#roomId === null) return Promise.reject(new TypeError("This event is of no room: use `send`."));
    return this.send({ ...options, roomId: this.#roomId, body });
  };

  readonly send = (message: Omit<SendInput, "clientId">): Promise<Message> => {
    const clientId = `${this.#idPrefix}-${this.#sends.length}`;
    const sent = this.#sendOnce({ ...message, clientId });
    this.#sends.push(sent);
    // Whoever does not await it: `finished` does, and tells.
    sent.catch(() => {});
    return sent;
  };

  /** Resolves when everything that was sent has been stored, awaited by the handler or not. */
  async finished(): Promise<void> {
    await Promise.all(this.#sends);
  }

  async #sendOnce(message: SendInput & { clientId: string }): Promise<Message> {
    try {
      return await this.client.send(message);
    } catch (error) {
      // Before a crash it said something else: a dice roll for one.
      if (isNatterError(error) && error.reason === "client_id_reused") return this.#stored(message);
      throw error;
    }
  }

  async #stored({ roomId, clientId }: { roomId: RoomId; clientId: string }): Promise<Message> {
    let cursor: string | null = null;
    do {
      const page: { items: Message[]; nextCursor: string | null } = await this.client.api.message.list.query({
        roomId,
        limit: 200,
        cursor,
      });
      const found = page.items.find((message) => message.clientId === clientId && message.sender.id === this.me.id);
      if (found !== undefined) return found;
      cursor = page.nextCursor;
    } while (cursor !== null);
    throw new Error("The server knows the reply but does not show it.");
  }
}

/** Event ids may be long; a clientId has 64 characters. */
async function digestOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes, 0, 20), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
