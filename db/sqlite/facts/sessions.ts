import { and, eq, sql } from "drizzle-orm";
import type {
  Actor,
  ChangePasswordCommand,
  EndSessionCommand,
  EndSessionsCommand,
  OpenSessionCommand,
  RefreshSessionCommand,
  TouchSessionCommand,
} from "../../../server/domain/commands.ts";
import type {
  EndSessionFacts,
  OpenSessionFacts,
  RefreshFacts,
  SessionFact,
  SessionsFacts,
} from "../../../server/domain/facts.ts";
import { given } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { isLive, stateOf } from "../queries/sessions.ts";
import { sessions, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";

/** What every command of a signed-in person needs to know. */
export type ReadSession = (command: { actor: Actor; at: Date }) => SessionFact;

export function createSessionFact(db: Connection): ReadSession {
  const statement = db
    .select({ disabledAt: users.disabledAt, live: sql<number>`${isLive}` })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, given("sessionId")), eq(sessions.userId, given("userId"))))
    .prepare();
  return ({ actor, at }) => {
    const found = statement.get({ ...actor, now: at.getTime() });
    return { session: found === undefined ? "ended" : stateOf(found) };
  };
}

export function createSessionFacts(db: Connection, session: ReadSession) {
  const account = db
    .select({ passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.id, given("userId")))
    .prepare();
  const family = db
    .select({ session: sessions, disabledAt: users.disabledAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, given("sessionId")))
    .prepare();
  const live = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, given("userId")), isLive))
    .prepare();

  function open({ userId }: OpenSessionCommand): OpenSessionFacts {
    const user = account.get({ userId });
    return {
      user: user === undefined ? null : { passwordHash: user.passwordHash, disabled: user.disabledAt !== null },
    };
  }

  function refresh({ sessionId }: RefreshSessionCommand): RefreshFacts {
    const found = family.get({ sessionId });
    if (found === undefined) return { session: null };
    const { id, userId, endedAt, refreshHash, previousHash, rotatedAt, refreshExpiresAt, endsAt } = found.session;
    const state = { disabled: found.disabledAt !== null, ended: endedAt !== null };
    return { session: { id, userId, ...state, refreshHash, previousHash, rotatedAt, refreshExpiresAt, endsAt } };
  }

  function end(command: EndSessionCommand): EndSessionFacts {
    const target = family.get({ sessionId: command.sessionId })?.session;
    return {
      ...session(command),
      target: target === undefined ? null : { userId: target.userId, ended: target.endedAt !== null },
    };
  }

  function all(command: EndSessionsCommand | ChangePasswordCommand): SessionsFacts {
    const { userId } = command.actor;
    return {
      ...session(command),
      live: live.all({ userId, now: command.at.getTime() }).map(({ id }) => id),
      passwordHash: account.get({ userId })?.passwordHash ?? null,
    };
  }

  return {
    "session.open": open,
    "session.refresh": refresh,
    "session.end": end,
    "session.endAll": all,
    "session.touch": (command: TouchSessionCommand) => session(command),
    "account.changePassword": all,
  } satisfies Partial<FactReaders>;
}
