import type { OpenRoom, RoomState } from "@natter/client";
import { useMe, useNatter, useObserved } from "@natter/client/react";
import { ArrowDown } from "lucide-react";
import { useEffect, useImperativeHandle, useMemo, useRef, type KeyboardEvent, type Ref } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useAnnouncer } from "../shell/announcer.tsx";
import { Beginning } from "./beginning.tsx";
import { entriesOf, type Entry } from "./entries.ts";
import { MessageRow } from "./message-row.tsx";
import { plainWords } from "./plain-words.ts";
import { moveAmongRows } from "./row-keys.ts";
import styles from "./timeline.module.css";
import { useReading } from "./use-reading.ts";
import { useScrolling } from "./use-scrolling.ts";
import { useWindow } from "./use-window.ts";

export interface TimelineHandle {
  /** Shows a message, however old. */
  jumpTo: (seq: number) => void;
}

interface TimelineProps {
  room: OpenRoom;
  state: RoomState;
  title: string;
  ref: Ref<TimelineHandle>;
}

export function Timeline({ room, state, title, ref }: TimelineProps) {
  const me = useMe();
  const blocked = useObserved(useNatter().blocked);
  const { hasOlder, messages, pending, firstUnreadSeq } = state;
  const myId = me?.id ?? "";
  const entries = useMemo(
    () => entriesOf({ hasOlder, messages, pending, firstUnreadSeq }, myId),
    [hasOlder, messages, pending, firstUnreadSeq, myId],
  );
  const list = useRef<VirtualizerHandle>(null);
  const window = useWindow<Entry>(entries);
  const scrolling = useScrolling(room, state, window, list);
  const look = useReading(room, window.items, list);
  useAnnouncements(state, myId);
  useImperativeHandle(ref, () => ({ jumpTo: (seq) => void scrolling.jumpTo(seq) }));
  const { fetchMore } = scrolling;
  useEffect(() => fetchMore(), [fetchMore, window.items]);

  const onScroll = () => {
    scrolling.onScroll();
    look();
  };
  return (
    <div className={styles.place}>
      {/* New messages are announced one by one: this part of the page also changes when it is scrolled. */}
      <div
        role="log"
        aria-label={title}
        aria-live="off"
        aria-busy={state.loading !== null}
        tabIndex={0}
        className={styles.scroller}
        data-placed={scrolling.isPlaced}
        onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveAmongRows(event)}
      >
        <div className={styles.filler} />
        <Virtualizer
          key={window.generation}
          ref={list}
          shift={window.shift}
          bufferSize={600}
          onScroll={onScroll}
          onResize={scrolling.onResize}
        >
          {window.items.map((entry) =>
            entry.kind === "beginning" ? (
              <Beginning key={entry.key} state={state} title={title} />
            ) : (
              <MessageRow
                {...entry}
                key={entry.key}
                isMarked={entry.key === scrolling.marked}
                isHidden={entry.kind === "stored" && blocked.has(entry.message.sender.id)}
              />
            ),
          )}
        </Virtualizer>
      </div>
      <TimelineNotes state={state} scrolling={scrolling} />
    </div>
  );
}

function TimelineNotes({ state, scrolling }: { state: RoomState; scrolling: ReturnType<typeof useScrolling> }) {
  return (
    <>
      {scrolling.failed ? (
        <button type="button" className={styles.note} onClick={scrolling.fetchMore}>
          More messages could not be loaded. Try again
        </button>
      ) : state.loading === "older" ? (
        <p className={styles.note}>Earlier messages …</p>
      ) : null}
      {scrolling.isAtEnd ? null : (
        <button type="button" className={styles.newest} onClick={() => void scrolling.jumpToEnd()}>
          <ArrowDown size={16} />
          {state.unread === 0 ? "Newest" : `${state.unread} new`}
        </button>
      )}
    </>
  );
}

/** Says what others write while the room is open. */
function useAnnouncements({ messages, hasNewer }: RoomState, myId: string): void {
  const say = useAnnouncer();
  const newest = hasNewer ? undefined : messages.at(-1);
  const heard = useRef(newest?.seq ?? 0);
  useEffect(() => {
    if (newest === undefined || newest.seq <= heard.current) return;
    heard.current = newest.seq;
    if (newest.sender.id !== myId && newest.deletedAt === null)
      say(`${newest.sender.displayName}: ${plainWords(newest.body)}`);
  }, [newest, myId, say]);
}
