import type { Connection } from "../connection.ts";
import type { SearchIndex } from "../search-index.ts";
import type { Appliers } from "./appliers.ts";
import { createBotChanges } from "./bots.ts";
import { createMemberChanges } from "./members.ts";
import { createMessageChanges } from "./messages.ts";
import { createReactionChanges } from "./reactions.ts";
import { createRoomChanges } from "./rooms.ts";
import { createSessionChanges } from "./sessions.ts";
import { createUserChanges } from "./users.ts";

/** Carries out what was decided. Call it in the transaction of the decision. */
export function createChanges(db: Connection, index: SearchIndex): Appliers {
  return {
    ...createUserChanges(db),
    ...createSessionChanges(db),
    ...createBotChanges(db),
    ...createRoomChanges(db),
    ...createMemberChanges(db),
    ...createMessageChanges(db, index),
    ...createReactionChanges(db),
  };
}
