import { isNatterError, type OpenRoom, type RoomState } from "@natter/client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { VirtualizerHandle } from "virtua";
import type { Entry } from "./entries.ts";
import type { Window } from "./use-window.ts";

/** So near to the end, in pixels, that what comes next is to be followed. */
const nearEnd = 48;
/** So far from an edge of what is loaded that more is fetched. */
const fetchAhead = 1200;

export interface Scrolling {
  /** The list is where it is to begin. Before, it is still being measured, and better not seen. */
  isPlaced: boolean;
  isAtEnd: boolean;
  /** Which entry is to be shown as the one that was jumped to. */
  marked: string | null;
  /** A page could not be loaded. */
  failed: boolean;
  onScroll: () => void;
  onResize: () => void;
  /** Fetches what is needed here, also after a failure. */
  fetchMore: () => void;
  jumpTo: (seq: number) => Promise<void>;
  jumpToEnd: () => Promise<void>;
}

/** Keeps the reader's place: at the end while there, at the same message while others come, and where they jump to. */
export function useScrolling(
  room: OpenRoom,
  state: RoomState,
  { items, generation }: Window<Entry>,
  list: RefObject<VirtualizerHandle | null>,
): Scrolling {
  const follows = useRef(true);
  const target = useRef<number | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [marked, setMarked] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const [isPlaced, setPlaced] = useState(false);
  const last = items.length - 1;
  const lastIsPending = items[last]?.kind === "pending";

  const fetchMore = useCallback(() => {
    setFailed(false);
    const report = (error: unknown) => {
      if (!isNatterError(error)) throw error;
      setFailed(true);
    };
    const handle = list.current;
    const { hasOlder, hasNewer, loading, status } = room.getSnapshot();
    if (handle === null || loading !== null || status === "left") return;
    const below = handle.scrollSize - handle.scrollOffset - handle.viewportSize;
    if (hasOlder && handle.scrollOffset < fetchAhead) room.loadOlder().catch(report);
    else if (hasNewer && below < fetchAhead) room.loadNewer().catch(report);
  }, [room, list]);

  const toEnd = useCallback(() => {
    follows.current = true;
    list.current?.scrollToIndex(last, { align: "end" });
  }, [list, last]);

  const show = useCallback(
    (seq: number) => {
      const index = items.findIndex((entry) => entry.kind === "stored" && entry.message.seq === seq);
      if (index < 0) return false;
      follows.current = false;
      list.current?.scrollToIndex(index, { align: "center" });
      setMarked(items[index]?.key ?? null);
      return true;
    },
    [items, list],
  );

  const onScroll = useCallback(() => {
    const handle = list.current;
    if (handle === null) return;
    const below = handle.scrollSize - handle.scrollOffset - handle.viewportSize;
    const ends = below < nearEnd && !room.getSnapshot().hasNewer;
    follows.current = ends;
    setAtEnd(ends);
    if (!failed) fetchMore();
  }, [room, list, failed, fetchMore]);

  // The first look at a part of the history: where was jumped to, else what is unread, else the end.
  useLayoutEffect(() => {
    setPlaced(false);
    const settled = whenSettled(list, () => {
      setPlaced(true);
      // Where all of it fits nothing has been scrolled, and this is the end.
      onScroll();
    });
    const seq = target.current;
    target.current = null;
    if (seq !== null && show(seq)) return settled;
    const unread = items.findIndex((entry) => entry.kind === "stored" && entry.startsUnread);
    if (unread >= 0) {
      follows.current = false;
      list.current?.scrollToIndex(unread, { align: "start", offset: -96 });
    } else toEnd();
    return settled;
    // Only then, not whenever something is said.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [generation]);

  useLayoutEffect(() => {
    if (follows.current && !state.hasNewer) toEnd();
  }, [toEnd, state.hasNewer, items]);

  // What I send is what I look at.
  useEffect(() => {
    if (!lastIsPending) return;
    if (room.getSnapshot().hasNewer) room.jumpToNewest().catch(() => setFailed(true));
    toEnd();
  }, [room, lastIsPending, last, toEnd]);

  const onResize = useCallback(() => {
    if (follows.current) toEnd();
  }, [toEnd]);

  const jumpTo = async (seq: number) => {
    if (show(seq)) return;
    target.current = seq;
    await room.loadAround(seq).catch(() => setFailed(true));
  };
  const jumpToEnd = async () => {
    if (state.hasNewer) await room.jumpToNewest().catch(() => setFailed(true));
    else toEnd();
  };
  return {
    isPlaced,
    isAtEnd: isAtEnd && !state.hasNewer,
    marked,
    failed,
    onScroll,
    onResize,
    fetchMore,
    jumpTo,
    jumpToEnd,
  };
}

/** Calls back when the list has stopped moving by itself and looks as it will, half a second later at the latest. */
function whenSettled(list: RefObject<VirtualizerHandle | null>, done: () => void): () => void {
  let before = Number.NaN;
  let stillFor = 0;
  let frames = 30;
  let frame = requestAnimationFrame(function look() {
    const place = (list.current?.scrollOffset ?? 0) - (list.current?.scrollSize ?? 0);
    const isComplete = document.querySelector("[data-waiting]") === null;
    stillFor = isComplete && place === before ? stillFor + 1 : 0;
    before = place;
    frames -= 1;
    if (stillFor === 2 || frames === 0) done();
    else frame = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(frame);
}
