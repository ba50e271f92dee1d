import { z } from "zod";
import type { Bot, User } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { newBotSession } from "../security/bot-session.ts";
import * as input from "../routers/inputs.ts";
import type { Services } from "../services.ts";
import { publicProcedure, router } from "../trpc.ts";

const named = z.object({ username: input.username });

/** As `routers/bots.ts`, for everybody's bots, which are called by their names here. */
export const bot = router({
  create: publicProcedure
    .input(z.object({ username: input.username, displayName: input.displayName.optional(), owner: input.username }))
    .mutation(async ({ ctx, input: given }): Promise<{ user: User; token: string }> => {
      const { username, displayName = username } = given;
      const owner = await ctx.store.users.named(given.owner);
      if (owner?.kind !== "person") throw unknownName("owner", "person", given.owner);
      const { session, token } = newBotSession(ctx);
      const names = { userId: ctx.newId(), username, displayName, ownerId: owner.id };
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
      const userId = await idOf(ctx, username);
      await ctx.write({ kind: "bot.rotateToken", ...byOperator(ctx), userId, session });
      return { token };
    }),

  delete: publicProcedure.input(named).mutation(async ({ ctx, input: { username } }): Promise<void> => {
    await ctx.write({ kind: "bot.delete", ...byOperator(ctx), userId: await idOf(ctx, username) });
  }),
});

function byOperator({ clock }: Pick<Services, "clock">) {
  return { actor: null, at: clock.now() };
}

async function idOf({ store }: Pick<Services, "store">, username: string): Promise<string> {
  const user = await store.users.named(username);
  if (user?.kind !== "bot") throw unknownName("username", "bot", username);
  return user.id;
}

function unknownName(field: string, kind: "person" | "bot", name: string): NatterError {
  return new NatterError("invalid_input", { fields: { [field]: `there is no ${kind} called ${name}` } });
}
