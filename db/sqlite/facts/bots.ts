import { and, count, eq, isNull } from "drizzle-orm";
import type { CreateBotCommand, DeleteBotCommand, RotateBotTokenCommand } from "../../../server/domain/commands.ts";
import type { BotFacts, CreateBotFacts, SessionFact } from "../../../server/domain/facts.ts";
import { given } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { isLive } from "../queries/sessions.ts";
import { sessions, users } from "../schema.ts";
import type { FactReaders } from "./readers.ts";
import type { ReadSession } from "./sessions.ts";

type BotCommand = CreateBotCommand | RotateBotTokenCommand | DeleteBotCommand;

export function createBotFacts(db: Connection, session: ReadSession) {
  const byUsername = db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.usernameKey, given("key")))
    .prepare();
  const account = db
    .select({ kind: users.kind, role: users.role, ownerId: users.ownerId, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.id, given("id")))
    .prepare();
  const ownersBots = db
    .select({ bots: count() })
    .from(users)
    .where(and(eq(users.ownerId, given("ownerId")), isNull(users.disabledAt)))
    .prepare();
  const live = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, given("userId")), isLive))
    .prepare();

  /** Whoever runs the server needs no session. */
  function sessionOf({ actor, at }: BotCommand): SessionFact {
    return actor === null ? { session: "live" } : session({ actor, at });
  }

  function create(command: CreateBotCommand): CreateBotFacts {
    const { ownerId, username } = command;
    const owner = account.get({ id: ownerId });
    return {
      ...sessionOf(command),
      usernameTaken: byUsername.get({ key: username.toLowerCase() }) !== undefined,
      owner:
        owner === undefined
          ? null
          : {
              kind: owner.kind,
              disabled: owner.disabledAt !== null,
              bots: ownersBots.get({ ownerId })?.bots ?? 0,
            },
    };
  }

  function about(command: RotateBotTokenCommand | DeleteBotCommand): BotFacts {
    const { actor, at, userId } = command;
    const bot = account.get({ id: userId });
    const ownerId = bot?.ownerId ?? null;
    const sessionIds = live.all({ userId, now: at.getTime() }).map(({ id }) => id);
    return {
      ...sessionOf(command),
      byAdmin: actor !== null && account.get({ id: actor.userId })?.role === "admin",
      bot:
        bot === undefined || ownerId === null
          ? null
          : {
              ownerId,
              // One that is only shut out with its owner has its session still.
              deleted: bot.disabledAt !== null && sessionIds.length === 0,
              sessions: sessionIds,
            },
    };
  }

  return {
    "bot.create": create,
    "bot.rotateToken": about,
    "bot.delete": about,
  } satisfies Partial<FactReaders>;
}
