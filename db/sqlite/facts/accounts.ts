import { and, eq } from "drizzle-orm";
import type { UserId } from "../../../server/contract/index.ts";
import type { AccountFacts } from "../../../server/domain/facts.ts";
import { given } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { isLive } from "../queries/sessions.ts";
import { sessions, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";

export function createAccountFacts(db: Connection) {
  const person = db
    .select({ role: users.role, disabledAt: users.disabledAt })
    .from(users)
    .where(and(eq(users.id, given("userId")), eq(users.kind, "person")))
    .prepare();
  const own = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, given("userId")), isLive))
    .prepare();
  // A bot's session lasts until the bot is deleted.
  const ofBots = db
    .select({ id: sessions.id, userId: sessions.userId })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(and(eq(users.ownerId, given("userId")), isLive))
    .prepare();

  function about({ userId, at }: { userId: UserId; at: Date }): AccountFacts {
    const found = person.get({ userId });
    const now = at.getTime();
    const bots = Map.groupBy(ofBots.all({ userId, now }), (session) => session.userId);
    return {
      account: found === undefined ? null : { role: found.role, disabled: found.disabledAt !== null },
      sessions: own.all({ userId, now }).map(({ id }) => id),
      bots: [...bots].map(([id, live]) => ({ id, sessions: live.map((session) => session.id) })),
    };
  }

  return {
    "account.disable": about,
    "account.enable": about,
    "account.resetPassword": about,
    "account.setRole": about,
  } satisfies Partial<FactReaders>;
}
