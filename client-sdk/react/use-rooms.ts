import type { RoomList } from "../rooms/room-list.ts";
import { useObserved } from "./observe.ts";
import { useNatter } from "./provider.tsx";

/** The rooms that one is a member of, latest activity first, kept up to date. */
export function useRooms(): RoomList {
  return useObserved(useNatter().rooms);
}
