import type { Role, RoomId, RoomType, MessageId, SessionId, UserId } from "../contract/index.ts";
import type { AccountRole, CommandKind, CommandOf } from "../domain/commands.ts";
import type { AnswerOf, Refusal } from "../domain/decision.ts";

/** What was done to whom, by ids alone: never what people have written, and nothing that opens a door. */
export interface Act {
  act: string;
  /** The person or bot concerned. */
  userId?: UserId | null;
  ownerId?: UserId;
  memberIds?: UserId[];
  roomId?: RoomId;
  roomType?: RoomType;
  messageId?: MessageId;
  role?: Role | AccountRole;
  /** Which of a room's fields. */
  fields?: string[];
  session?: string;
}

type Done = { readonly [K in CommandKind]: ((command: CommandOf<K>, answer: AnswerOf<K>) => Act | null) | null };
type Refused = { readonly [K in CommandKind]?: (command: CommandOf<K>, refusal: Refusal) => Act | null };

/**
 * How each kind of command is written down once it has changed something. Null: not at all. A new kind does not
 * compile before somebody has decided.
 */
export const done: Done = {
  "account.register": ({ userId, session }) => ({ act: "account.registered", userId, session: shortened(session.id) }),
  "account.changePassword": ({ actor }) => ({ act: "password.changed", userId: actor.userId }),
  "account.create": ({ userId, role }) => ({ act: "account.created", userId, role }),
  "account.disable": ({ userId }) => ({ act: "account.disabled", userId }),
  "account.enable": ({ userId }) => ({ act: "account.enabled", userId }),
  "account.resetPassword": ({ userId }) => ({ act: "password.reset", userId }),
  "account.setRole": ({ userId, role }) => ({ act: "account.roleChanged", userId, role }),
  "session.open": ({ userId, session }) => ({ act: "session.opened", userId, session: shortened(session.id) }),
  "session.end": ({ actor, sessionId }) => ({
    act: sessionId === actor.sessionId ? "session.closed" : "session.revoked",
    userId: actor.userId,
    session: shortened(sessionId),
  }),
  "session.endAll": ({ actor }) => ({ act: "session.allRevoked", userId: actor.userId }),
  "bot.create": ({ userId, ownerId }) => ({ act: "bot.created", userId, ownerId }),
  "bot.rotateToken": ({ userId }) => ({ act: "bot.tokenRotated", userId }),
  "bot.delete": ({ userId }) => ({ act: "bot.deleted", userId }),
  "room.create": ({ type, memberIds }, { id }) => ({ act: "room.created", roomId: id, roomType: type, memberIds }),
  "room.update": ({ roomId, name, topic }) => ({
    act: "room.updated",
    roomId,
    fields: [...(name === undefined ? [] : ["name"]), ...(topic === undefined ? [] : ["topic"])],
  }),
  "room.archive": ({ roomId }) => ({ act: "room.archived", roomId }),
  "room.addMember": ({ roomId, userId }) => ({ act: "member.added", roomId, userId }),
  "room.removeMember": ({ roomId, userId }) => ({ act: "member.removed", roomId, userId }),
  "room.ban": ({ roomId, userId }) => ({ act: "member.banned", roomId, userId }),
  "room.unban": ({ roomId, userId }) => ({ act: "member.unbanned", roomId, userId }),
  "room.setRole": ({ roomId, userId, role }) => ({ act: "member.roleChanged", roomId, userId, role }),
  /** Moderation; what people delete of their own is theirs. */
  "message.delete": ({ actor, messageId }, { roomId, sender }) =>
    sender.id === actor.userId ? null : { act: "message.removed", messageId, roomId, userId: sender.id },

  // Comes every few minutes from everybody.
  "session.refresh": null,
  "session.touch": null,
  // People's own affairs: who blocks whom concerns nobody else.
  "user.update": null,
  "user.block": null,
  "user.unblock": null,
  "room.direct": null,
  // Talk, and coming and going of one's own accord: the log of the room has it.
  "room.join": null,
  "room.leave": null,
  "message.send": null,
  "message.edit": null,
  "message.react": null,
  "message.unreact": null,
  "message.markRead": null,
};

/** Refusals that are a sign of something. */
export const refused: Refused = {
  "session.open": ({ userId }) => ({ act: "session.refused", userId }),
  "session.refresh": ({ sessionId }, { stolenFrom }) =>
    stolenFrom === undefined ? null : { act: "session.reused", userId: stolenFrom, session: shortened(sessionId) },
  "account.changePassword": ({ actor }, { reason }) =>
    reason === "bad_credentials" ? { act: "password.refused", userId: actor.userId } : null,
};

/**
 * Enough to tell sessions apart and to find one in the database. Whoever knows all of it could end the session, by
 * showing it with a wrong secret.
 */
function shortened(sessionId: SessionId): string {
  return sessionId.slice(-12);
}
