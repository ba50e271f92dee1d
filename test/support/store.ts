import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mostWaiting } from "../../db/sqlite/search-index.ts";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { LogItem, Store } from "../../db/store.ts";
import type { Json, MessageId, Role, RoomId, UserId } from "../../server/contract/index.ts";
import type { Command } from "../../server/domain/commands.ts";
import type { Outcome } from "../../server/domain/decision.ts";
import { rules } from "./rules.ts";

/** A store of its own for one test. */
export interface TempStore {
  store: Store;
  /** The database file, where there is one. */
  file: string;
  /** Closes it and opens it again, as a restart does. */
  reopen(): Promise<Store>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openTempSqliteStore(options: { writeThread?: URL; searchThread?: URL } = {}): Promise<TempStore> {
  const folder = mkdtempSync(join(tmpdir(), "natter-store-"));
  const file = join(folder, "natter.db");
  const temp: TempStore = {
    file,
    store: await openSqliteStore({ file, decide: rules, ...options }),
    reopen: async () => {
      await temp.store.close();
      temp.store = await openSqliteStore({ file, decide: rules, ...options });
      return temp.store;
    },
    [Symbol.asyncDispose]: async () => {
      await temp.store.close();
      chmodSync(folder, 0o700);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return temp;
}

/** The module of the thread in which a server searches. */
export const searchThread = new URL("../../server/search-thread.ts", import.meta.url);

type SendOptions = {
  clientId?: string;
  id?: MessageId;
  data?: { [key: string]: Json };
  replyToId?: MessageId;
  mention?: string[];
};

/** A person with a session, who gives commands. Ids are what the test says: easy to read, and in any order. */
export class Person {
  readonly id: UserId;
  readonly actor: { userId: UserId; sessionId: string };
  readonly #chat: Chat;

  constructor(chat: Chat, id: UserId, sessionId = `session-${id}`) {
    this.#chat = chat;
    this.id = id;
    this.actor = { userId: id, sessionId };
  }

  register(more: { displayName?: string; email?: string } = {}): Command {
    const { email = null, displayName = this.id } = more;
    const later = new Date(this.#chat.now.getTime() + 30 * 86_400_000);
    const session = {
      id: this.actor.sessionId,
      device: null,
      refreshHash: "first",
      endsAt: later,
      refreshExpiresAt: later,
    };
    const account = { userId: this.id, username: this.id, displayName, email, passwordHash: "hash" };
    return { kind: "account.register", at: this.#chat.now, ...account, session };
  }

  create(
    roomId: RoomId,
    members: Person[] = [],
    more: { type?: "public" | "private"; name?: string; topic?: string } = {},
  ): Command {
    const { type = "private", name = roomId, topic = null } = more;
    const memberIds = members.map(({ id }) => id);
    return {
      kind: "room.create",
      ...this.#acted(),
      roomId,
      type,
      name,
      topic,
      memberIds,
      clientId: null,
      contentHash: "",
    };
  }

  direct(roomId: RoomId, others: Person[]): Command {
    const userIds = [this, ...others].map(({ id }) => id).sort();
    return { kind: "room.direct", ...this.#acted(), roomId, userIds };
  }

  join(roomId: RoomId): Command {
    return { kind: "room.join", ...this.#acted(), roomId };
  }

  leave(roomId: RoomId): Command {
    return { kind: "room.leave", ...this.#acted(), roomId };
  }

  member(
    kind: "room.addMember" | "room.removeMember" | "room.ban" | "room.unban",
    roomId: RoomId,
    whom: Person,
  ): Command {
    return { kind, ...this.#acted(), roomId, userId: whom.id };
  }

  setRole(roomId: RoomId, whom: Person, role: Role): Command {
    return { kind: "room.setRole", ...this.#acted(), roomId, userId: whom.id, role };
  }

  rename(roomId: RoomId, name: string): Command {
    return { kind: "room.update", ...this.#acted(), roomId, name };
  }

  archive(roomId: RoomId): Command {
    return { kind: "room.archive", ...this.#acted(), roomId };
  }

  send(roomId: RoomId, body: string, options: SendOptions = {}): Command {
    const number = this.#chat.nextNumber();
    const {
      id = `message-${number}`,
      clientId = `client-${number}`,
      data = null,
      replyToId = null,
      mention = [],
    } = options;
    const content = { body, data, replyToId };
    const hash = JSON.stringify(content);
    const stored = { messageId: id, roomId, clientId, ...content, contentHash: hash };
    return { kind: "message.send", ...this.#acted(), ...stored, mentionedNames: mention, retryAfterMs: null };
  }

  edit(messageId: MessageId, body: string, mention: string[] = []): Command {
    return { kind: "message.edit", ...this.#acted(), messageId, body, mentionedNames: mention };
  }

  delete(messageId: MessageId): Command {
    return { kind: "message.delete", ...this.#acted(), messageId };
  }

  react(messageId: MessageId, emoji: string): Command {
    return { kind: "message.react", ...this.#acted(), messageId, emoji };
  }

  unreact(messageId: MessageId, emoji: string): Command {
    return { kind: "message.unreact", ...this.#acted(), messageId, emoji };
  }

  markRead(roomId: RoomId, seq: number): Command {
    return { kind: "message.markRead", ...this.#acted(), roomId, seq };
  }

  update(more: { displayName?: string; statusText?: string | null }): Command {
    return { kind: "user.update", ...this.#acted(), ...more };
  }

  block(whom: Person): Command {
    return { kind: "user.block", ...this.#acted(), userId: whom.id };
  }

  #acted() {
    return { actor: this.actor, at: this.#chat.now };
  }
}

/** A cast on a store, with a clock that stands still until it is moved. */
export class Chat {
  now = new Date("2026-01-05T09:00:00Z");
  readonly ada = new Person(this, "ada");
  readonly grace = new Person(this, "grace");
  readonly mallory = new Person(this, "mallory");
  readonly #temp: TempStore;
  #number = 0;

  constructor(temp: TempStore) {
    this.#temp = temp;
  }

  get store(): Store {
    return this.#temp.store;
  }

  person(id: UserId, sessionId?: string): Person {
    return new Person(this, id, sessionId);
  }

  nextNumber(): number {
    return ++this.#number;
  }

  /** In one transaction. Every command must succeed. Returns what there is to publish. */
  async write(...commands: Command[]): Promise<LogItem[]> {
    const { outcomes, items } = await this.store.write(commands);
    for (const outcome of outcomes) {
      if (outcome.kind !== "done") throw new Error(`Not done: ${JSON.stringify(outcome)}`, { cause: outcome });
    }
    return items;
  }

  /** Everything that has been written is in the search index from now on: mallory talks to herself until it is. */
  async untilIndexed(): Promise<void> {
    const roomId = `attic-${this.nextNumber()}`;
    await this.write(this.mallory.create(roomId));
    await this.write(...Array.from({ length: mostWaiting }, () => this.mallory.send(roomId, "mumble")));
  }

  /** One command, whatever comes of it. */
  async attempt(command: Command): Promise<Outcome> {
    const { outcomes } = await this.store.write([command]);
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error("No outcome.");
    return outcome;
  }
}

/** ada, grace and mallory have accounts. */
export async function startChat(temp: TempStore): Promise<Chat> {
  const chat = new Chat(temp);
  await chat.write(chat.ada.register(), chat.grace.register(), chat.mallory.register());
  return chat;
}
