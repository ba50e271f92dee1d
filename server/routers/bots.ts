import { z } from "zod";
import type { Bot, User } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { newBotSession } from "../security/bot-session.ts";
import { procedure, router } from "../trpc.ts";
import * as input from "./inputs.ts";

const aBot = z.object({ userId: input.id });

export const bot = router({
  /** Makes a bot of the caller's own. The token is shown this once. */
  create: procedure
    .meta({ budget: "bot" })
    .input(z.object({ username: input.username, displayName: input.displayName.optional() }))
    .mutation(async ({ ctx, input: { username, displayName = username } }): Promise<{ user: User; token: string }> => {
      const { session, token } = newBotSession(ctx);
      const ownerId = ctx.caller.userId;
      const names = { userId: ctx.newId(), username, displayName };
      const user = await ctx.write({ kind: "bot.create", ...ctx.acted(), ...names, ownerId, session });
      return { user, token };
    }),

  /** The caller's own; an admin may ask for somebody else's. */
  list: procedure
    .input(z.object({ ownerId: input.id.optional() }).optional())
    .query(async ({ ctx, input: given }): Promise<{ items: Bot[] }> => {
      const { userId } = ctx.caller;
      const ownerId = given?.ownerId ?? userId;
      if (ownerId !== userId && (await ctx.store.users.me(userId))?.role !== "admin") {
        throw new NatterError("not_allowed");
      }
      return { items: await ctx.store.bots.list(ownerId) };
    }),

  /** From the answer on the old token is worth nothing, and what it had open is closed. */
  rotateToken: procedure
    .meta({ budget: "bot" })
    .input(aBot)
    .mutation(async ({ ctx, input: { userId } }): Promise<{ token: string }> => {
      const { session, token } = newBotSession(ctx);
      await ctx.write({ kind: "bot.rotateToken", ...ctx.acted(), userId, session });
      return { token };
    }),

  /** Ends it for good. What it wrote stays. */
  delete: procedure.input(aBot).mutation(async ({ ctx, input: { userId } }): Promise<void> => {
    await ctx.write({ kind: "bot.delete", ...ctx.acted(), userId });
  }),
});
