import { useEffect } from "react";
import type { Presence, UserId } from "../../server/contract/index.ts";
import { useObserved } from "./observe.ts";
import { useNatter } from "./provider.tsx";

/**
 * Who is online. Without ids: the people of one's rooms of up to 100. With ids: these as well, while the component is
 * there. Who is missing is not known yet.
 */
export function usePresence(userIds: readonly UserId[] = none): ReadonlyMap<UserId, Presence> {
  const { presence } = useNatter();
  // An array made anew with the same ids in it is no reason to ask again.
  const key = userIds.join("\n");
  useEffect(() => (key === "" ? undefined : presence.watch(key.split("\n"))), [presence, key]);
  return useObserved(presence);
}

const none: readonly UserId[] = [];
