import { limits } from "../contract/index.ts";
import type { ReactCommand } from "./commands.ts";
import type { Decision } from "./decision.ts";
import type { ReactFacts } from "./facts.ts";
import { admitMember } from "./permissions.ts";
import { done, invalid, numbered, refused, unchanged } from "./verdict.ts";

export function react(facts: ReactFacts, command: ReactCommand): Decision {
  const open = openMessage(facts);
  if (open.refusal !== null) return open.refusal;
  const { message, room } = open;
  if (message.deleted) return refused("not_allowed");
  if (facts.reacted) return unchanged();
  if (!facts.emojiPresent && facts.emojiCount >= limits.emojiPerMessage) {
    return invalid("emoji", `a message carries at most ${limits.emojiPerMessage} different emoji`);
  }
  const { actor, at, emoji } = command;
  const messageId = message.id;
  const event = numbered(room, command);
  return done({
    changes: [{ op: "reaction.insert", messageId, userId: actor.userId, emoji, updatedSeq: event.seq, at }],
    entries: [{ kind: "reaction.added", ...event, messageId, emoji }],
  });
}

/** Nobody's reaction is left on a deleted message, so there it is a harmless repeat. */
export function unreact(facts: ReactFacts, command: ReactCommand): Decision {
  const open = openMessage(facts);
  if (open.refusal !== null) return open.refusal;
  const { message, room } = open;
  if (!facts.reacted) return unchanged();
  const { actor, emoji } = command;
  const messageId = message.id;
  const event = numbered(room, command);
  return done({
    changes: [{ op: "reaction.delete", messageId, userId: actor.userId, emoji, updatedSeq: event.seq }],
    entries: [{ kind: "reaction.removed", ...event, messageId, emoji }],
  });
}

/** The message, for someone who may react to it unless it is deleted. */
function openMessage(facts: ReactFacts) {
  const here = admitMember("react", facts);
  if (here.refusal !== null) return here;
  const { message } = facts;
  if (message === null) return { refusal: refused("not_found") };
  if (facts.blocked) return { refusal: refused("not_allowed") };
  return { refusal: null, room: here.room, message };
}
