import type { ChosenStatus, Presence, UserId } from "../../server/contract/index.ts";
import type { Observed } from "../observed.ts";

/**
 * Who is there, from the first `subscribe` on: the people of my rooms of up to 100, and whom `watch` adds. A person
 * who is not in the map is not watched.
 */
export interface PeoplePresence extends Observed<ReadonlyMap<UserId, Presence>> {
  /** Adds people, 200 in all. Call the result to let go of them. */
  watch(userIds: readonly UserId[]): () => void;
  /** Says how I am; `invisible` shows as offline. */
  set(status: ChosenStatus): Promise<void>;
}
