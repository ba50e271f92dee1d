import { z } from "zod";
import {
  limits,
  type BannedPerson,
  type Event,
  type Membership,
  type Page,
  type Room,
  type RoomSnapshot,
  type RoomSummary,
} from "../contract/index.ts";
import { NatterError } from "../errors.ts";
import { durable, type Durable } from "../live-stream.ts";
import { contentHash } from "../security/content-hash.ts";
import { procedure, router } from "../trpc.ts";
import * as input from "./inputs.ts";
import { assertMember, memberProcedure, moderatorProcedure } from "./member-procedure.ts";
import { page } from "./pages.ts";

const inRoom = z.object({ roomId: input.id });
const personInRoom = z.object({ roomId: input.id, userId: input.id });
const people = z.array(input.id).max(limits.memberIds);

export const room = router({
  create: procedure
    .input(
      z.object({
        type: z.enum(["private", "public"]),
        name: input.roomName,
        topic: input.topic.nullable().optional(),
        memberIds: people.optional(),
        clientId: input.clientId.optional(),
      }),
    )
    .mutation(async ({ ctx, input: given }): Promise<Room> => {
      const { type, name, topic = null, clientId = null } = given;
      const memberIds = [...new Set(given.memberIds)].filter((id) => id !== ctx.caller.userId);
      return ctx.write({
        kind: "room.create",
        ...ctx.acted(),
        roomId: ctx.newId(),
        type,
        name,
        topic,
        memberIds,
        clientId,
        contentHash: contentHash({ type, name, topic, memberIds: memberIds.toSorted() }),
      });
    }),

  /** The room of exactly these people and the caller: always the same one. */
  direct: procedure.input(z.object({ userIds: people })).mutation(async ({ ctx, input: given }): Promise<Room> => {
    const userIds = [...new Set([ctx.caller.userId, ...given.userIds])].toSorted();
    return ctx.write({ kind: "room.direct", ...ctx.acted(), roomId: ctx.newId(), userIds });
  }),

  list: procedure.query(async ({ ctx }): Promise<{ items: RoomSummary[]; lastEventId: string }> => {
    return ctx.store.rooms.list(ctx.caller.userId);
  }),

  browse: procedure
    .input(z.object({ query: input.query.optional(), ...input.paging }).optional())
    .query(async ({ ctx, input: given }): Promise<Page<Room>> => {
      return page(ctx.store.rooms.browse({ ...given, limit: input.pageLimit(given) }));
    }),

  /** Everything to show a room, of one instant: follow it with `room.onEvent` from its `lastEventId`. */
  open: memberProcedure
    .input(z.object({ limit: input.limit.optional() }))
    .query(async ({ ctx, input: given }): Promise<RoomSnapshot> => {
      const snapshot = await ctx.store.rooms.open(given.roomId, ctx.caller.userId, input.pageLimit(given));
      if (snapshot !== null) return snapshot;
      // The membership has ended since it was checked: answered as to any stranger who asks now.
      await assertMember(ctx.store, given.roomId, ctx.caller.userId);
      throw new NatterError("not_found");
    }),

  update: procedure
    .input(z.object({ roomId: input.id, name: input.roomName.optional(), topic: input.topic.nullable().optional() }))
    .mutation(async ({ ctx, input: { roomId, ...given } }): Promise<Room> => {
      return ctx.write({ kind: "room.update", ...ctx.acted(), roomId, ...input.present(given) });
    }),

  archive: procedure.input(inRoom).mutation(async ({ ctx, input: { roomId } }): Promise<void> => {
    await ctx.write({ kind: "room.archive", ...ctx.acted(), roomId });
  }),

  join: procedure.input(inRoom).mutation(async ({ ctx, input: { roomId } }): Promise<void> => {
    await ctx.write({ kind: "room.join", ...ctx.acted(), roomId });
  }),

  leave: procedure.input(inRoom).mutation(async ({ ctx, input: { roomId } }): Promise<void> => {
    await ctx.write({ kind: "room.leave", ...ctx.acted(), roomId });
  }),

  members: memberProcedure
    .input(z.object({ query: input.query.optional(), ...input.paging }))
    .query(async ({ ctx, input: given }): Promise<Page<Membership>> => {
      const { roomId, ...request } = given;
      return page(ctx.store.members.list(roomId, { ...request, limit: input.pageLimit(given) }));
    }),

  addMember: procedure.input(personInRoom).mutation(async ({ ctx, input: given }): Promise<void> => {
    await ctx.write({ kind: "room.addMember", ...ctx.acted(), ...given });
  }),

  removeMember: procedure.input(personInRoom).mutation(async ({ ctx, input: given }): Promise<void> => {
    await ctx.write({ kind: "room.removeMember", ...ctx.acted(), ...given });
  }),

  ban: procedure.input(personInRoom).mutation(async ({ ctx, input: given }): Promise<void> => {
    await ctx.write({ kind: "room.ban", ...ctx.acted(), ...given });
  }),

  unban: procedure.input(personInRoom).mutation(async ({ ctx, input: given }): Promise<void> => {
    await ctx.write({ kind: "room.unban", ...ctx.acted(), ...given });
  }),

  /** Who is banned, in the order in which their accounts were made. */
  bans: moderatorProcedure
    .input(z.object(input.paging))
    .query(async ({ ctx, input: given }): Promise<Page<BannedPerson>> => {
      const { roomId, ...request } = given;
      return page(ctx.store.members.bans(roomId, { ...request, limit: input.pageLimit(given) }));
    }),

  setRole: procedure
    .input(personInRoom.extend({ role: z.enum(["owner", "moderator", "member"]) }))
    .mutation(async ({ ctx, input: given }): Promise<void> => {
      await ctx.write({ kind: "room.setRole", ...ctx.acted(), ...given });
    }),

  onEvent: memberProcedure
    .input(z.object(input.resume))
    .subscription(({ ctx, input: { roomId, ...from }, signal }): Durable<Event> => {
      return durable(ctx.streams.open({ userId: ctx.caller.userId, roomId, ...from }), signal);
    }),
});
