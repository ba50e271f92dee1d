import { z } from "zod";
import type { TypingUpdate } from "../contract/index.ts";
import { ephemeral, type Ephemeral } from "../live-stream.ts";
import { router } from "../trpc.ts";
import { memberProcedure } from "./member-procedure.ts";

export const typing = router({
  /** Who is typing in the room, beginning with who is typing now. `until` null: stopped. */
  onChange: memberProcedure.subscription(({ ctx, input: { roomId }, signal }): Ephemeral<TypingUpdate> => {
    return ephemeral(ctx.typing.watch(ctx.caller.userId, roomId), signal);
  }),

  /** Ends by itself 6 s after the last call, and when the person's message is sent. */
  set: memberProcedure
    .meta({ budget: "typing" })
    .input(z.object({ typing: z.boolean() }))
    .mutation(({ ctx, input: given }): void => ctx.typing.set(ctx.caller.userId, given.roomId, given.typing)),
});
