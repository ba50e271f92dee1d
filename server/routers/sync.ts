import { z } from "zod";
import type { Event } from "../contract/index.ts";
import { durable, type Durable } from "../live-stream.ts";
import { procedure, router } from "../trpc.ts";
import * as input from "./inputs.ts";

export const sync = router({
  /** Everything that happens in the caller's rooms, from `lastEventId` (or now) to for ever. */
  onEvent: procedure
    .input(z.object(input.resume).optional())
    .subscription(({ ctx, input: from, signal }): Durable<Event> => {
      return durable(ctx.streams.open({ userId: ctx.caller.userId, ...from }), signal);
    }),
});
