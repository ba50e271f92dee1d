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
  const key = JSON.stringify(userIds);
  useEffect(() => {
    const wanted: UserId[] = JSON.parse(key);
    return wanted.length === 0 ? undefined : presence.watch(wanted);
  }, [presence, key]);
  return useObserved(presence);
}

const none: readonly UserId[] = [];
