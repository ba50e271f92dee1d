import { useMemo } from "react";
import type { Author } from "../../server/contract/index.ts";
import type { OpenRoom, RoomState } from "../timeline/open-room.ts";
import { useObserved, useSelected } from "./observe.ts";

/** An open room as it is now: its messages, what is still to be sent, who types, what is unread. */
export function useTimeline(room: OpenRoom): RoomState {
  return useObserved(room);
}

/** Who is typing in an open room, not counting oneself. Renders again only when that changes. */
export function useTyping(room: OpenRoom): readonly Author[] {
  const keep = useMemo(() => keeper<Author>(), []);
  return useSelected(room, ({ typing }) => keep(typing));
}

/** Gives the list back that it gave before, while the same things are in it. */
function keeper<T>(): (items: readonly T[]) => readonly T[] {
  let kept: readonly T[] = [];
  return (items) => {
    const isSame = items.length === kept.length && items.every((item, index) => item === kept[index]);
    if (!isSame) kept = items;
    return kept;
  };
}
