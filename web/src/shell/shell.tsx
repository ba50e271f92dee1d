import type { RoomId } from "@natter/client";
import { useRooms } from "@natter/client/react";
import { useEffect } from "react";
import { useRoute } from "wouter";
import { RoomScreen } from "../room/room-screen.tsx";
import { titleOf } from "../rooms/room-title.ts";
import { useNotifications } from "../settings/use-notifications.ts";
import { AnnouncerProvider } from "./announcer.tsx";
import { ConnectionPill } from "./connection-pill.tsx";
import { DialogsProvider } from "./dialogs.tsx";
import { useDialogs } from "./use-dialogs.ts";
import { NoRoom } from "./no-room.tsx";
import styles from "./shell.module.css";
import { Sidebar } from "./sidebar.tsx";

/** The app, once somebody is signed in. */
export function Shell() {
  return (
    <AnnouncerProvider>
      <DialogsProvider>
        <Frame />
      </DialogsProvider>
    </AnnouncerProvider>
  );
}

function Frame() {
  const [, params] = useRoute("/rooms/:id");
  const roomId = params?.id ?? null;
  useShortcuts();
  useTitle(roomId);
  useNotifications(roomId);
  return (
    <div className={styles.shell} data-room={roomId !== null}>
      <Sidebar openId={roomId} />
      {roomId === null ? <NoRoom /> : <RoomScreen key={roomId} roomId={roomId} />}
      <ConnectionPill />
    </div>
  );
}

function useShortcuts(): void {
  const { show } = useDialogs();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const name = event.key === "k" ? "switcher" : event.key === "/" ? "keys" : null;
      if (name === null) return;
      event.preventDefault();
      show(name);
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [show]);
}

/** So that a tab in the background tells what it is, and whether it is worth a look. */
function useTitle(roomId: RoomId | null): void {
  const { rooms, unread } = useRooms();
  const room = rooms.find(({ id }) => id === roomId);
  const place = room === undefined ? "Natter" : `${titleOf(room, room.others)} · Natter`;
  useEffect(() => {
    document.title = unread === 0 ? place : `(${unread > 99 ? "99+" : unread}) ${place}`;
    return () => void (document.title = "Natter");
  }, [place, unread]);
}
