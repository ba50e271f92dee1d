import type { OpenRoom } from "@natter/client";
import { useCallback, useEffect, type RefObject } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Entry } from "./entries.ts";

/** Marks as read what has been on the screen while somebody was there to see it. Call the result after scrolling. */
export function useReading(
  room: OpenRoom,
  entries: readonly Entry[],
  list: RefObject<VirtualizerHandle | null>,
): () => void {
  const look = useCallback(() => {
    const handle = list.current;
    if (handle === null || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const bottom = handle.scrollOffset + handle.viewportSize;
    const index = bottom >= handle.scrollSize - 8 ? entries.length - 1 : handle.findItemIndex(bottom - 8);
    const seen = entries.slice(0, index + 1).findLast(({ kind }) => kind === "stored");
    if (seen?.kind === "stored") room.markRead(seen.message.seq);
  }, [room, entries, list]);

  useEffect(() => {
    // What has just come is measured in the next frame.
    const frame = requestAnimationFrame(look);
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [look]);
  return look;
}
