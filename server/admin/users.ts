import { z } from "zod";
import type { Account } from "../../db/store.ts";
import type { Me } from "../contract/index.ts";
import * as input from "../routers/inputs.ts";
import { publicProcedure, router } from "../trpc.ts";
import { idOf } from "./named.ts";

const named = z.object({ username: input.username });
const role = z.enum(["user", "admin"]);

/** People's accounts, which are called by their names here. No procedure of the network's does any of this. */
export const user = router({
  create: publicProcedure
    .input(
      z.object({
        username: input.username,
        password: input.password,
        displayName: input.displayName.optional(),
        email: input.email.optional(),
        role,
      }),
    )
    .mutation(async ({ ctx, input: { password, ...given } }): Promise<Me> => {
      const { username, displayName = username, email = null } = given;
      const passwordHash = await ctx.passwords.hash(password, { username });
      const account = { userId: ctx.newId(), username, displayName, email, passwordHash, role: given.role };
      return ctx.write({ kind: "account.create", at: ctx.clock.now(), ...account });
    }),

  /** A page, in the order of the usernames: a server may have a hundred thousand. */
  list: publicProcedure
    .input(z.object({ after: z.string().optional() }))
    .query(async ({ ctx, input: { after } }): Promise<{ items: Account[]; last: boolean }> => {
      const items = await ctx.store.users.accounts({ after, limit: pageSize });
      return { items, last: items.length < pageSize };
    }),

  disable: publicProcedure.input(named).mutation(async ({ ctx, input: { username } }): Promise<void> => {
    const userId = await idOf(ctx, "person", username);
    await ctx.write({ kind: "account.disable", at: ctx.clock.now(), userId });
  }),

  enable: publicProcedure.input(named).mutation(async ({ ctx, input: { username } }): Promise<void> => {
    const userId = await idOf(ctx, "person", username);
    await ctx.write({ kind: "account.enable", at: ctx.clock.now(), userId });
  }),

  resetPassword: publicProcedure
    .input(z.object({ username: input.username, password: input.password }))
    .mutation(async ({ ctx, input: { username, password } }): Promise<void> => {
      const userId = await idOf(ctx, "person", username);
      const passwordHash = await ctx.passwords.hash(password, { username });
      await ctx.write({ kind: "account.resetPassword", at: ctx.clock.now(), userId, passwordHash });
    }),

  setRole: publicProcedure
    .input(z.object({ username: input.username, role }))
    .mutation(async ({ ctx, input: given }): Promise<void> => {
      const userId = await idOf(ctx, "person", given.username);
      await ctx.write({ kind: "account.setRole", at: ctx.clock.now(), userId, role: given.role });
    }),
});

const pageSize = 500;
