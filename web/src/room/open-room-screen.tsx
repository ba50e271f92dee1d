import type { Message, OpenRoom } from "@natter/client";
import { useMe, useTimeline } from "@natter/client/react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useSearchParams } from "wouter";
import { Composer } from "../composer/composer.tsx";
import type { Composing } from "../composer/about.tsx";
import { titleOf } from "../rooms/room-title.ts";
import { Timeline, type TimelineHandle } from "../timeline/timeline.tsx";
import { CloseButton } from "../ui/button.tsx";
import { explain } from "../ui/explain.ts";
import { BelowComposer } from "./below-composer.tsx";
import { InsteadOfComposer } from "./instead-of-composer.tsx";
import { RoomContext, type RoomActions } from "./room-context.ts";
import { RoomHeader, type PanelName } from "./room-header.tsx";
import styles from "./room-screen.module.css";

const MembersPanel = lazy(async () => ({ default: (await import("../members/members-panel.tsx")).MembersPanel }));
const SearchPanel = lazy(async () => ({ default: (await import("../search/search-panel.tsx")).SearchPanel }));

interface OpenRoomScreenProps {
  room: OpenRoom;
  /** The person has joined again a room that they had left. */
  onReturned: () => void;
}

export function OpenRoomScreen({ room, onReturned }: OpenRoomScreenProps) {
  const state = useTimeline(room);
  const myId = useMe()?.id ?? state.membership.user.id;
  const myRole = state.membership.role;
  const isReadOnly = state.status === "left" || state.room.archivedAt !== null;
  const [composing, setComposing] = useState<Composing>({ kind: "new" });
  const [panel, setPanel] = useState<PanelName | null>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const timeline = useRef<TimelineHandle>(null);
  const title = titleOf(state.room, state.others);

  useJumpOfAddress(timeline);
  const jumpTo = useCallback((seq: number) => timeline.current?.jumpTo(seq), []);
  const actions = useMemo<RoomActions>(
    () => ({
      room,
      myId,
      myRole,
      isReadOnly,
      reply: (message: Message) => setComposing({ kind: "reply", message }),
      edit: (message: Message) => setComposing({ kind: "edit", message }),
      jumpTo,
      complain: (error) => setComplaint(explain(error)),
    }),
    [room, myId, myRole, isReadOnly, jumpTo],
  );
  const done = useCallback(() => setComposing({ kind: "new" }), []);
  const togglePanel = useCallback((name: PanelName) => setPanel((shown) => (shown === name ? null : name)), []);
  const closePanel = useCallback(() => setPanel(null), []);
  return (
    <RoomContext value={actions}>
      <main className={styles.main}>
        <div className={styles.column}>
          <RoomHeader state={state} title={title} panel={panel} onPanel={togglePanel} />
          <Timeline ref={timeline} room={room} state={state} title={title} />
          {isReadOnly ? (
            <InsteadOfComposer state={state} onReturned={onReturned} />
          ) : (
            <Composer state={state} title={title} composing={composing} onDone={done} />
          )}
          <BelowComposer state={state} myId={myId} />
        </div>
        <Suspense fallback={null}>
          {panel === "members" ? <MembersPanel state={state} onClose={closePanel} /> : null}
          {panel === "search" ? <SearchPanel title={title} onClose={closePanel} onJump={jumpTo} /> : null}
        </Suspense>
        <Complaint words={complaint} onClose={() => setComplaint(null)} />
      </main>
    </RoomContext>
  );
}

/** `?at=SEQ`, from a search in another room, leads to a message. */
function useJumpOfAddress(timeline: RefObject<TimelineHandle | null>): void {
  const [params, setParams] = useSearchParams();
  const seq = Number(params.get("at"));
  useEffect(() => {
    if (!Number.isSafeInteger(seq) || seq <= 0) return;
    timeline.current?.jumpTo(seq);
    setParams({}, { replace: true });
  }, [timeline, seq, setParams]);
}

function Complaint({ words, onClose }: { words: string | null; onClose: () => void }) {
  return (
    <div className={styles.complaint} role="alert" hidden={words === null}>
      {words}
      <CloseButton onClick={onClose} />
    </div>
  );
}
