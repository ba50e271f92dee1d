import type { BlockRecord, UserRecord } from "../../portable.ts";
import type { ExportParts } from "./scopes.ts";
import { dateOf, maybeDate, pages } from "./pages.ts";

interface UserRow {
  place: number;
  id: string;
  kind: "person" | "bot";
  ownerId: string | null;
  username: string;
  displayName: string;
  email: string | null;
  role: "user" | "admin";
  statusText: string | null;
  avatarUrl: string | null;
  createdAt: number;
  disabledAt: number | null;
  lastSeenAt: number | null;
  passwordHash: string | null;
  sessionId: string | null;
  tokenHash: string | null;
}

interface BlockRow {
  place: number;
  blockerId: string;
  blockedId: string;
  createdAt: number;
}

export function createExportAccounts({ client, scope, where, values, credentials }: ExportParts) {
  /** Owners come before their bots: in the order in which the accounts were made. */
  function* users(): Generator<UserRecord> {
    for (const rows of pages<UserRow>(client, selectUsers(where.user), values)) {
      for (const row of rows) yield isWhole(row.id) ? { ...toProfile(row), ...signIn(row) } : toAuthor(row);
    }
  }

  /** Of other people a file about one room or one person says no more than a message of theirs does. */
  function isWhole(id: string): boolean {
    return scope.kind === "server" || (scope.kind === "user" && scope.userId === id);
  }

  function signIn({ passwordHash, sessionId, tokenHash: hash }: UserRow): Partial<UserRecord> {
    if (!credentials) return {};
    return {
      passwordHash: passwordHash ?? undefined,
      ...(sessionId !== null && hash !== null && { token: { sessionId, hash } }),
    };
  }

  function* blocks(): Generator<BlockRecord> {
    for (const rows of pages<BlockRow>(client, selectBlocks(where.block), values)) {
      for (const { blockerId, blockedId, createdAt } of rows) {
        yield { type: "block", blockerId, blockedId, createdAt: dateOf(createdAt) };
      }
    }
  }

  return { users, blocks };
}

function toAuthor({ id, kind, ownerId, username, displayName, avatarUrl, createdAt }: UserRow): UserRecord {
  return {
    type: "user",
    id,
    kind,
    ownerId: ownerId ?? undefined,
    username,
    displayName,
    avatarUrl: avatarUrl ?? undefined,
    createdAt: dateOf(createdAt),
  };
}

function toProfile(row: UserRow): UserRecord {
  return {
    ...toAuthor(row),
    email: row.email ?? undefined,
    role: row.role,
    statusText: row.statusText ?? undefined,
    disabledAt: maybeDate(row.disabledAt),
    lastSeenAt: maybeDate(row.lastSeenAt),
  };
}

/** A bot's one live session is its token. */
const selectUsers = (condition: string) => `
  select users.rowid as place, users.id, kind, owner_id as ownerId, username, display_name as displayName, email, role,
    status_text as statusText, avatar_url as avatarUrl, users.created_at as createdAt, disabled_at as disabledAt,
    users.last_seen_at as lastSeenAt, password_hash as passwordHash, sessions.id as sessionId,
    sessions.refresh_hash as tokenHash
  from users left join sessions on users.kind = 'bot' and sessions.user_id = users.id and sessions.ended_at is null
  where users.rowid > :after and ${condition}
`;

const selectBlocks = (condition: string) => `
  select rowid as place, blocker_id as blockerId, blocked_id as blockedId, created_at as createdAt
  from blocks where rowid > :after and ${condition}
`;
