import type { RoomState } from "@natter/client";
import { usePresence } from "@natter/client/react";
import { ArrowLeft, Ellipsis, LogOut, Search, Settings2, Users } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link } from "wouter";
import { RoomPicture } from "../rooms/room-picture.tsx";
import { IconButton } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { presenceWords } from "../ui/presence-words.ts";
import styles from "./room-header.module.css";

const RoomSettings = lazy(async () => ({ default: (await import("../settings/room-settings.tsx")).RoomSettings }));
const LeaveRoom = lazy(async () => ({ default: (await import("./leave-room.tsx")).LeaveRoom }));

export type PanelName = "members" | "search";

interface RoomHeaderProps {
  state: RoomState;
  title: string;
  panel: PanelName | null;
  onPanel: (name: PanelName) => void;
}

export function RoomHeader({ state, title, panel, onPanel }: RoomHeaderProps) {
  const { room, others } = state;
  const other = others.length === 1 ? others[0] : undefined;
  const presence = usePresence(other === undefined ? undefined : [other.id]).get(other?.id ?? "")?.status;
  const people = room.memberCount === 1 ? "1 member" : `${room.memberCount} members`;
  const about = other === undefined ? (room.topic ?? people) : presenceWords(presence);
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.back}>
        <ArrowLeft size={20} />
        <span className="visually-hidden">Back to all rooms</span>
      </Link>
      <RoomPicture room={room} others={others} presence={presence} />
      <div className={styles.words}>
        <h1>{title}</h1>
        <p title={about}>{about}</p>
      </div>
      <IconButton
        label="Search"
        icon={<Search size={18} />}
        aria-pressed={panel === "search"}
        onClick={() => onPanel("search")}
      />
      <IconButton
        label={people}
        icon={<Users size={18} />}
        aria-pressed={panel === "members"}
        onClick={() => onPanel("members")}
      />
      {room.type === "direct" || state.status === "left" ? null : <RoomMenu state={state} title={title} />}
    </header>
  );
}

function RoomMenu({ state, title }: { state: RoomState; title: string }) {
  const [shown, setShown] = useState<"settings" | "leave" | null>(null);
  return (
    <>
      <Menu trigger={<IconButton label="Room menu" icon={<Ellipsis size={18} />} />}>
        <MenuItem icon={<Settings2 size={16} />} onSelect={() => setShown("settings")}>
          {state.membership.role === "member" ? "About this room" : "Room settings"}
        </MenuItem>
        <MenuItem icon={<LogOut size={16} />} onSelect={() => setShown("leave")}>
          Leave the room …
        </MenuItem>
      </Menu>
      <Suspense fallback={null}>
        {shown === "settings" ? <RoomSettings state={state} onClose={() => setShown(null)} /> : null}
        {shown === "leave" ? <LeaveRoom state={state} title={title} onClose={() => setShown(null)} /> : null}
      </Suspense>
    </>
  );
}
