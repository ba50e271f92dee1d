import type { Event, MessageId, RoomId } from "../../server/contract/index.ts";
import type { OpenRoom } from "../timeline/open-room.ts";
import { RoomStore, type RoomParts } from "../timeline/room-store.ts";
import type { Outbox } from "../outbox/outbox.ts";

/** So many rooms that nobody looks at any more are kept current, so that coming back to them is quick. */
const mostKept = 10;

interface Held {
  readonly store: RoomStore;
  readonly loaded: Promise<void>;
  handles: number;
}

export interface OpenRoomsParts extends RoomParts {
  readonly outbox: Outbox;
  readonly markRead: (roomId: RoomId, seq: number) => void;
}

/** The rooms that are looked at, and those that were lately. */
export class OpenRooms {
  readonly #parts: OpenRoomsParts;
  /** The one closed last comes last. */
  readonly #held = new Map<RoomId, Held>();

  constructor(parts: OpenRoomsParts) {
    this.#parts = parts;
  }

  async open(roomId: RoomId): Promise<OpenRoom> {
    const held = this.#held.get(roomId) ?? this.#load(roomId);
    held.handles += 1;
    try {
      await held.loaded;
    } catch (error) {
      this.#release(held);
      throw error;
    }
    if (!held.store.isLookedAt) held.store.opened();
    return this.#handle(held);
  }

  hear(event: Event): void {
    for (const { store } of this.#held.values()) store.hear(event);
  }

  reset(): void {
    for (const held of [...this.#held.values()]) {
      if (held.handles > 0) held.store.reset();
      else this.#held.delete(held.store.id);
    }
  }

  end(): void {
    for (const { store } of this.#held.values()) store.ended();
    this.#held.clear();
  }

  get(roomId: RoomId): RoomStore | undefined {
    return this.#held.get(roomId)?.store;
  }

  changed(): void {
    for (const { store } of this.#held.values()) store.changed();
  }

  #load(roomId: RoomId): Held {
    const store = new RoomStore(roomId, this.#parts);
    const held = { store, loaded: store.load(), handles: 0 };
    this.#held.set(roomId, held);
    return held;
  }

  #release(held: Held): void {
    const { store } = held;
    held.handles -= 1;
    if (held.handles > 0 || this.#held.get(store.id) !== held) return;
    this.#held.delete(store.id);
    if (!store.isReady) return;
    store.closed();
    if (!store.isCurrent) return;
    this.#held.set(store.id, held);
    const kept = [...this.#held.values()].filter(({ handles }) => handles === 0);
    for (const { store: oldest } of kept.slice(0, -mostKept)) this.#held.delete(oldest.id);
  }

  #handle(held: Held): OpenRoom {
    const { store } = held;
    const { api, outbox, markRead } = this.#parts;
    const { id, paging, typing } = store;
    let isClosed = false;
    const close = () => {
      if (isClosed) return;
      isClosed = true;
      this.#release(held);
    };
    return {
      id,
      getSnapshot: store.getSnapshot,
      subscribe: store.subscribe,
      loadOlder: () => paging.loadOlder(),
      loadNewer: () => paging.loadNewer(),
      loadAround: (seq) => paging.loadAround(seq),
      jumpToNewest: () => paging.jumpToNewest(),
      send: (body, options = {}) => {
        typing.sent();
        return outbox.add(id, body, options);
      },
      edit: (messageId: MessageId, body) =>
        store.change({ kind: "edit", messageId, body, at: new Date() }, () =>
          api.message.edit.mutate({ messageId, body }),
        ),
      delete: (messageId) =>
        store.change({ kind: "delete", messageId, at: new Date() }, () => api.message.delete.mutate({ messageId })),
      react: (messageId, emoji) =>
        store.change({ kind: "react", messageId, emoji }, () => api.message.react.mutate({ messageId, emoji })),
      unreact: (messageId, emoji) =>
        store.change({ kind: "unreact", messageId, emoji }, () => api.message.unreact.mutate({ messageId, emoji })),
      retry: (clientId) => outbox.retry(clientId),
      discard: (clientId) => outbox.discard(clientId),
      markRead: (seq = store.headSeq) => {
        if (store.isUnreadUpTo(seq)) markRead(id, Math.min(seq, store.headSeq));
      },
      setTyping: (on) => typing.set(on),
      close,
      [Symbol.dispose]: close,
    };
  }
}
