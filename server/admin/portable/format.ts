import { z } from "zod";
import { recordTypes, type PortableRecord, type RecordType, type Scope } from "../../../db/portable.ts";
import { bodyProblem } from "../../domain/text.ts";
import * as input from "../../routers/inputs.ts";

/** What the header of a file calls its format. */
export const formatName = "natter-export";

/** It grows when an older program could no longer read what is written. */
export const formatVersion = 1;

/** The first line. */
export interface Header {
  format: string;
  formatVersion: number;
  exportedAt: Date;
  scope: Scope;
}

/** The last line. `checksum`: of all lines before it. */
export interface End {
  counts: Partial<Record<RecordType, number>>;
  checksum?: string | undefined;
}

/** The shapes of lines: what is missing counts as null, what is unknown is an error, and the API's limits hold. */

const id = z.string().regex(/^[!-~]{1,64}$/, "not 1 to 64 visible ASCII characters");
const date = z.iso
  .datetime({ offset: true, error: "not a date and time such as 2026-01-31T12:00:00Z" })
  .transform((text) => new Date(text));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "not a SHA-256 hash in hexadecimal");
const seq = optional(z.int().min(0));

const counts = z.partialRecord(z.enum(recordTypes), z.int().min(0));

export const headerShape: z.ZodType<Header> = z.strictObject({
  type: z.literal("header"),
  format: z.literal(formatName),
  formatVersion: z.int().min(1),
  exportedAt: date,
  natterVersion: optional(z.string()),
  epoch: optional(z.string()),
  scope: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("server") }),
      z.strictObject({ kind: z.literal("room"), roomId: id }),
      z.strictObject({ kind: z.literal("user"), userId: id }),
    ])
    .default({ kind: "server" }),
  credentials: optional(z.boolean()),
  counts: optional(counts),
});

export const endShape: z.ZodType<End> = z.strictObject({
  type: z.literal("end"),
  counts,
  checksum: optional(z.string().regex(/^sha256:[0-9a-f]{64}$/, "not sha256: and a hash in hexadecimal")),
});

export type RecordShapes = { [T in RecordType]: z.ZodType<Extract<PortableRecord, { type: T }>> };

/** `otherwise`: the date of what has none. */
export function recordShapes(otherwise: Date): RecordShapes {
  const createdAt = date.nullish().transform((given) => given ?? otherwise);
  return {
    user: userShape(createdAt),
    block: z.strictObject({ type: z.literal("block"), blockerId: id, blockedId: id, createdAt }),
    room: roomShape(createdAt),
    ban: z.strictObject({ type: z.literal("ban"), roomId: id, userId: id, byId: id, createdAt }),
    membership: z.strictObject({
      type: z.literal("membership"),
      roomId: id,
      userId: id,
      role: z.enum(["owner", "moderator", "member"]).default("member"),
      startSeq: seq,
      readSeq: seq,
      joinedAt: createdAt,
      endedAt: optional(date),
    }),
    message: messageShape,
    reaction: z.strictObject({ type: z.literal("reaction"), messageId: id, userId: id, emoji: input.emoji, createdAt }),
    read: z.strictObject({ type: z.literal("read"), roomId: id, userId: id, messageId: id }),
  };
}

type CreatedAt = z.ZodType<Date>;

function userShape(createdAt: CreatedAt) {
  return z
    .strictObject({
      type: z.literal("user"),
      id,
      kind: z.enum(["person", "bot"]).default("person"),
      ownerId: optional(id),
      username: input.username,
      displayName: optional(input.displayName),
      email: optional(input.email),
      role: z.enum(["user", "admin"]).default("user"),
      statusText: optional(input.statusText).transform((text) => text ?? undefined),
      avatarUrl: optional(input.avatarUrl),
      createdAt,
      disabledAt: optional(date),
      lastSeenAt: optional(date),
      passwordHash: optional(z.string().regex(argon2id, "not an argon2id hash")),
      token: optional(z.strictObject({ sessionId: id, hash: sha256 })),
    })
    .superRefine(({ kind, ownerId, role, passwordHash, token }, issues) => {
      const misplaced = (field: string, message: string) => issues.addIssue({ code: "custom", path: [field], message });
      if (kind === "bot" && ownerId === undefined) misplaced("ownerId", "missing: a bot is somebody's");
      if (kind === "bot" && role === "admin") misplaced("role", "a bot is no admin");
      if (kind === "bot" && passwordHash !== undefined) misplaced("passwordHash", "a bot has no password");
      if (kind === "person" && ownerId !== undefined) misplaced("ownerId", "a person is nobody's");
      if (kind === "person" && token !== undefined) misplaced("token", "only a bot has one");
    })
    .transform((user) => ({ ...user, displayName: user.displayName ?? user.username }));
}

/** At costs that a login can bear. */
const argon2id = /^\$argon2id\$v=19\$m=\d{1,6},t=\d{1,2},p=\d{1,2}\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;

/** As many as one person can open a direct room with, and that person. */
const mostPeople = 101;

function roomShape(createdAt: CreatedAt) {
  return z
    .strictObject({
      type: z.literal("room"),
      id,
      roomType: z.enum(["direct", "private", "public"]),
      name: optional(input.roomName),
      topic: optional(input.topic).transform((text) => text ?? undefined),
      creatorId: id,
      userIds: optional(z.array(id).min(1).max(mostPeople)),
      createdAt,
      archivedAt: optional(date),
      clientId: optional(input.clientId),
      contentHash: optional(sha256),
    })
    .superRefine(({ roomType, name, topic, userIds }, issues) => {
      const isDirect = roomType === "direct";
      const demand = (field: string, given: boolean, wanted: boolean) => {
        if (given === wanted) return;
        const message = given ? `a ${roomType} room has none` : "missing";
        issues.addIssue({ code: "custom", path: [field], message });
      };
      demand("name", name !== undefined, !isDirect);
      demand("userIds", userIds !== undefined, isDirect);
      if (isDirect) demand("topic", topic !== undefined, false);
    });
}

const messageShape = z
  .strictObject({
    type: z.literal("message"),
    id,
    roomId: id,
    seq,
    updatedSeq: seq,
    senderId: id,
    clientId: optional(input.clientId),
    body: z.string(),
    data: optional(input.data),
    replyToId: optional(id),
    mentions: optional(z.array(id).max(50)),
    createdAt: date,
    editedAt: optional(date),
    deletedAt: optional(date),
    contentHash: optional(sha256),
  })
  .superRefine(({ body, data, mentions, deletedAt }, issues) => {
    const wrong = (field: string, message: string) => issues.addIssue({ code: "custom", path: [field], message });
    if (deletedAt === undefined) {
      const problem = bodyProblem(body);
      if (problem !== null) wrong("body", problem);
      return;
    }
    if (body !== "") wrong("body", "a deleted message has none");
    if (data !== undefined) wrong("data", "a deleted message has none");
    if (mentions !== undefined && mentions.length > 0) wrong("mentions", "a deleted message has none");
  })
  .transform((message) => ({ ...message, clientId: message.clientId ?? message.id }));

function optional<T>(shape: z.ZodType<T>) {
  return shape.nullish().transform((value) => value ?? undefined);
}
