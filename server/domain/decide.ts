import * as accounts from "./accounts.ts";
import * as auth from "./auth.ts";
import * as bots from "./bots.ts";
import type { CommandKind, CommandOf } from "./commands.ts";
import type { Decision } from "./decision.ts";
import type { FactsOf } from "./facts.ts";
import * as members from "./members.ts";
import * as messages from "./messages.ts";
import * as reactions from "./reactions.ts";
import * as rooms from "./rooms.ts";
import * as users from "./users.ts";
import { refused } from "./verdict.ts";

/**
 * The rules of chat: says what a command comes to, from nothing but the facts. Pure: it writes nothing, and the same
 * facts and command always give the same decision.
 */
export function decide<K extends CommandKind>(facts: FactsOf<K>, command: CommandOf<K>): Decision {
  // A command is found under its own kind; the compiler cannot follow that from the command back to K.
  const rule: Rules[K] = rules[command.kind as K];
  return sessionRefusal(facts) ?? rule(facts, command);
}

type Rules = { [K in CommandKind]: (facts: FactsOf<K>, command: CommandOf<K>) => Decision };

const rules: Rules = {
  "account.register": auth.register,
  "account.changePassword": auth.changePassword,
  "account.create": accounts.create,
  "account.disable": accounts.disable,
  "account.enable": accounts.enable,
  "account.resetPassword": accounts.resetPassword,
  "account.setRole": accounts.setRole,
  "session.open": auth.openSession,
  "session.refresh": auth.refreshSession,
  "session.end": auth.endSession,
  "session.endAll": auth.endSessions,
  "session.touch": auth.touchSession,
  "user.update": users.update,
  "user.block": users.block,
  "user.unblock": users.unblock,
  "bot.create": bots.create,
  "bot.rotateToken": bots.rotateToken,
  "bot.delete": bots.remove,
  "room.create": rooms.create,
  "room.direct": rooms.openDirect,
  "room.update": rooms.update,
  "room.archive": rooms.archive,
  "room.join": members.join,
  "room.leave": members.leave,
  "room.addMember": members.add,
  "room.removeMember": members.remove,
  "room.ban": members.ban,
  "room.unban": members.unban,
  "room.setRole": members.setRole,
  "message.send": messages.send,
  "message.edit": messages.edit,
  "message.delete": messages.remove,
  "message.markRead": messages.markRead,
  "message.react": reactions.react,
  "message.unreact": reactions.unreact,
};

/** Before anything else: a session that has ended, or a disabled account, can do nothing. */
function sessionRefusal(facts: FactsOf<CommandKind>): Decision | null {
  if (!("session" in facts)) return null;
  if (facts.session === "ended") return refused("session_ended");
  if (facts.session === "disabled") return refused("account_disabled");
  return null;
}
