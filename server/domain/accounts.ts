import { ending } from "./auth.ts";
import type { AccountCommand, CreateAccountCommand, ResetPasswordCommand, SetAccountRoleCommand } from "./commands.ts";
import type { Decision } from "./decision.ts";
import type { AccountFacts, RegisterFacts } from "./facts.ts";
import { done, refused, unchanged } from "./verdict.ts";

/** What whoever runs the server decides about people's accounts. Nobody can ask for it over a network. */

export function create(facts: RegisterFacts, command: CreateAccountCommand): Decision {
  if (facts.usernameTaken) return refused("username_taken");
  if (facts.emailTaken) return refused("email_taken");
  const { at, userId, username, displayName, email, passwordHash, role } = command;
  return done(
    {
      changes: [
        { op: "user.insert", id: userId, username, displayName, email, passwordHash, at },
        { op: "user.setRole", id: userId, role },
      ],
    },
    { kind: "me", userId },
  );
}

/**
 * Ends the person's sessions, and shuts their bots out with them. The bots' sessions, which are their tokens, go on: they
 * are good again once their owner is. What they have open is closed all the same.
 */
export function disable({ account, sessions, bots }: AccountFacts, { at, userId }: AccountCommand): Decision {
  if (account === null) return refused("not_found");
  if (account.disabled) return unchanged();
  const own = ending(sessions, userId, at);
  return done({
    changes: [
      ...own.changes,
      { op: "user.disable", id: userId, at },
      ...bots.map(({ id }) => ({ op: "user.disable", id, at }) as const),
    ],
    entries: [...own.entries, ...bots.flatMap((bot) => ending(bot.sessions, bot.id, at).entries)],
  });
}

export function enable({ account, bots }: AccountFacts, { userId }: AccountCommand): Decision {
  if (account === null) return refused("not_found");
  if (!account.disabled) return unchanged();
  return done({ changes: [userId, ...bots.map(({ id }) => id)].map((id) => ({ op: "user.enable", id })) });
}

/** Whoever had the old password is out. */
export function resetPassword({ account, sessions }: AccountFacts, command: ResetPasswordCommand): Decision {
  if (account === null) return refused("not_found");
  const { at, userId, passwordHash } = command;
  const { changes, entries } = ending(sessions, userId, at);
  return done({ changes: [{ op: "user.setPassword", id: userId, passwordHash }, ...changes], entries });
}

export function setRole({ account }: AccountFacts, { userId, role }: SetAccountRoleCommand): Decision {
  if (account === null) return refused("not_found");
  if (account.role === role) return unchanged();
  return done({ changes: [{ op: "user.setRole", id: userId, role }] });
}
