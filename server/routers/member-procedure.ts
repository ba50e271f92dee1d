import { z } from "zod";
import type { RoomId, UserId } from "../contract/index.ts";
import type { Store } from "../../db/store.ts";
import { whyNot, type Action } from "../domain/permissions.ts";
import { NatterError } from "../errors.ts";
import { procedure } from "../trpc.ts";
import * as input from "./inputs.ts";

/** For members of the room that the input names: a stranger is answered before anything is read. */
export const memberProcedure = procedureFor("read");

/** The same for its owners and moderators, where they look at what they decide on. */
export const moderatorProcedure = procedureFor("readBans");

/** Refuses a stranger: a public room is not theirs to read, any other does not exist for them. */
export async function assertMember(store: Store, roomId: RoomId, userId: UserId): Promise<void> {
  await assertMay("read", store, roomId, userId);
}

function procedureFor(action: Action) {
  return procedure.input(z.object({ roomId: input.id })).use(async ({ ctx, input: { roomId }, next }) => {
    await assertMay(action, ctx.store, roomId, ctx.caller.userId);
    return next();
  });
}

async function assertMay(action: Action, store: Store, roomId: RoomId, userId: UserId): Promise<void> {
  const access = await store.members.access(roomId, userId);
  const reason = whyNot(action, access?.room ?? null, access?.role ?? null);
  if (reason !== null) throw new NatterError(reason);
}
