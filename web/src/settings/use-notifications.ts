import type { RoomId, RoomSummary } from "@natter/client";
import { useMe, useNatter, useRooms } from "@natter/client/react";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { titleOf } from "../rooms/room-title.ts";
import { plainWords } from "../timeline/plain-words.ts";
import { noticesAre } from "./notices.ts";

/** Tells of direct messages and mentions while nobody looks at the room that they are in. */
export function useNotifications(openId: RoomId | null): void {
  const client = useNatter();
  const me = useMe();
  const { rooms, status } = useRooms();
  const [, navigate] = useLocation();
  const known = useRef<ReadonlyMap<RoomId, RoomSummary> | null>(null);
  useEffect(() => {
    if (status !== "ready") return;
    const before = known.current;
    known.current = new Map(rooms.map((room) => [room.id, room]));
    if (before === null || me === null || noticesAre() !== "on") return;
    for (const room of rooms) {
      const isSeen = room.id === openId && document.hasFocus();
      const sender = room.lastMessage?.sender.id ?? "";
      const isOurs = sender === me.id || client.blocked.getSnapshot().has(sender);
      if (!isSeen && !isOurs && calls(room, before.get(room.id))) notify(room, () => navigate(`/rooms/${room.id}`));
    }
  }, [client, me, rooms, status, openId, navigate]);
}

/** Whether what is new is meant for its reader. */
function calls(room: RoomSummary, before: RoomSummary | undefined): boolean {
  if (room.lastMessage === null || room.lastMessage.seq <= (before?.lastMessage?.seq ?? 0)) return false;
  return room.type === "direct" ? room.unread > (before?.unread ?? 0) : room.mentions > (before?.mentions ?? 0);
}

function notify(room: RoomSummary, open: () => void): void {
  const { lastMessage } = room;
  if (lastMessage === null) return;
  const { sender, body } = lastMessage;
  const title = room.type === "direct" ? sender.displayName : `${sender.displayName} in ${titleOf(room, room.others)}`;
  // Of one room only the newest is shown.
  const notice = new Notification(title, { body: plainWords(body), tag: room.id, icon: "/icon.svg" });
  notice.addEventListener("click", () => {
    window.focus();
    open();
    notice.close();
  });
}
