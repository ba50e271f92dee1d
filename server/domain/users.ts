import type { BlockCommand, UpdateUserCommand } from "./commands.ts";
import type { ChangeOf, Decision } from "./decision.ts";
import type { BlockFacts, UserFacts } from "./facts.ts";
import { done, invalid, refused, unchanged } from "./verdict.ts";

/** Only what differs is written; everyone is told only if something does. */
export function update({ user }: UserFacts, command: UpdateUserCommand): Decision {
  const id = command.actor.userId;
  const change: ChangeOf<"user.update"> = { op: "user.update", id };
  const { displayName, statusText, avatarUrl } = command;
  if (displayName !== undefined && displayName !== user.displayName) change.displayName = displayName;
  if (statusText !== undefined && statusText !== user.statusText) change.statusText = statusText;
  if (avatarUrl !== undefined && avatarUrl !== user.avatarUrl) change.avatarUrl = avatarUrl;

  const answer = { kind: "me", userId: id } as const;
  const differs = "displayName" in change || "statusText" in change || "avatarUrl" in change;
  if (!differs) return unchanged(answer);
  return done({ changes: [change], states: [{ kind: "user.updated", userId: id }] }, answer);
}

export function block(facts: BlockFacts, command: BlockCommand): Decision {
  const refusal = blockRefusal(facts, command);
  if (refusal !== null) return refusal;
  if (facts.blocked) return unchanged();
  const { actor, at, userId } = command;
  return done({
    changes: [{ op: "block.insert", blockerId: actor.userId, blockedId: userId, at }],
    entries: [{ kind: "user.blocked", at, actorId: actor.userId, userId }],
  });
}

export function unblock(facts: BlockFacts, command: BlockCommand): Decision {
  const refusal = blockRefusal(facts, command);
  if (refusal !== null) return refusal;
  if (!facts.blocked) return unchanged();
  const { actor, at, userId } = command;
  return done({
    changes: [{ op: "block.delete", blockerId: actor.userId, blockedId: userId }],
    entries: [{ kind: "user.unblocked", at, actorId: actor.userId, userId }],
  });
}

function blockRefusal(facts: BlockFacts, { actor, userId }: BlockCommand): Decision | null {
  if (userId === actor.userId) return invalid("userId", "nobody can block themselves");
  return facts.targetExists ? null : refused("not_found");
}
