import type { Database } from "better-sqlite3";
import {
  noCounts,
  recordTypes,
  type Counts,
  type PortableRecord,
  type RecordType,
  type Scope,
} from "../../portable.ts";
import { createExportAccounts } from "./export-accounts.ts";
import { createExportMessages } from "./export-messages.ts";
import { createExportRooms } from "./export-rooms.ts";
import { conditions, lastRead, valuesOf, type ExportParts, type ScopeValues } from "./scopes.ts";

export interface Export {
  counts: Counts;
  /** In the order in which an import wants them. A few hundred are in memory at a time. */
  records(): Generator<PortableRecord>;
}

/** Reads what a scope holds off a snapshot. */
export function createExport(client: Database, scope: Scope, { credentials }: { credentials: boolean }): Export {
  const where = conditions[scope.kind];
  const parts: ExportParts = { client, scope, where, values: valuesOf(client, scope), credentials };
  const accounts = createExportAccounts(parts);
  const rooms = createExportRooms(parts);
  const messages = createExportMessages(parts);
  return {
    counts: count(parts),
    *records() {
      yield* accounts.users();
      yield* accounts.blocks();
      yield* rooms.rooms();
      yield* messages.messages();
      yield* rooms.reads();
    },
  };
}

const tables: Record<RecordType, (condition: string) => string> = {
  user: (condition) => `users where ${condition}`,
  block: (condition) => `blocks where ${condition}`,
  room: (condition) => `rooms where ${condition}`,
  ban: (condition) => `bans where ${condition}`,
  membership: (condition) => `memberships where ${condition}`,
  message: (condition) => `messages where ${condition}`,
  reaction: (condition) => `reactions where ${condition}`,
  read: (condition) => `memberships where ended_at is null and ${condition} and ${lastRead} is not null`,
};

function count({ client, where, values }: ExportParts): Counts {
  const counts = noCounts();
  for (const type of recordTypes) {
    const counting = client.prepare<ScopeValues, number>(`select count(*) from ${tables[type](where[type])}`).pluck();
    counts[type] = counting.get(values) ?? 0;
  }
  return counts;
}
