import { route } from "./route.ts";
import { FoundMessages, Message, MessagePage } from "./schemas.ts";

export const messages = [
  route("message.list", {
    method: "GET",
    path: "/rooms/{roomId}/messages",
    summary: "Lists a room's messages: the newest, those of a cursor, or those around a seq.",
    answer: MessagePage,
    without: ["direction"],
  }),
  route("message.send", {
    method: "POST",
    path: "/rooms/{roomId}/messages",
    summary: "Sends a message.",
    description:
      "With an `Idempotency-Key` (or a `clientId`) it can be sent again as often as you like: it is stored once, and answered alike. Without one, sending again sends another message.",
    answer: Message,
    creates: true,
    idempotency: "make",
    example: { body: "Hello, world" },
  }),
  route("message.get", { method: "GET", path: "/messages/{messageId}", summary: "Shows a message.", answer: Message }),
  route("message.edit", {
    method: "PATCH",
    path: "/messages/{messageId}",
    summary: "Changes what a message of yours says.",
    answer: Message,
    example: { body: "Hello, everyone" },
  }),
  route("message.delete", {
    method: "DELETE",
    path: "/messages/{messageId}",
    summary: "Deletes a message: it keeps its place, without what it said.",
    answer: Message,
  }),
  route("message.react", {
    method: "PUT",
    path: "/messages/{messageId}/reactions/{emoji}",
    summary: "Adds your reaction.",
    description: "The emoji is percent-encoded in the path, as UTF-8: `%F0%9F%91%8D` is a thumbs up.",
    answer: null,
  }),
  route("message.unreact", {
    method: "DELETE",
    path: "/messages/{messageId}/reactions/{emoji}",
    summary: "Takes your reaction back.",
    answer: null,
  }),
  route("message.markRead", {
    method: "PUT",
    path: "/rooms/{roomId}/read",
    summary: "Says that you have read everything up to a seq.",
    answer: null,
    example: { seq: 7 },
  }),
  route("message.search", {
    method: "GET",
    path: "/search",
    summary: "Finds messages in your rooms, newest first.",
    description: "A page may be short, or empty, and still have a `nextCursor`: the search goes on from there.",
    answer: FoundMessages,
    example: { query: "engine" },
  }),
];
