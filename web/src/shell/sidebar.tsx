import { useMe, useNatter, usePresence } from "@natter/client/react";
import { Compass, Keyboard, LogOut, Plus, Search, Settings, SquarePen } from "lucide-react";
import type { ChosenStatus, Me, PresenceStatus } from "@natter/client";
import { RoomList } from "../rooms/room-list.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { IconButton } from "../ui/button.tsx";
import { Logo } from "../ui/logo.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../ui/menu.tsx";
import { useDialogs } from "./use-dialogs.ts";
import styles from "./sidebar.module.css";

export function Sidebar({ openId }: { openId: string | null }) {
  const { show } = useDialogs();
  return (
    <nav className={styles.sidebar} aria-label="Rooms">
      <header className={styles.header}>
        <Logo size={24} />
        <span className={styles.name}>Natter</span>
        <IconButton label="Browse public rooms" icon={<Compass size={18} />} onClick={() => show("browse")} />
        <IconButton label="Write to somebody" icon={<SquarePen size={18} />} onClick={() => show("new-direct")} />
        <IconButton label="New room" icon={<Plus size={19} />} onClick={() => show("new-room")} />
      </header>
      <button type="button" className={styles.find} onClick={() => show("switcher")}>
        <Search size={15} />
        Find a room
        <kbd>Ctrl K</kbd>
      </button>
      <div className={styles.rooms}>
        <RoomList openId={openId} />
      </div>
      <Myself />
    </nav>
  );
}

function Myself() {
  const client = useNatter();
  const me = useMe();
  const status = usePresence().get(me?.id ?? "")?.status;
  if (me === null) return <div className={styles.me} />;
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button type="button" className={styles.me}>
          <MyName me={me} status={status} />
        </button>
      }
    >
      <StatusChoice status={status} />
      <MenuLine />
      <MyItems onSignOut={() => void client.signOut().catch(() => {})} />
    </Menu>
  );
}

function MyName({ me, status }: { me: Me; status: PresenceStatus | undefined }) {
  return (
    <>
      <Avatar person={me} presence={status} />
      <span className={styles.myName}>
        {me.displayName}
        <span className="visually-hidden">, </span>
        <small>{me.statusText ?? `@${me.username}`}</small>
      </span>
      <Settings size={17} />
      <span className="visually-hidden">, your status and settings</span>
    </>
  );
}

function StatusChoice({ status }: { status: PresenceStatus | undefined }) {
  const { presence } = useNatter();
  return (
    <MenuChoice<ChosenStatus>
      label="How you appear"
      value={status === undefined || status === "offline" ? "invisible" : status}
      choices={{ online: "Online", away: "Away", busy: "Busy", invisible: "Offline" }}
      onChoose={(chosen) => void presence.set(chosen).catch(() => {})}
    />
  );
}

function MyItems({ onSignOut }: { onSignOut: () => void }) {
  const { show } = useDialogs();
  return (
    <>
      <MenuItem icon={<Settings size={16} />} onSelect={() => show("settings")}>
        Settings
      </MenuItem>
      <MenuItem icon={<Keyboard size={16} />} keys="Ctrl /" onSelect={() => show("keys")}>
        Keyboard
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={16} />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </>
  );
}
