import { z } from "zod";
import { reasons, type JsonObject, type Reason } from "../contract/index.ts";

/**
 * What comes back, as JSON: the shapes of the contract with their dates as text. `test/types` holds each to its type, so
 * that neither changes alone, and the tests hold every answer to its schema.
 */
export const named = z.registry<{ id: string }>();

/** A schema that has a name in the document. */
function define<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  named.add(schema, { id });
  return schema;
}

const date = z.iso.datetime();
const id = z.string();
const count = z.int().min(0);
const cursor = z.string().nullable().describe("Give it back as `cursor` for the next page; null at the end.");

const author = {
  id,
  username: z.string(),
  displayName: z.string(),
  kind: z.enum(["person", "bot"]),
  avatarUrl: z.string().nullable(),
};

export const Author = define("Author", z.strictObject(author));

const user = { ...author, statusText: z.string().nullable(), createdAt: date };
export const User = define("User", z.strictObject(user));
export const UserInList = define("UserInList", z.strictObject({ ...user, online: z.boolean() }));
export const UserPage = define("UserPage", z.strictObject({ items: z.array(UserInList), nextCursor: cursor }));
export const Authors = define("Authors", z.strictObject({ items: z.array(Author) }));

export const Me = define(
  "Me",
  z.strictObject({ ...user, email: z.string().nullable(), role: z.enum(["user", "admin"]) }),
);

export const Bot = define("Bot", z.strictObject({ ...user, owner: Author }));
export const Bots = define("Bots", z.strictObject({ items: z.array(Bot) }));
const botToken = z.string().describe("Shown this once. It does not run out; replace it where it may have been seen.");
export const NewBot = define("NewBot", z.strictObject({ user: User, token: botToken }));
export const BotToken = define("BotToken", z.strictObject({ token: botToken }));

export const Session = define(
  "Session",
  z.strictObject({
    id,
    accessToken: z.string().describe("For `Authorization: Bearer`, until `accessExpiresAt`."),
    accessExpiresAt: date,
    refreshToken: z.string().nullable().describe("Gives the next access token, once: keep the new one. Not null here."),
    refreshExpiresAt: date,
  }),
);
export const SignedIn = define("SignedIn", z.strictObject({ user: Me, session: Session }));

export const SessionInfo = define(
  "SessionInfo",
  z.strictObject({
    id,
    device: z.string().nullable(),
    createdAt: date,
    lastSeenAt: date,
    current: z.boolean().describe("Whether it is the session that asks."),
  }),
);
export const Sessions = define("Sessions", z.strictObject({ items: z.array(SessionInfo) }));

const role = z.enum(["owner", "moderator", "member"]);

const room = {
  id,
  type: z.enum(["direct", "private", "public"]),
  name: z.string().nullable(),
  topic: z.string().nullable(),
  memberCount: count,
  headSeq: count.describe("The seq of the room's newest event."),
  createdAt: date,
  archivedAt: date.nullable(),
};

export const Room = define("Room", z.strictObject(room));
export const RoomPage = define("RoomPage", z.strictObject({ items: z.array(Room), nextCursor: cursor }));

const readSeq = count.describe("Everything up to this seq has been read.");

export const Membership = define(
  "Membership",
  z.strictObject({ roomId: id, user: Author, role, joinedAt: date, readSeq }),
);
export const MembershipPage = define(
  "MembershipPage",
  z.strictObject({ items: z.array(Membership), nextCursor: cursor }),
);

export const BannedPerson = define(
  "BannedPerson",
  z.strictObject({ user: Author, by: Author.describe("Who banned them."), createdAt: date }),
);
export const BannedPage = define("BannedPage", z.strictObject({ items: z.array(BannedPerson), nextCursor: cursor }));

export const Reaction = define(
  "Reaction",
  z.strictObject({ emoji: z.string(), count, userIds: z.array(id).describe("At most 50.") }),
);

export const Message = define(
  "Message",
  z.strictObject({
    id,
    roomId: id,
    seq: count.describe("Its number in the room: the seq of its `message.sent`."),
    updatedSeq: count.describe("The seq of the last event that changed it: of two copies keep the higher."),
    sender: Author,
    clientId: z.string(),
    body: z.string().describe("Empty once the message is deleted."),
    data: (z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>).nullable(),
    replyTo: z.strictObject({ id, sender: Author, body: z.string() }).nullable(),
    mentions: z.array(id).describe("The ids of the members whom it names."),
    reactions: z.array(Reaction),
    createdAt: date,
    editedAt: date.nullable(),
    deletedAt: date.nullable(),
  }),
);

const messages = z.array(Message);
export const FoundMessages = define("FoundMessages", z.strictObject({ items: messages, nextCursor: cursor }));
export const MessagePage = define(
  "MessagePage",
  z.strictObject({
    items: messages.describe("In ascending seq."),
    nextCursor: cursor.describe("Leads to older messages; null at the beginning of the room."),
    previousCursor: cursor.describe("Leads to newer messages; null where the page ends at the newest."),
  }),
);

const lastEventId = z.string().describe("Where a stream of events goes on from this instant.");

export const RoomSummary = define(
  "RoomSummary",
  z.strictObject({
    ...room,
    role,
    readSeq,
    unread: count.describe("Other people's messages after `readSeq`, counted to 1,000 at most."),
    mentions: count.describe("How many of them mention you, counted to 1,000 at most."),
    lastMessage: Message.nullable(),
    others: z.array(Author).describe("The other people of a direct room; empty elsewhere."),
  }),
);
export const RoomList = define("RoomList", z.strictObject({ items: z.array(RoomSummary), lastEventId }));

export const RoomSnapshot = define(
  "RoomSnapshot",
  z.strictObject({
    room: Room,
    membership: Membership,
    members: z.array(Membership).describe("The first 50."),
    messages: MessagePage,
    lastEventId,
  }),
);

export const ServerInfo = define(
  "ServerInfo",
  z.strictObject({ name: z.literal("natter"), version: z.string(), protocol: z.number() }),
);

/** Why a call failed (RFC 9457). */
export const Problem = define(
  "Problem",
  z.strictObject({
    type: z.string().describe("Where the reason is explained."),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("What to do, in words for people; the same for every problem with this reason."),
    reason: z.enum(Object.keys(reasons) as [Reason, ...Reason[]]).describe("What a program decides by."),
    retryAfterMs: z.int().optional().describe("Where waiting helps: for how long."),
    fields: z.record(z.string(), z.string()).optional().describe("Each wrong field, and what is wrong with it."),
  }),
);
