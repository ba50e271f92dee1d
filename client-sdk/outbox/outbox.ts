import type { JsonObject, Message, MessageId, RoomId, UserId } from "../../server/contract/index.ts";
import { backOff } from "../backoff.ts";
import { newClientId } from "../client-id.ts";
import { passing } from "../consequences.ts";
import { isNatterError, NatterError } from "../errors.ts";
import { pause } from "../insist.ts";
import { Keeper } from "./keeper.ts";
import type { PendingMessage } from "./pending.ts";
import type { OutboxNews, OutboxStorage, SharedOutbox, StoredSend } from "./storage.ts";

/** A message that the server refuses for reasons that pass (too many, too busy, no room) is tried for so long. */
export const patienceMs = 5 * 60_000;

export interface OutboxParts {
  readonly storage: OutboxStorage;
  /** Sends it for as long as it takes. */
  readonly send: (send: StoredSend, signal: AbortSignal) => Promise<Message>;
  /** What waits in this room has changed. */
  readonly changed: (roomId: RoomId) => void;
  /** Shows a message that has been stored. False: not yet, its event is to come first. */
  readonly show: (message: Message) => boolean;
  readonly patienceMs: number;
}

interface Item {
  send: StoredSend;
  pending: PendingMessage;
  /** Only its event is waited for. */
  isStored: boolean;
  /** Resolves when it is in the storage, or cannot be. */
  kept: Promise<void>;
  readonly cancel: AbortController;
}

/** What one person has written and the server has not stored yet. */
export class Outbox {
  readonly #userId: UserId;
  readonly #parts: OutboxParts;
  readonly #shared: SharedOutbox | null;
  readonly #keeper: Keeper;
  readonly #items = new Map<string, Item>();
  readonly #sendingIn = new Set<RoomId>();
  readonly #ending = new AbortController();
  /** Settled while the storage was being read, which may still have had them. */
  #settledMeanwhile: Set<string> | null = null;
  #isLeading = false;
  #lastAt = 0;

  constructor(userId: UserId, parts: OutboxParts) {
    this.#userId = userId;
    this.#parts = parts;
    this.#shared = parts.storage.share?.(userId) ?? null;
    this.#keeper = new Keeper(parts.storage);
  }

  /** Takes up what was left, and sends it once this program is the one that sends. */
  async start(): Promise<void> {
    const { signal } = this.#ending;
    const stop = this.#shared?.listen((news) => this.#hear(news));
    signal.addEventListener("abort", () => stop?.());
    await this.#load();
    if (this.#shared !== null && !signal.aborted) {
      await this.#shared.lead(signal);
      // Whoever led before may have left something behind.
      await this.#load();
    }
    if (signal.aborted) return;
    this.#isLeading = true;
    for (const { send } of [...this.#items.values()]) this.#sendAll(send.roomId);
  }

  /** Nothing is sent any more. `forget`: nor ever will be. */
  end(forget: boolean): void {
    this.#isLeading = false;
    for (const item of this.#items.values()) {
      item.cancel.abort();
      if (forget) this.#forget(item);
    }
    this.#items.clear();
    this.#ending.abort();
  }

  /** In the order in which they go out. */
  pendingIn(roomId: RoomId): readonly PendingMessage[] {
    return this.#inOrder(roomId).map(({ pending }) => pending);
  }

  add(
    roomId: RoomId,
    body: string,
    { replyToId = null, data = null }: { replyToId?: MessageId | null; data?: JsonObject | null },
  ): PendingMessage {
    if (this.#ending.signal.aborted) throw new NatterError("not_signed_in");
    // Two of the same millisecond, or of a clock that was set back, have an order too.
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    const content = { roomId, body, replyToId, data: structuredClone(data) };
    const item = this.#put({
      ...{ clientId: newClientId(), userId: this.#userId, ...content },
      ...{ createdAt: this.#lastAt, refused: null },
    });
    this.#keep(item);
    this.#sendAll(roomId);
    return item.pending;
  }

  /** Sends a failed one again. */
  retry(clientId: string): void {
    const item = this.#items.get(clientId);
    if (item?.pending.status !== "failed") return;
    item.send = { ...item.send, refused: null };
    this.#show(item, "waiting");
    this.#keep(item);
    this.#sendAll(item.send.roomId);
  }

  discard(clientId: string): void {
    const item = this.#items.get(clientId);
    if (item === undefined) return;
    item.cancel.abort();
    this.#settle(item);
    this.#forget(item);
  }

  /** A message of mine has come from the server. */
  arrived({ clientId, roomId }: Message): void {
    const item = this.#items.get(clientId);
    if (item?.send.roomId === roomId) this.#settle(item);
  }

  /** Whatever was stored in this room by now is shown. */
  allShown(roomId: RoomId): void {
    for (const item of this.#inOrder(roomId)) if (item.isStored) this.#settle(item);
  }

  #inOrder(roomId: RoomId): Item[] {
    const items = [...this.#items.values()].filter(({ send }) => send.roomId === roomId);
    return items.sort((a, b) => a.send.createdAt - b.send.createdAt || (a.send.clientId < b.send.clientId ? -1 : 1));
  }

  async #load(): Promise<void> {
    const settled = (this.#settledMeanwhile = new Set());
    const found = await this.#keeper.load(this.#userId);
    this.#settledMeanwhile = null;
    if (this.#ending.signal.aborted) return;
    for (const send of found) {
      this.#lastAt = Math.max(this.#lastAt, send.createdAt);
      const isNew = !this.#items.has(send.clientId) && !settled.has(send.clientId);
      if (!isNew || send.userId !== this.#userId) continue;
      this.#put(send);
      // Its page may have gone before it could tell whoever sends.
      if (send.refused === null) this.#tell({ kind: "put", send });
    }
  }

  #hear(news: OutboxNews): void {
    if (news.kind === "put") {
      const known = this.#items.get(news.send.clientId)?.send;
      if (known === undefined || (known.refused === null) !== (news.send.refused === null)) this.#put(news.send);
      return this.#sendAll(news.send.roomId);
    }
    const item = this.#items.get(news.kind === "stored" ? news.message.clientId : news.clientId);
    if (item === undefined) return;
    if (news.kind === "stored") return this.#shown(item, news.message);
    item.cancel.abort();
    this.#settle(item);
  }

  #put(send: StoredSend): Item {
    const item: Item = {
      send,
      pending: this.#view(send, send.refused === null ? "waiting" : "failed"),
      isStored: false,
      kept: Promise.resolve(),
      cancel: new AbortController(),
    };
    this.#items.set(send.clientId, item);
    this.#parts.changed(send.roomId);
    return item;
  }

  /** In the storage, and for the others to see. */
  #keep(item: Item): void {
    const { send } = item;
    item.kept = this.#keeper.put(send);
    void item.kept.then(() => this.#tell({ kind: "put", send }));
  }

  #unkeep({ send: { clientId } }: Item): void {
    void this.#keeper.remove(clientId);
  }

  #forget(item: Item): void {
    this.#unkeep(item);
    this.#tell({ kind: "removed", clientId: item.send.clientId });
  }

  #tell(news: OutboxNews): void {
    if (!this.#ending.signal.aborted) this.#shared?.tell(news);
  }

  #settle(item: Item): void {
    const { clientId, roomId } = item.send;
    this.#settledMeanwhile?.add(clientId);
    if (this.#items.get(clientId) === item && this.#items.delete(clientId)) this.#parts.changed(roomId);
  }

  #show(item: Item, status: PendingMessage["status"]): void {
    item.pending = this.#view(item.send, status);
    this.#parts.changed(item.send.roomId);
  }

  #view(send: StoredSend, status: PendingMessage["status"]): PendingMessage {
    const { clientId, roomId, body, replyToId, data, createdAt, refused } = send;
    return {
      ...{ clientId, roomId, body, replyToId, data, status },
      createdAt: new Date(createdAt),
      error: refused === null ? null : new NatterError(refused.reason, { fields: refused.fields }),
      retry: () => this.retry(clientId),
      discard: () => this.discard(clientId),
    };
  }

  /** Sends what waits in a room, one after the other. */
  #sendAll(roomId: RoomId): void {
    if (this.#isLeading && !this.#sendingIn.has(roomId)) void this.#sendInTurn(roomId);
  }

  async #sendInTurn(roomId: RoomId): Promise<void> {
    this.#sendingIn.add(roomId);
    try {
      while (this.#isLeading) {
        const item = this.#inOrder(roomId).find(({ pending, isStored }) => pending.status === "waiting" && !isStored);
        if (item === undefined) return;
        this.#show(item, "sending");
        await item.kept;
        await this.#send(item);
      }
    } finally {
      // In the same breath as the last look: whoever comes later must not find it still at work.
      this.#sendingIn.delete(roomId);
    }
  }

  async #send(item: Item): Promise<void> {
    const { signal } = item.cancel;
    const givesUpAt = performance.now() + this.#parts.patienceMs;
    for (let refusals = 0; !signal.aborted; refusals++) {
      try {
        return this.#stored(item, await this.#parts.send(item.send, signal));
      } catch (error) {
        if (signal.aborted || !isNatterError(error)) return;
        const isPassing = passing.has(error.reason) && performance.now() < givesUpAt;
        // There is no connection for it any more: it waits for the next time.
        if (isEnd.has(error.reason)) return this.#stop(item);
        if (!isPassing) return this.#failed(item, error);
        this.#show(item, "waiting");
        await pause(Math.max(error.retryAfterMs ?? 0, backOff(refusals + 2, Math.random())), signal);
        if (!signal.aborted) this.#show(item, "sending");
      }
    }
  }

  #stored(item: Item, message: Message): void {
    this.#unkeep(item);
    this.#tell({ kind: "stored", message });
    this.#shown(item, message);
  }

  #shown(item: Item, message: Message): void {
    item.isStored = true;
    if (this.#parts.show(message)) this.#settle(item);
  }

  #stop(item: Item): void {
    this.#isLeading = false;
    this.#show(item, "waiting");
  }

  #failed(item: Item, { reason, fields }: NatterError): void {
    item.send = { ...item.send, refused: { reason, fields } };
    this.#show(item, "failed");
    this.#keep(item);
  }
}

/** Nobody is signed in any more, or the client is closed. */
const isEnd: ReadonlySet<NatterError["reason"]> = new Set([
  "closed",
  "aborted",
  "not_signed_in",
  "session_ended",
  "account_disabled",
  "token_expired",
] as const);
