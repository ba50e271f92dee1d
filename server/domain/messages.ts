import type { Message, MessageId } from "../contract/index.ts";
import type { DeleteCommand, EditCommand, MarkReadCommand, SendCommand } from "./commands.ts";
import type { ChangeOf, Decision } from "./decision.ts";
import type { EditFacts, InRoomFacts, MessageFacts, SendFacts } from "./facts.ts";
import { admitMember } from "./permissions.ts";
import { done, invalid, numbered, refused, unchanged } from "./verdict.ts";

export function send(facts: SendFacts, command: SendCommand): Decision {
  const { stored } = facts;
  const { contentHash } = command;
  // First of all: what was stored is answered with, also after leaving the room or while sending too fast.
  if (stored !== null) {
    return stored.contentHash === contentHash ? unchanged(answer(stored.messageId)) : refused("client_id_reused");
  }
  const here = admitMember("send", facts);
  if (here.refusal !== null) return here.refusal;
  if (facts.blocked) return refused("not_allowed");
  if (command.retryAfterMs !== null) return refused("rate_limited", { retryAfterMs: command.retryAfterMs });
  if (!facts.replyExists) return invalid("replyToId", "no such message in this room");

  const { messageId: id, actor, at, clientId, body, data, replyToId } = command;
  const event = numbered(here.room, command);
  const { roomId, seq } = event;
  const senderId = actor.userId;
  const { mentions } = facts;
  const message = { id, roomId, seq, senderId, clientId, contentHash, body, data, replyToId, mentions, at };
  return done(
    {
      changes: [
        { op: "message.insert", ...message },
        { op: "member.read", roomId, userId: senderId, readSeq: seq },
      ],
      entries: [{ kind: "message.sent", ...event, messageId: id, message: asSent(message, facts) }],
    },
    answer(id),
  );
}

/** The message as every reader gets it. What it replies to, and data as JSON keeps them, only the store can tell. */
function asSent(stored: Omit<ChangeOf<"message.insert">, "op">, { sender }: SendFacts): Message | null {
  const { id, roomId, seq, clientId, body, data, replyToId, mentions, at } = stored;
  if (sender === null || data !== null || replyToId !== null) return null;
  const parts = { id, roomId, seq, updatedSeq: seq, sender, clientId, body, mentions };
  return { ...parts, createdAt: at, editedAt: null, deletedAt: null, data, replyTo: null, reactions: [] };
}

export function edit(facts: EditFacts, command: EditCommand): Decision {
  const here = admitMember("edit", facts);
  if (here.refusal !== null) return here.refusal;
  const { message, mentions } = facts;
  if (message === null) return refused("not_found");
  if (message.senderId !== command.actor.userId || message.deleted || facts.blocked) return refused("not_allowed");
  const { id } = message;
  const { body, at } = command;
  if (message.body === body) return unchanged(answer(id));
  const event = numbered(here.room, command);
  return done(
    {
      changes: [{ op: "message.edit", id, updatedSeq: event.seq, body, mentions, at }],
      entries: [{ kind: "message.edited", ...event, messageId: id }],
    },
    answer(id),
  );
}

export function remove(facts: MessageFacts, command: DeleteCommand): Decision {
  const { message } = facts;
  const own = message === null || message.senderId === command.actor.userId;
  const here = admitMember(own ? "delete" : "deleteAnother", facts);
  if (here.refusal !== null) return here.refusal;
  if (message === null) return refused("not_found");
  const { id } = message;
  if (message.deleted) return unchanged(answer(id));
  const event = numbered(here.room, command);
  return done(
    {
      changes: [{ op: "message.delete", id, updatedSeq: event.seq, at: command.at }],
      entries: [{ kind: "message.deleted", ...event, messageId: id }],
    },
    answer(id),
  );
}

/** A read mark goes as far as the head, and never back. */
export function markRead(facts: InRoomFacts, command: MarkReadCommand): Decision {
  const here = admitMember("markRead", facts);
  if (here.refusal !== null) return here.refusal;
  const { room, member } = here;
  const readSeq = Math.min(command.seq, room.headSeq);
  if (readSeq <= member.readSeq) return unchanged();
  const whose = { roomId: room.id, userId: member.userId };
  return done({
    changes: [{ op: "member.read", ...whose, readSeq }],
    states: [{ kind: "read.moved", ...whose }],
  });
}

function answer(messageId: MessageId) {
  return { kind: "message", messageId } as const;
}
