import { z } from "zod";
import { Membership, Message, named, Room, User } from "./schemas.ts";

const inRoom = {
  roomId: z.string(),
  seq: z.int().min(1).describe("Numbers the room's events 1, 2, 3, ... without a gap."),
  at: z.iso.datetime(),
  actorId: z.string().describe("Who did it."),
};
const lastEventId = z.string();

const MessageEvent = z.strictObject({
  kind: z.enum(["message.sent", "message.edited", "message.deleted"]),
  ...inRoom,
  message: Message,
});

const ReactionEvent = z.strictObject({
  kind: z.enum(["reaction.added", "reaction.removed"]),
  ...inRoom,
  messageId: z.string(),
  emoji: z.string(),
  updatedSeq: z.int(),
});

const MemberEvent = z.strictObject({
  kind: z.enum(["member.joined", "member.left", "member.removed", "member.roleChanged"]),
  ...inRoom,
  membership: Membership,
});

const RoomEvent = z.strictObject({
  kind: z.enum(["room.created", "room.updated", "room.archived"]),
  ...inRoom,
  room: Room,
});

const ReadMoved = z.strictObject({
  kind: z.literal("read.moved"),
  roomId: z.string(),
  userId: z.string(),
  readSeq: z.int().min(0),
});

const UserUpdated = z.strictObject({ kind: z.literal("user.updated"), user: User });
const Ready = z.strictObject({ kind: z.literal("ready"), lastEventId });
const Reset = z.strictObject({
  kind: z.literal("reset"),
  lastEventId,
  reason: z.enum(["too_far_behind", "other_epoch", "ahead", "pruned"]),
});

const kinds = { MessageEvent, ReactionEvent, MemberEvent, RoomEvent, ReadMoved, UserUpdated, Ready, Reset };
for (const [id, schema] of Object.entries(kinds)) named.add(schema, { id });

/** The `data` of an item of `/events` and `/rooms/{roomId}/events`. */
export const Event = z.discriminatedUnion("kind", [
  MessageEvent,
  ReactionEvent,
  MemberEvent,
  RoomEvent,
  ReadMoved,
  UserUpdated,
  Ready,
  Reset,
]);
named.add(Event, { id: "Event" });

const Presence = z.strictObject({
  userId: z.string(),
  status: z.enum(["online", "away", "busy", "offline"]),
  lastSeenAt: z.iso.datetime().nullable(),
});
named.add(Presence, { id: "Presence" });

export const PresenceUpdate = z.strictObject({ kind: z.enum(["snapshot", "change"]), users: z.array(Presence) });
named.add(PresenceUpdate, { id: "PresenceUpdate" });

export const TypingUpdate = z.strictObject({
  userId: z.string(),
  until: z.iso.datetime().nullable().describe("Null: stopped."),
});
named.add(TypingUpdate, { id: "TypingUpdate" });
