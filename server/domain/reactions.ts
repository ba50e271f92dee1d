import { limits } from "../contract/index.ts";
import type { ReactCommand } from "./commands.ts";
import type { Decision } from "./decision.ts";
import type { ReactFacts } from "./facts.ts";
import { admitMember } from "./permissions.ts";
import { done, invalid, numbered, refused, unchanged } from "./verdict.ts";

export function react(facts: ReactFacts, command: ReactCommand): Decision {
  const open = openMessage(facts);
  if (open.refusal !== null) return open.refusal;
  if (facts.reacted) return unchanged();
  if (!facts.emojiPresent && facts.emojiCount >= limits.emojiPerMessage) {
    return invalid("emoji", `a message carries at most ${limits.emojiPerMessage} different emoji`);
  }
  const { actor, at, emoji } = command;
  const { messageId, room } = open;
  const event = numbered(room, command);
  return done({
    changes: [{ op: "reaction.insert", messageId, userId: actor.userId, emoji, updatedSeq: event.seq, at }],
    entries: [{ kind: "reaction.added", ...event, messageId, emoji }],
  });
}

export function unreact(facts: ReactFacts, command: ReactCommand): Decision {
  const open = openMessage(facts);
  if (open.refusal !== null) return open.refusal;
  if (!facts.reacted) return unchanged();
  const { actor, emoji } = command;
  const { messageId, room } = open;
  const event = numbered(room, command);
  return done({
    changes: [{ op: "reaction.delete", messageId, userId: actor.userId, emoji, updatedSeq: event.seq }],
    entries: [{ kind: "reaction.removed", ...event, messageId, emoji }],
  });
}

/** A deleted message keeps the reactions that it has. */
function openMessage(facts: ReactFacts) {
  const here = admitMember("react", facts);
  if (here.refusal !== null) return here;
  const { message } = facts;
  if (message === null) return { refusal: refused("not_found") };
  if (message.deleted || facts.blocked) return { refusal: refused("not_allowed") };
  return { refusal: null, room: here.room, messageId: message.id };
}
