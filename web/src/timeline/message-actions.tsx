import type { Message } from "@natter/client";
import { Popover } from "radix-ui";
import { Copy, Ellipsis, Pencil, Reply, SmilePlus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRoomActions } from "../room/room-context.ts";
import { IconButton } from "../ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "../ui/menu.tsx";
import { DeleteMessage } from "./delete-message.tsx";
import styles from "./message-actions.module.css";

const EmojiPicker = lazy(async () => ({ default: (await import("./emoji-picker.tsx")).EmojiPicker }));

interface MessageActionsProps {
  message: Message;
  /** The pointer or the focus is on the message. */
  isNear: boolean;
}

/** What can be done with a message: in a bar that is there while somebody is near it. */
export function MessageActions({ message, isNear }: MessageActionsProps) {
  const { isReadOnly, myRole, myId, room, reply, edit } = useRoomActions();
  const [open, setOpen] = useState<"picker" | "menu" | "deleting" | null>(null);
  if (message.deletedAt !== null || (!isNear && open === null)) return null;
  const isMine = message.sender.id === myId;
  const isModerator = myRole !== "member" && room.getSnapshot().room.type !== "direct";
  const mayDelete = !isReadOnly && (isMine || isModerator);
  return (
    <div className={styles.bar}>
      {isReadOnly ? null : (
        <React message={message} open={open === "picker"} onOpen={(is) => setOpen(is ? "picker" : null)} />
      )}
      {isReadOnly ? null : (
        <IconButton label="Reply" keys="R" data-key="r" icon={<Reply size={16} />} onClick={() => reply(message)} />
      )}
      {isMine && !isReadOnly ? (
        <IconButton label="Edit" keys="E" data-key="e" icon={<Pencil size={15} />} onClick={() => edit(message)} />
      ) : null}
      <Menu
        onOpen={(is) => setOpen((was) => (is ? "menu" : was === "menu" ? null : was))}
        trigger={<IconButton label="More" icon={<Ellipsis size={16} />} />}
      >
        <MenuItem icon={<Copy size={15} />} onSelect={() => void navigator.clipboard.writeText(message.body)}>
          Copy the text
        </MenuItem>
        {mayDelete ? (
          <>
            <MenuLine />
            <MenuItem danger icon={<Trash2 size={15} />} onSelect={() => setOpen("deleting")}>
              Delete …
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {open === "deleting" ? <DeleteMessage message={message} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function React({ message, open, onOpen }: { message: Message; open: boolean; onOpen: (open: boolean) => void }) {
  const { room, complain } = useRoomActions();
  const react = (emoji: string) => {
    onOpen(false);
    room.react(message.id, emoji).catch(complain);
  };
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger asChild>
        <IconButton label="React" keys="+" data-key="+" icon={<SmilePlus size={16} />} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.picker} align="end" collisionPadding={8} aria-label="React with">
          <Suspense fallback={null}>
            <EmojiPicker onChoose={react} />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
