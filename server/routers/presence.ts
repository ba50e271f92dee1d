import { z } from "zod";
import { limits, type PresenceUpdate } from "../contract/index.ts";
import { ephemeral, type Ephemeral } from "../live-stream.ts";
import { procedure, router } from "../trpc.ts";
import * as input from "./inputs.ts";

/** Whom one watches without naming anybody. */
const theirs = { roomSize: limits.smallRoom, most: limits.presencePeers };

export const presence = router({
  /** A snapshot, then changes. Without `userIds`: the people of the caller's rooms of up to 100. */
  onChange: procedure
    .input(z.object({ userIds: z.array(input.id).max(limits.presenceUserIds).optional() }).optional())
    .subscription(async ({ ctx, input: given, signal }): Promise<Ephemeral<PresenceUpdate>> => {
      const { userId } = ctx.caller;
      const userIds = given?.userIds ?? (await ctx.store.members.peers(userId, theirs));
      return ephemeral(ctx.presence.watch(userId, [...new Set(userIds)]), signal);
    }),

  set: procedure
    .meta({ budget: "typing" })
    .input(z.object({ status: z.enum(["online", "away", "busy", "invisible"]) }))
    .mutation(({ ctx, input: { status } }): void => ctx.presence.set(ctx.caller.userId, status)),
});
