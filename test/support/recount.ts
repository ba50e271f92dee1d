import path from "node:path";
import type { TRPCClient } from "@trpc/client";
import Database from "better-sqlite3";
import { audits, problemsOf } from "../../db/sqlite/audit.ts";
import { danglingRows, integrityProblems } from "../../db/sqlite/soundness.ts";
import type { Message, RoomId, UserId } from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";

/** What people are told they have not read, against a count of it. */
export async function recount(
  people: readonly { name: string; id: UserId; api: TRPCClient<AppRouter> }[],
  final: readonly Message[],
  heads: ReadonlyMap<RoomId, number>,
): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, id, api } of people) {
    const { items } = await api.room.list.query();
    for (const room of items.filter(({ id: roomId }) => heads.has(roomId))) {
      const unread = final.filter(
        ({ roomId, sender, seq, deletedAt }) =>
          roomId === room.id && sender.id !== id && seq > room.readSeq && deletedAt === null,
      ).length;
      const counted = Math.min(unread, 1000);
      if (room.unread !== counted) problems.push(`${name} has ${room.unread} unread in ${room.name}, not ${counted}`);
      if (room.memberCount !== people.length) problems.push(`${room.name} has ${room.memberCount} members`);
    }
  }
  return problems;
}

/** What is wrong with the database of a server that has ended: each row of an answer is a problem. */
export function unsoundness(dataFolder: string): string[] {
  const database = new Database(path.join(dataFolder, "natter.db"), { readonly: true });
  try {
    const counted = audits.flatMap((audit) => problemsOf(audit, database, 100));
    return [...integrityProblems(database, 100), ...danglingRows(database), ...counted];
  } finally {
    database.close();
  }
}
