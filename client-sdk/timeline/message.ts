import {
  limits,
  type Author,
  type Event,
  type Message,
  type Reaction,
  type ReactionEvent,
  type UserId,
} from "../../server/contract/index.ts";

/** A message as an event leaves it; the same object where nothing changes. `me`: whose own reactions come first. */
export function applyToMessage(message: Message, event: Event, me: UserId): Message {
  switch (event.kind) {
    case "message.sent":
    case "message.edited":
    case "message.deleted":
      return event.message.id === message.id ? newerOf(message, event.message, me) : withQuote(message, event.message);
    case "reaction.added":
    case "reaction.removed":
      return event.messageId === message.id && event.updatedSeq > message.updatedSeq
        ? { ...message, updatedSeq: event.updatedSeq, reactions: react(message.reactions, event, me) }
        : message;
    case "user.updated":
      return withAuthor(message, event.user);
    default:
      return message;
  }
}

/** Of two copies of a message the one that more has happened to; the held one where they are the same. */
export function newerOf(held: Message, other: Message, me: UserId): Message {
  if (other.updatedSeq <= held.updatedSeq) return held;
  return { ...other, reactions: other.reactions.map((reaction) => asMine(reaction, held, me)) };
}

/** A message as it came from somebody's point of view, from mine. */
export function mine(message: Message, me: UserId): Message {
  if (!message.reactions.some(({ userIds }) => userIds.indexOf(me) > 0)) return message;
  return { ...message, reactions: message.reactions.map((reaction) => ({ ...reaction, ...first(reaction, me) })) };
}

/** What people say about messages (reactions) by what they have done to one. */
export function react(
  reactions: readonly Reaction[],
  { kind, emoji, actorId }: Pick<ReactionEvent, "kind" | "emoji" | "actorId">,
  me: UserId,
): Reaction[] {
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if (kind === "reaction.removed") {
    if (held === undefined) return [...reactions];
    const left = { ...held, count: held.count - 1, userIds: held.userIds.filter((id) => id !== actorId) };
    return reactions.flatMap((reaction) => (reaction !== held ? [reaction] : left.count > 0 ? [left] : []));
  }
  if (held === undefined) return [...reactions, { emoji, count: 1, userIds: [actorId] }];
  if (held.userIds.includes(actorId)) return [...reactions];
  const userIds = actorId === me ? [me, ...held.userIds] : [...held.userIds, actorId];
  const more = { emoji, count: held.count + 1, userIds: userIds.slice(0, limits.userIdsPerReaction) };
  return reactions.map((reaction) => (reaction === held ? more : reaction));
}

/** Events name the first 50 people, whoever reads them: whether I am beyond them, only the held copy says. */
function asMine(reaction: Reaction, held: Message, me: UserId): Reaction {
  const { emoji, count, userIds } = reaction;
  const wasMine = held.reactions.some((one) => one.emoji === emoji && one.userIds.includes(me));
  if (userIds.includes(me)) return { ...reaction, ...first(reaction, me) };
  if (!wasMine || count <= userIds.length) return reaction;
  return { ...reaction, userIds: [me, ...userIds].slice(0, limits.userIdsPerReaction) };
}

function first({ userIds }: Reaction, me: UserId): Pick<Reaction, "userIds"> {
  return { userIds: userIds.includes(me) ? [me, ...userIds.filter((id) => id !== me)] : userIds };
}

/** What a reply quotes is what the other message says now. */
function withQuote(message: Message, quoted: Message): Message {
  const { replyTo } = message;
  if (replyTo === null || replyTo.id !== quoted.id || replyTo.body === quoted.body) return message;
  return { ...message, replyTo: { ...replyTo, body: quoted.body } };
}

function withAuthor(message: Message, user: Author): Message {
  const { sender, replyTo } = message;
  const isSender = sender.id === user.id;
  const isQuoted = replyTo?.sender.id === user.id;
  if (!isSender && !isQuoted) return message;
  const author = authorOf(user);
  return {
    ...message,
    sender: isSender ? author : sender,
    replyTo: isQuoted && replyTo !== null ? { ...replyTo, sender: author } : replyTo,
  };
}

/** The part of a user that travels with what they do. */
export function authorOf({ id, username, displayName, kind, avatarUrl }: Author): Author {
  return { id, username, displayName, kind, avatarUrl };
}
