import type { Author } from "../../server/contract/index.ts";
import type { OpenRoom, RoomState } from "../timeline/open-room.ts";
import { useObserved, useSelected } from "./observe.ts";

/** An open room as it is now: its messages, what is still to be sent, who types, what is unread. */
export function useTimeline(room: OpenRoom): RoomState {
  return useObserved(room);
}

/** Who is typing in an open room, not counting oneself. Renders again only when that changes. */
export function useTyping(room: OpenRoom): readonly Author[] {
  return useSelected(room, ({ typing }) => typing);
}
