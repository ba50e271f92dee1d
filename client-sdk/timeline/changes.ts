import type { Event, Message, MessageId, UserId } from "../../server/contract/index.ts";
import { react } from "./message.ts";

/** What I have done to a message, shown before the server has said anything to it. */
export type Change =
  | { readonly kind: "edit"; readonly messageId: MessageId; readonly body: string; readonly at: Date }
  | { readonly kind: "delete"; readonly messageId: MessageId; readonly at: Date }
  | { readonly kind: "react" | "unreact"; readonly messageId: MessageId; readonly emoji: string };

/** The messages as they look with these changes, which were made in this order. */
export function withChanges(messages: readonly Message[], changes: readonly Change[], me: UserId): readonly Message[] {
  if (changes.length === 0) return messages;
  return messages.map((message) =>
    changes.reduce((now, change) => (change.messageId === now.id ? changed(now, change, me) : now), message),
  );
}

/** Whether a message shows already what the change asks for. */
export function isShown(change: Change, message: Message, me: UserId): boolean {
  if (change.kind !== "react" && change.kind !== "unreact") return false;
  const reaction = message.reactions.find(({ emoji }) => isSameEmoji(emoji, change.emoji));
  return (reaction?.userIds.includes(me) ?? false) === (change.kind === "react");
}

/** Whether this event is what a reaction of mine has come to. */
export function isOutcome(event: Event, change: Change, me: UserId): boolean {
  if (event.kind !== "reaction.added" && event.kind !== "reaction.removed") return false;
  if (change.kind !== "react" && change.kind !== "unreact") return false;
  const isSameKind = (event.kind === "reaction.added") === (change.kind === "react");
  const isSameMessage = event.messageId === change.messageId && isSameEmoji(event.emoji, change.emoji);
  return isSameKind && isSameMessage && event.actorId === me;
}

/** The server adds the selector that asks for the colourful form, where a keyboard has left it out. */
function isSameEmoji(one: string, other: string): boolean {
  return one === other || one === `${other}\ufe0f` || other === `${one}\ufe0f`;
}

function changed(message: Message, change: Change, me: UserId): Message {
  if (message.deletedAt !== null) return message;
  switch (change.kind) {
    case "edit":
      return { ...message, body: change.body, editedAt: change.at };
    case "delete":
      return { ...message, body: "", data: null, mentions: [], reactions: [], deletedAt: change.at };
    case "react":
    case "unreact": {
      if (isShown(change, message, me)) return message;
      const kind = change.kind === "react" ? "reaction.added" : "reaction.removed";
      const emoji = message.reactions.find((one) => isSameEmoji(one.emoji, change.emoji))?.emoji ?? change.emoji;
      return { ...message, reactions: react(message.reactions, { kind, emoji, actorId: me }, me) };
    }
  }
}
