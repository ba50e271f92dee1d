import { TypingUpdate } from "./event-schemas.ts";
import { route } from "./route.ts";

export const typing = [
  route("typing.set", {
    method: "PUT",
    path: "/rooms/{roomId}/typing",
    summary: "Says that you are typing, for the next 6 seconds, or no longer.",
    answer: null,
    example: { typing: true },
  }),
  route("typing.onChange", {
    method: "GET",
    path: "/rooms/{roomId}/typing/events",
    summary: "Streams who is typing.",
    answer: TypingUpdate,
    eventName: "typing",
  }),
];
