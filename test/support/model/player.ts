import { createClient, type NatterClient } from "../../../client-sdk/client.ts";
import { memoryStorage } from "../../../client-sdk/storage.ts";
import type { OpenRoom, RoomState } from "../../../client-sdk/timeline/open-room.ts";
import type { RoomId, UserId } from "../../../server/contract/index.ts";
import type { Chance } from "./chance.ts";
import type { TabStorage } from "./tabs.ts";
import { Wire } from "./wire.ts";
import type { World } from "./world.ts";

/** A send, and what has been seen of it. */
export interface Sent {
  readonly clientId: string;
  readonly userId: UserId;
  readonly roomId: RoomId;
  readonly body: string;
  /** In which life of which tab. */
  readonly life: object;
  /** The tab crashed, it was refused, or given up: it need not be stored. */
  excused: boolean;
}

/** What every run writes down, to be judged at its end. */
export interface Journal {
  readonly sent: Sent[];
  /** The seqs of every window that was ever shown. */
  readonly windows: { roomId: RoomId; seqs: readonly number[] }[];
  readonly problems: string[];
}

const never = { quietMs: 1e8, hurriedMs: 1e8, answerMs: 1e8 };

/** One tab of one person: a client of ours, over a wire that breaks. */
export class Player {
  readonly userId: UserId;
  readonly wire: Wire;
  readonly rooms = new Map<RoomId, OpenRoom>();
  client: NatterClient;
  hasReloaded = false;
  readonly #storage: TabStorage;
  readonly #journal: Journal;
  #tab: ReturnType<TabStorage["open"]>;
  #life = {};

  constructor(userId: UserId, world: World, parts: { storage: TabStorage; chance: Chance; journal: Journal }) {
    this.userId = userId;
    this.wire = new Wire(world.services, parts.chance);
    this.#storage = parts.storage;
    this.#journal = parts.journal;
    this.#tab = this.#storage.open();
    this.client = this.#start();
  }

  async open(roomId: RoomId): Promise<void> {
    const { client } = this;
    const room = await client.rooms.open(roomId);
    if (client !== this.client || this.rooms.has(roomId)) return room.close();
    this.rooms.set(roomId, room);
    this.#observe(room);
  }

  close(roomId: RoomId): void {
    this.rooms.get(roomId)?.close();
    this.rooms.delete(roomId);
  }

  send(roomId: RoomId, body: string): void {
    const room = this.rooms.get(roomId);
    if (room === undefined) return;
    const { clientId } = room.send(body);
    const { userId } = this;
    this.#journal.sent.push({ clientId, userId, roomId, body, life: this.#life, excused: false });
  }

  /** The page is gone in the middle of whatever it did, and is opened again. */
  async reload(): Promise<void> {
    this.hasReloaded = true;
    this.#tab.crash();
    this.wire.cut();
    const { client } = this;
    for (const sent of this.#journal.sent) {
      // What had not been kept yet is lost with the page, unless it has got through.
      if (sent.life === this.#life && !this.#storage.sends.has(sent.clientId)) sent.excused = true;
    }
    this.#life = {};
    const before = [...this.rooms.keys()];
    this.rooms.clear();
    this.#tab = this.#storage.open();
    this.client = this.#start();
    await client.close();
    await Promise.allSettled(before.map((roomId) => this.open(roomId)));
  }

  /** What is kept of the outbox and has not been refused. */
  get waiting(): readonly string[] {
    return [...this.#storage.sends.values()].flatMap(({ refused, body }) => (refused === null ? [body] : []));
  }

  /** Sends that were refused were to be refused. */
  excuseRefused(): void {
    for (const sent of this.#journal.sent) {
      if ((this.#storage.sends.get(sent.clientId)?.refused ?? null) !== null) sent.excused = true;
    }
  }

  #start(): NatterClient {
    const storage = memoryStorage({
      ...{ sessionId: "s", accessToken: this.userId, accessExpiresAt: Infinity, refreshToken: null },
    });
    const client = createClient(
      { url: "http://memory.test", WebSocket: this.wire.WebSocket, storage, outbox: this.#tab },
      { random: () => 0, heartbeat: never },
    );
    client.rooms.subscribe(() => {});
    client.blocked.subscribe(() => {});
    return client;
  }

  #observe(room: OpenRoom): void {
    let last: readonly unknown[] = [];
    const look = () => {
      const state = room.getSnapshot();
      this.#judge(room.id, state);
      if (state.messages === last) return;
      last = state.messages;
      this.#journal.windows.push({ roomId: room.id, seqs: state.messages.map(({ seq }) => seq) });
    };
    room.subscribe(look);
    look();
  }

  #judge(roomId: RoomId, { messages, pending }: RoomState): void {
    const complain = (problem: string) => this.#journal.problems.push(`${this.userId}: ${problem}`);
    if (messages.some((message) => message.roomId !== roomId)) complain(`another room's message is in ${roomId}`);
    for (const [index, { seq }] of messages.entries()) {
      if (seq <= (messages[index - 1]?.seq ?? 0)) complain(`seq ${seq} is not after the one before`);
    }
    const mine = new Set(messages.flatMap(({ sender, clientId }) => (sender.id === this.userId ? [clientId] : [])));
    for (const [index, { clientId, createdAt, status }] of pending.entries()) {
      if (mine.has(clientId)) complain("a message is pending and stored at once");
      if (createdAt < (pending[index - 1]?.createdAt ?? 0)) complain("pending messages are out of order");
      const sent = status === "failed" && this.#journal.sent.find((one) => one.clientId === clientId);
      if (sent) sent.excused = true;
    }
  }
}
