import { z } from "zod";
import type { RoomId, UserId } from "../contract/index.ts";
import type { Store } from "../../db/store.ts";
import { whyNot } from "../domain/permissions.ts";
import { NatterError } from "../errors.ts";
import { procedure } from "../trpc.ts";
import * as input from "./inputs.ts";

/** For members of the room that the input names: a stranger is answered before anything is read. */
export const memberProcedure = procedure
  .input(z.object({ roomId: input.id }))
  .use(async ({ ctx, input: { roomId }, next }) => {
    await assertMember(ctx.store, roomId, ctx.caller.userId);
    return next();
  });

/** Refuses a stranger as api.md says: a public room is not theirs to read, any other does not exist for them. */
export async function assertMember(store: Store, roomId: RoomId, userId: UserId): Promise<void> {
  const access = await store.members.access(roomId, userId);
  const reason = whyNot("read", access?.room ?? null, access?.role ?? null);
  if (reason !== null) throw new NatterError(reason);
}
