import { randomBytes } from "node:crypto";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSqliteStore } from "../../../db/sqlite/store.ts";
import type { Command } from "../../../server/domain/commands.ts";
import { decide } from "../../../server/domain/decide.ts";
import { createTokens } from "../../../server/security/tokens.ts";
import { startServer, type TestServer } from "../../support/server.ts";

/** How many commands share a transaction while the town is built. */
const batch = 250;

export interface Citizen {
  userId: string;
  token: string;
}

/**
 * A data folder with people and rooms in it, made past the API: thousands of accounts would be minutes of hashing.
 * Then a server on it, on a processor of its own.
 */
export class Town {
  readonly data: string;
  readonly citizens: Citizen[] = [];
  /** The log's head when the town was finished. */
  head = 0;
  epoch = "";
  readonly #secret = randomBytes(32).toString("hex");
  readonly #commands: Command[] = [];
  #ids = 0;

  private constructor(data: string) {
    this.data = data;
  }

  static async found(people: number): Promise<Town> {
    const town = new Town(await mkdtemp(path.join(tmpdir(), "natter-town-")));
    const tokens = createTokens(Buffer.from(town.#secret));
    for (let number = 0; number < people; number += 1) {
      const userId = `person-${String(number).padStart(5, "0")}`;
      const sessionId = `session-${number}`;
      const { token } = await tokens.signAccess({ userId, sessionId }, new Date());
      town.citizens.push({ userId, token });
      town.#commands.push(registration(userId, sessionId));
    }
    return town;
  }

  citizen(number: number): Citizen {
    const found = this.citizens[number];
    if (found === undefined) throw new Error(`there is no citizen ${number}`);
    return found;
  }

  /** A public room that all of these have joined; the first has created it. */
  room(members: readonly number[]): string {
    const roomId = `room-${this.#ids++}`;
    const [first = 0, ...others] = members;
    const room = { roomId, name: roomId, topic: null, memberIds: [], clientId: null, contentHash: "" };
    this.#commands.push({ kind: "room.create", ...this.#acted(first), type: "public", ...room });
    for (const number of others) this.#commands.push({ kind: "room.join", ...this.#acted(number), roomId });
    return roomId;
  }

  say(number: number, roomId: string, body: string): void {
    const messageId = `message-${this.#ids++}`;
    const content = { clientId: messageId, body, data: null, replyToId: null, contentHash: body, mentionedNames: [] };
    this.#commands.push({
      kind: "message.send",
      ...this.#acted(number),
      messageId,
      roomId,
      ...content,
      retryAfterMs: null,
    });
  }

  /** Where the log stands once everything so far has been carried out. */
  async build(): Promise<string> {
    const store = await openSqliteStore({ file: path.join(this.data, "natter.db") });
    for (let at = 0; at < this.#commands.length; at += batch) {
      const { outcomes, head } = await store.write(this.#commands.slice(at, at + batch), decide);
      const failed = outcomes.find(({ kind }) => kind !== "done");
      if (failed !== undefined) throw new Error(`not done: ${JSON.stringify(failed)}`, { cause: failed });
      this.head = head;
    }
    this.#commands.length = 0;
    this.epoch = store.epoch;
    await store.close();
    return `${this.epoch}.${this.head}`;
  }

  /** `NATTER_MAIN`: another working copy's `server/main.ts`, to compare with. `NODE_ARGS`: for a profile. */
  async open(): Promise<TestServer> {
    const main = process.env["NATTER_MAIN"] ?? path.resolve(import.meta.dirname, "../../../server/main.ts");
    const nodeOptions = process.env["NODE_ARGS"]?.split(" ") ?? [];
    return startServer({
      data: this.data,
      env: { NATTER_SECRET: this.#secret, NATTER_LOG_LEVEL: "warn" },
      command: ["taskset", "-c", "0", process.execPath, ...nodeOptions, main],
    });
  }

  #acted(number: number) {
    return { actor: { userId: this.citizen(number).userId, sessionId: `session-${number}` }, at: new Date() };
  }
}

function registration(userId: string, sessionId: string): Command {
  const at = new Date();
  const later = new Date(at.getTime() + 86_400_000);
  const session = { id: sessionId, device: null, refreshHash: userId, endsAt: later, refreshExpiresAt: later };
  const account = { userId, username: userId, displayName: userId, email: null, passwordHash: "none" };
  return { kind: "account.register", at, ...account, session };
}

/** What a process uses: memory as the operating system counts it, in MB, and processor time so far, in ms. */
export async function usageOf(pid: number): Promise<{ rssMb: number; peakMb: number; cpuMs: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const [, user, system] = /\) \S+ (?:\S+ ){10}(\d+) (\d+)/.exec(stat) ?? [];
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { rssMb: megabytes("VmRSS"), peakMb: megabytes("VmHWM"), cpuMs: (Number(user) + Number(system)) * 10 };
}

export function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
