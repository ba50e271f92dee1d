import { Event } from "./event-schemas.ts";
import { route } from "./route.ts";

export const sync = [
  route("sync.onEvent", {
    method: "GET",
    path: "/events",
    summary: "Streams what happens in all of your rooms.",
    description:
      "Each item has the `id` that resumes after it, its `kind` as `event`, and the event as `data`. The first is `ready`, or `reset` where what you have cannot be brought up to date. Resume with the last id in `Last-Event-ID`: nothing is lost, and nothing comes twice.",
    answer: Event,
  }),
];
