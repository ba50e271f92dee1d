import { rmSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { Command } from "../../server/domain/commands.ts";
import { decide } from "../../server/domain/decide.ts";
import { createTokens } from "../../server/security/tokens.ts";
import type { Member } from "./generator/protocol.ts";

/** So many people in so many rooms of the same size: everybody is in one. */
export interface Town {
  rooms: number;
  membersEach: number;
}

/** Signs every contestant's tokens. */
export const secret = randomBytes(32).toString("base64url");

const tokens = createTokens(Buffer.from(secret));

/** Everybody, with tokens of this moment: room by room. */
export function signInAll({ rooms, membersEach }: Town): Promise<Member[]> {
  const people = Array.from({ length: rooms * membersEach }, async (_, index) => {
    const claims = { userId: userOf(index), sessionId: `session-${index}` };
    const { token } = await tokens.signAccess(claims, new Date());
    return { userId: claims.userId, token, roomId: roomOf(Math.floor(index / membersEach)) };
  });
  return Promise.all(people);
}

/** Data folders of Natter's in which a town's people and rooms exist. Nobody can sign in with a password. */
export class DataFolders {
  readonly #templates = new Map<string, Promise<string>>();
  readonly #made = new Set<string>();

  /** A folder of its own for a round. */
  async freshFor(town: Town): Promise<string> {
    const key = `${town.rooms} ${town.membersEach}`;
    const template = this.#templates.get(key) ?? this.#populate(town);
    this.#templates.set(key, template);
    const folder = await this.empty();
    await cp(await template, folder, { recursive: true });
    return folder;
  }

  async empty(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "natter-bench-"));
    this.#made.add(folder);
    return folder;
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    this.#made.delete(folder);
  }

  removeAll(): void {
    for (const folder of this.#made) rmSync(folder, { recursive: true, force: true });
  }

  async #populate({ rooms, membersEach }: Town): Promise<string> {
    const folder = await this.empty();
    const store = await openSqliteStore({ file: join(folder, "natter.db") });
    const people = Array.from({ length: rooms * membersEach }, (_, index) => index);
    const carryOut = async (commands: Command[]) => {
      for (let first = 0; first < commands.length; first += 200) {
        const { outcomes } = await store.write(commands.slice(first, first + 200), decide);
        if (outcomes.some(({ kind }) => kind !== "done")) throw new Error("an account or a room could not be made");
      }
    };
    await carryOut(people.map(register));
    await carryOut(Array.from({ length: rooms }, (_, room) => createRoom(room, membersEach)));
    await store.close();
    return folder;
  }
}

function register(index: number): Command {
  const at = new Date();
  const monthMs = 30 * 86_400_000;
  const later = new Date(at.getTime() + monthMs);
  const session = { id: `session-${index}`, device: null, refreshHash: "", endsAt: later, refreshExpiresAt: later };
  const names = { username: userOf(index), displayName: `Person ${index}`, email: null };
  return { kind: "account.register", at, userId: userOf(index), ...names, passwordHash: "", session };
}

function createRoom(room: number, membersEach: number): Command {
  const first = room * membersEach;
  const memberIds = Array.from({ length: membersEach - 1 }, (_, index) => userOf(first + 1 + index));
  return {
    kind: "room.create",
    at: new Date(),
    actor: { userId: userOf(first), sessionId: `session-${first}` },
    roomId: roomOf(room),
    type: "private",
    name: `Room ${room}`,
    topic: null,
    memberIds,
    clientId: null,
    contentHash: "",
  };
}

function userOf(index: number): string {
  return `person-${index}`;
}

function roomOf(index: number): string {
  return `room-${index}`;
}
