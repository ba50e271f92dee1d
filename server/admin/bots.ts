import { z } from "zod";
import type { Bot, User } from "../contract/index.ts";
import { newBotSession } from "../security/bot-session.ts";
import * as input from "../routers/inputs.ts";
import type { Services } from "../services.ts";
import { publicProcedure, router } from "../trpc.ts";
import { idOf } from "./named.ts";

const named = z.object({ username: input.username });

/** As `routers/bots.ts`, for everybody's bots, which are called by their names here. */
export const bot = router({
  create: publicProcedure
    .input(z.object({ username: input.username, displayName: input.displayName.optional(), owner: input.username }))
    .mutation(async ({ ctx, input: given }): Promise<{ user: User; token: string }> => {
      const { username, displayName = username } = given;
      const ownerId = await idOf(ctx, "person", given.owner, "owner");
      const { session, token } = newBotSession(ctx);
      const names = { userId: ctx.newId(), username, displayName, ownerId };
      const user = await ctx.write({ kind: "bot.create", ...byOperator(ctx), ...names, session });
      return { user, token };
    }),

  list: publicProcedure.query(async ({ ctx }): Promise<{ items: Bot[] }> => {
    return { items: await ctx.store.bots.list(null) };
  }),

  rotateToken: publicProcedure
    .input(named)
    .mutation(async ({ ctx, input: { username } }): Promise<{ token: string }> => {
      const { session, token } = newBotSession(ctx);
      const userId = await idOf(ctx, "bot", username);
      await ctx.write({ kind: "bot.rotateToken", ...byOperator(ctx), userId, session });
      return { token };
    }),

  delete: publicProcedure.input(named).mutation(async ({ ctx, input: { username } }): Promise<void> => {
    await ctx.write({ kind: "bot.delete", ...byOperator(ctx), userId: await idOf(ctx, "bot", username) });
  }),
});

function byOperator({ clock }: Pick<Services, "clock">) {
  return { actor: null, at: clock.now() };
}
