import type { Author, PresenceStatus, Room } from "@natter/client";
import { Hash, Lock, NotebookPen, Users } from "lucide-react";
import { Avatar } from "../ui/avatar.tsx";
import { classes } from "../ui/classes.ts";
import styles from "./room-picture.module.css";

interface RoomPictureProps {
  room: Pick<Room, "type">;
  others: readonly Author[];
  presence?: PresenceStatus | undefined;
  size?: "sm" | "md";
}

/** The other person of a conversation of two, else a sign for the kind of room. */
export function RoomPicture({ room, others, presence, size = "md" }: RoomPictureProps) {
  const [other] = others;
  if (room.type === "direct" && others.length === 1 && other !== undefined) {
    return <Avatar person={other} presence={presence} size={size} />;
  }
  const Sign =
    room.type === "public" ? Hash : room.type === "private" ? Lock : others.length === 0 ? NotebookPen : Users;
  return (
    <span className={classes(styles.picture, styles[size])} aria-hidden>
      <Sign size={size === "md" ? 17 : 14} strokeWidth={2.1} />
    </span>
  );
}
