import { z } from "zod";
import type { Message, MessagePage, Page } from "../contract/index.ts";
import { mentionedNames } from "../domain/mentions.ts";
import { NatterError } from "../errors.ts";
import { contentHash } from "../security/content-hash.ts";
import { procedure, router } from "../trpc.ts";
import * as input from "./inputs.ts";
import { assertMember, memberProcedure } from "./member-procedure.ts";
import { page } from "./pages.ts";

const reaction = z.object({ messageId: input.id, emoji: input.emoji });

export const message = router({
  /** Stores a message. May be retried for ever with the same clientId: it is stored once, and answered alike. */
  send: procedure
    .meta({ budget: null })
    .input(
      z.object({
        roomId: input.id,
        clientId: input.clientId,
        body: input.body,
        replyToId: input.id.nullable().optional(),
        data: input.data.nullable().optional(),
      }),
    )
    .mutation(async ({ ctx, input: given }): Promise<Message> => {
      const { roomId, clientId, body, replyToId = null, data = null } = given;
      // Taken here and judged in the transaction: a repeat of a stored send is answered whatever the budget.
      const waitMs = ctx.rateLimits.take("send", ctx.caller.userId);
      return ctx.write({
        kind: "message.send",
        ...ctx.acted(),
        messageId: ctx.newId(),
        roomId,
        clientId,
        body,
        data,
        replyToId,
        contentHash: contentHash({ body, replyToId, data }),
        mentionedNames: mentionedNames(body),
        retryAfterMs: waitMs > 0 ? waitMs : null,
      });
    }),

  /** Without a cursor: the newest. `nextCursor` leads to older messages, `previousCursor` to newer ones. */
  list: memberProcedure
    .input(
      z
        .object({
          ...input.paging,
          around: z.int().min(0).optional(),
          // What an infinite query adds; a cursor knows its direction.
          direction: z.enum(["forward", "backward"]).optional(),
        })
        .refine((given) => given.cursor === undefined || given.around === undefined, {
          path: ["around"],
          error: "give either a cursor or around",
        }),
    )
    .query(async ({ ctx, input: given }): Promise<MessagePage> => {
      const { cursor, around } = given;
      const request = { cursor, around, limit: input.pageLimit(given) };
      return page(ctx.store.messages.list(given.roomId, ctx.caller.userId, request));
    }),

  get: procedure
    .input(z.object({ messageId: input.id }))
    .query(async ({ ctx, input: { messageId } }): Promise<Message> => {
      const stored = await ctx.store.messages.get(messageId, ctx.caller.userId);
      if (stored === null) throw new NatterError("not_found");
      await assertMember(ctx.store, stored.roomId, ctx.caller.userId);
      return stored;
    }),

  edit: procedure
    .input(z.object({ messageId: input.id, body: input.body }))
    .mutation(async ({ ctx, input: { messageId, body } }): Promise<Message> => {
      const names = mentionedNames(body);
      return ctx.write({ kind: "message.edit", ...ctx.acted(), messageId, body, mentionedNames: names });
    }),

  /** The message keeps its place, without what it said. */
  delete: procedure
    .input(z.object({ messageId: input.id }))
    .mutation(async ({ ctx, input: { messageId } }): Promise<Message> => {
      return ctx.write({ kind: "message.delete", ...ctx.acted(), messageId });
    }),

  react: procedure.input(reaction).mutation(async ({ ctx, input: given }): Promise<void> => {
    await ctx.write({ kind: "message.react", ...ctx.acted(), ...given });
  }),

  unreact: procedure.input(reaction).mutation(async ({ ctx, input: given }): Promise<void> => {
    await ctx.write({ kind: "message.unreact", ...ctx.acted(), ...given });
  }),

  /** Newest first, in the rooms that the caller is in now. Every word must occur; nothing is query syntax. */
  search: procedure
    .input(
      z.object({
        query: input.query.refine((query) => query.trim() !== "", "empty"),
        roomId: input.id.optional(),
        ...input.paging,
      }),
    )
    .query(async ({ ctx, input: given }): Promise<Page<Message>> => {
      ctx.limit("search", ctx.caller.userId);
      if (given.roomId !== undefined) await assertMember(ctx.store, given.roomId, ctx.caller.userId);
      return page(ctx.store.messages.search(ctx.caller.userId, { ...given, limit: input.pageLimit(given) }));
    }),

  markRead: procedure
    .input(z.object({ roomId: input.id, seq: z.int().min(0).max(Number.MAX_SAFE_INTEGER) }))
    .mutation(async ({ ctx, input: given }): Promise<void> => {
      await ctx.write({ kind: "message.markRead", ...ctx.acted(), ...given });
    }),
});
