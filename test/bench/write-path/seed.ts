import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openSqliteStore } from "../../../db/sqlite/store.ts";
import type { Command } from "../../../server/domain/commands.ts";
import { decide } from "../../../server/domain/decide.ts";
import { createTokens } from "../../../server/security/tokens.ts";

export const secret = randomBytes(32).toString("hex");

/** The room of 500. */
export const crowd = "crowd";

/** Someone with an account, a session and an access token. */
export interface Member {
  userId: string;
  token: string;
}

/** Fills an empty data folder: pairs with a room each, and a room in which everyone is. */
export async function seed(data: string, people: number): Promise<Member[]> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore({ file: join(data, "natter.db"), decide });
  const at = new Date();
  const later = new Date(at.getTime() + 86_400_000);
  const names = Array.from({ length: people }, (_, number) => `person-${number}`);
  const acted = (userId: string) => ({ actor: { userId, sessionId: `session-${userId}` }, at });
  await store.write(
    names.map((userId): Command => {
      const session = {
        id: `session-${userId}`,
        device: null,
        refreshHash: userId,
        endsAt: later,
        refreshExpiresAt: later,
      };
      return {
        kind: "account.register",
        at,
        userId,
        username: userId,
        displayName: userId,
        email: null,
        passwordHash: "none",
        session,
      };
    }),
  );
  const room = (owner: string, roomId: string, memberIds: string[]): Command => ({
    kind: "room.create",
    ...acted(owner),
    roomId,
    type: "private",
    name: roomId,
    topic: null,
    memberIds,
    clientId: null,
    contentHash: "",
  });
  const [first = "", ...rest] = names;
  const pairs = names.flatMap((name, number) =>
    number % 2 === 0 ? [room(name, roomOf(number), names.slice(number + 1, number + 2))] : [],
  );
  await store.write([...pairs, room(first, crowd, rest.slice(0, 499))]);
  await store.close();
  const { signAccess } = createTokens(Buffer.from(secret));
  return Promise.all(
    names.map(async (userId) => {
      const { token } = await signAccess({ userId, sessionId: `session-${userId}` }, at);
      return { userId, token };
    }),
  );
}

/** The room that a person shares with one other. */
export function roomOf(number: number): string {
  return `room-${number - (number % 2)}`;
}
