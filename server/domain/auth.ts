import type { SessionId, UserId } from "../contract/index.ts";
import type {
  ChangePasswordCommand,
  EndSessionCommand,
  EndSessionsCommand,
  OpenSessionCommand,
  RefreshSessionCommand,
  RegisterCommand,
  TouchSessionCommand,
} from "./commands.ts";
import type { Decision } from "./decision.ts";
import type {
  EndSessionFacts,
  OpenSessionFacts,
  RefreshFacts,
  RegisterFacts,
  SessionFact,
  SessionsFacts,
} from "./facts.ts";
import { done, refused, unchanged } from "./verdict.ts";

/** For how long the refresh token before the present one still gets the same answer, while that is unused. */
export const refreshGraceMs = 30_000;

export function register(facts: RegisterFacts, command: RegisterCommand): Decision {
  if (facts.usernameTaken) return refused("username_taken");
  if (facts.emailTaken) return refused("email_taken");
  const { at, userId, username, displayName, email, passwordHash, session } = command;
  return done(
    {
      changes: [
        { op: "user.insert", id: userId, username, displayName, email, passwordHash, at },
        { op: "session.insert", userId, session, at },
      ],
    },
    { kind: "me", userId },
  );
}

export function openSession({ user }: OpenSessionFacts, command: OpenSessionCommand): Decision {
  if (user === null || user.passwordHash !== command.passwordHash) return refused("bad_credentials");
  if (user.disabled) return refused("account_disabled");
  const { at, userId, session } = command;
  return done({ changes: [{ op: "session.insert", userId, session, at }] }, { kind: "me", userId });
}

/** Rotates a refresh token (promises.md, S7). */
export function refreshSession({ session }: RefreshFacts, command: RefreshSessionCommand): Decision {
  const { at, presentedHash, nextHash } = command;
  if (session === null || session.ended || at >= session.endsAt || at >= session.refreshExpiresAt) {
    return refused("session_ended");
  }
  const present = presentedHash === session.refreshHash;
  // `nextHash` is derived from the presented token, so it is the present one exactly while that is unused.
  const within = at.getTime() - session.rotatedAt.getTime() <= refreshGraceMs;
  const repeated = presentedHash === session.previousHash && nextHash === session.refreshHash && within;
  // Two hold a token of this family, and one of them stole it: neither goes on.
  if (!present && !repeated) {
    const { id, userId } = session;
    return { ...refused("session_ended", { stolenFrom: userId }), ...ending([id], userId, at) };
  }
  if (session.disabled) return refused("account_disabled");

  const { id, userId, endsAt } = session;
  if (repeated) return unchanged(grant(session.refreshExpiresAt));
  const refreshExpiresAt = command.refreshExpiresAt < endsAt ? command.refreshExpiresAt : endsAt;
  const rotation = { id, refreshHash: nextHash, previousHash: presentedHash, refreshExpiresAt, at };
  return done(
    {
      changes: [
        { op: "session.rotate", ...rotation },
        { op: "session.seen", id, at },
      ],
    },
    grant(refreshExpiresAt),
  );

  function grant(expires: Date) {
    return { kind: "session", grant: { userId, sessionId: id, refreshExpiresAt: expires } } as const;
  }
}

export function endSession({ target }: EndSessionFacts, command: EndSessionCommand): Decision {
  const { actor, at, sessionId } = command;
  if (target === null || target.userId !== actor.userId) return refused("not_found");
  if (target.ended) return unchanged();
  return done(ending([sessionId], actor.userId, at));
}

export function endSessions({ live }: SessionsFacts, { actor, at }: EndSessionsCommand): Decision {
  return done(ending(live, actor.userId, at));
}

/** Ends all other sessions. */
export function changePassword(facts: SessionsFacts, command: ChangePasswordCommand): Decision {
  const { actor, at, currentHash, passwordHash } = command;
  if (facts.passwordHash !== currentHash) return refused("bad_credentials");
  const { changes, entries } = ending(
    facts.live.filter((id) => id !== actor.sessionId),
    actor.userId,
    at,
  );
  return done({ changes: [{ op: "user.setPassword", id: actor.userId, passwordHash }, ...changes], entries });
}

export function touchSession(_facts: SessionFact, { actor, at }: TouchSessionCommand): Decision {
  return done({
    changes: [
      { op: "session.seen", id: actor.sessionId, at },
      { op: "user.seen", id: actor.userId, at },
    ],
  });
}

/** Each session's end is an entry of its own: every node closes that session's sockets when it reads it. */
export function ending(
  sessions: readonly SessionId[],
  userId: UserId,
  at: Date,
): Pick<Decision, "changes" | "entries"> {
  return {
    changes: sessions.map((id) => ({ op: "session.end", id, at })),
    entries: sessions.map((sessionId) => ({ kind: "session.ended", at, sessionId, userId })),
  };
}
