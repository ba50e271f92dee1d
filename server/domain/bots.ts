import { limits } from "../contract/index.ts";
import { ending } from "./auth.ts";
import type { CreateBotCommand, DeleteBotCommand, RotateBotTokenCommand } from "./commands.ts";
import type { Decision } from "./decision.ts";
import type { BotFacts, CreateBotFacts } from "./facts.ts";
import { done, refused, unchanged } from "./verdict.ts";

/** People have bots; bots have none. Whoever runs the server may give anybody one more. */
export function create({ owner, usernameTaken }: CreateBotFacts, command: CreateBotCommand): Decision {
  const { actor, at, userId, username, displayName, ownerId, session } = command;
  if (owner === null) return refused("not_found");
  if (owner.kind === "bot") return refused("not_allowed");
  if (owner.disabled) return refused("account_disabled");
  if (actor !== null && owner.bots >= limits.bots) return refused("not_allowed");
  if (usernameTaken) return refused("username_taken");
  return done(
    {
      changes: [
        { op: "bot.insert", id: userId, username, displayName, ownerId, at },
        { op: "session.insert", userId, session, at },
      ],
    },
    { kind: "user", userId },
  );
}

/** The old token's session ends, and with it whatever it has open; the new one's begins. */
export function rotateToken(facts: BotFacts, command: RotateBotTokenCommand): Decision {
  const bot = within(facts, command);
  if (bot === null || bot.deleted) return refused("not_found");
  const { at, userId, session } = command;
  const { changes, entries } = ending(bot.sessions, userId, at);
  return done({ changes: [...changes, { op: "session.insert", userId, session, at }], entries });
}

/** What it wrote stays, and so does its name. */
export function remove(facts: BotFacts, command: DeleteBotCommand): Decision {
  const bot = within(facts, command);
  if (bot === null) return refused("not_found");
  if (bot.deleted) return unchanged();
  const { at, userId } = command;
  const { changes, entries } = ending(bot.sessions, userId, at);
  return done({ changes: [...changes, { op: "user.disable", id: userId, at }], entries });
}

/** The bot, if it is the actor's to decide about: to everyone else it is no bot at all. */
function within({ bot, byAdmin }: BotFacts, { actor }: RotateBotTokenCommand | DeleteBotCommand): BotFacts["bot"] {
  return actor === null || byAdmin || bot?.ownerId === actor.userId ? bot : null;
}
