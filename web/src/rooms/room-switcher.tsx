import { useRooms } from "@natter/client/react";
import { Command } from "cmdk";
import { Compass, Plus, SquarePen } from "lucide-react";
import { Dialog } from "radix-ui";
import { useLocation } from "wouter";
import { useDialogs, type DialogName } from "../shell/use-dialogs.ts";
import dialogStyles from "../ui/dialog.module.css";
import { RoomPicture } from "./room-picture.tsx";
import styles from "./room-switcher.module.css";
import { titleOf } from "./room-title.ts";

const others: { name: DialogName; words: string; icon: React.ReactNode }[] = [
  { name: "browse", words: "Browse public rooms", icon: <Compass size={16} /> },
  { name: "new-direct", words: "Write to somebody", icon: <SquarePen size={16} /> },
  { name: "new-room", words: "Make a new room", icon: <Plus size={16} /> },
];

/** Goes to a room by typing a part of its name. */
export function RoomSwitcher({ onClose }: { onClose: () => void }) {
  const { rooms } = useRooms();
  const { show } = useDialogs();
  const [, navigate] = useLocation();
  const go = (id: string) => {
    onClose();
    navigate(`/rooms/${id}`);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <div className={dialogStyles.overlay} />
        <Dialog.Content className={styles.switcher} aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Go to a room</Dialog.Title>
          <Command label="Go to a room" loop>
            <Command.Input className={styles.input} placeholder="Go to …" autoFocus />
            <Command.List className={styles.list} label="Rooms">
              <Command.Empty className={styles.empty}>No room of yours is called so.</Command.Empty>
              {rooms.map((room) => (
                <Command.Item
                  key={room.id}
                  value={room.id}
                  keywords={[titleOf(room, room.others), ...room.others.map(({ username }) => username)]}
                  className={styles.item}
                  onSelect={go}
                >
                  <RoomPicture room={room} others={room.others} size="sm" />
                  <span className={styles.title}>{titleOf(room, room.others)}</span>
                  {room.unread > 0 ? <span className={styles.unread}>{room.unread} unread</span> : null}
                </Command.Item>
              ))}
              {others.map(({ name, words, icon }) => (
                <Command.Item key={name} value={words} className={styles.item} onSelect={() => show(name)}>
                  <span className={styles.icon}>{icon}</span>
                  {words}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
