import { z } from "zod";
import type { Author, Me, Page, User } from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { procedure, router } from "../trpc.ts";
import * as input from "./inputs.ts";
import { page } from "./pages.ts";

export const user = router({
  me: procedure.query(async ({ ctx }): Promise<Me> => {
    return found(await ctx.store.users.me(ctx.caller.userId));
  }),

  get: procedure.input(z.object({ userId: input.id })).query(async ({ ctx, input: { userId } }): Promise<User> => {
    return found(await ctx.store.users.get(userId));
  }),

  /** Everyone on this server, by name. */
  list: procedure
    .input(z.object({ query: input.query.optional(), ...input.paging }).optional())
    .query(async ({ ctx, input: given }): Promise<Page<User & { online: boolean }>> => {
      const { items, nextCursor } = await page(ctx.store.users.list({ ...given, limit: input.pageLimit(given) }));
      const ids = items.map((item) => item.id);
      const online = await ctx.presence.online(ctx.caller.userId, ids);
      return { items: items.map((item) => ({ ...item, online: online.has(item.id) })), nextCursor };
    }),

  update: procedure
    .input(
      z.object({
        displayName: input.displayName.optional(),
        statusText: input.statusText.nullable().optional(),
        avatarUrl: input.avatarUrl.nullable().optional(),
      }),
    )
    .mutation(async ({ ctx, input: given }): Promise<Me> => {
      return ctx.write({ kind: "user.update", ...ctx.acted(), ...input.present(given) });
    }),

  block: procedure.input(z.object({ userId: input.id })).mutation(async ({ ctx, input: { userId } }): Promise<void> => {
    await ctx.write({ kind: "user.block", ...ctx.acted(), userId });
  }),

  unblock: procedure
    .input(z.object({ userId: input.id }))
    .mutation(async ({ ctx, input: { userId } }): Promise<void> => {
      await ctx.write({ kind: "user.unblock", ...ctx.acted(), userId });
    }),

  blocked: procedure.query(async ({ ctx }): Promise<{ items: Author[] }> => {
    return { items: await ctx.store.users.blocked(ctx.caller.userId) };
  }),
});

function found<T>(value: T | null): T {
  if (value === null) throw new NatterError("not_found");
  return value;
}
