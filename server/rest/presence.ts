import { PresenceUpdate } from "./event-schemas.ts";
import { route } from "./route.ts";

export const presence = [
  route("presence.set", {
    method: "PUT",
    path: "/presence",
    summary: "Says how you are to be seen while you are here.",
    answer: null,
    example: { status: "away" },
  }),
  route("presence.onChange", {
    method: "GET",
    path: "/presence/events",
    summary: "Streams who is there: a snapshot, then changes.",
    description: "Without `userIds`: the people of your rooms of up to 100.",
    answer: PresenceUpdate,
  }),
];
