import type { Message, PresenceStatus, RoomSummary } from "@natter/client";
import { useMe } from "@natter/client/react";
import { memo } from "react";
import { Link } from "wouter";
import { plainWords } from "../timeline/plain-words.ts";
import { classes } from "../ui/classes.ts";
import { shortTimeOf } from "../ui/time.ts";
import styles from "./room-list.module.css";
import { RoomPicture } from "./room-picture.tsx";
import { titleOf } from "./room-title.ts";

interface RoomRowProps {
  room: RoomSummary;
  isOpen: boolean;
  presence: PresenceStatus | undefined;
}

export const RoomRow = memo(function RoomRow({ room, isOpen, presence }: RoomRowProps) {
  const me = useMe();
  const { lastMessage, unread } = room;
  return (
    <li>
      <Link
        href={`/rooms/${room.id}`}
        className={classes(styles.row, unread > 0 && styles.unread)}
        aria-current={isOpen ? "page" : undefined}
      >
        <RoomPicture room={room} others={room.others} presence={presence} />
        <span className={styles.title}>{titleOf(room, room.others)}</span>
        <span className={styles.time}>{lastMessage === null ? "" : shortTimeOf(lastMessage.createdAt)}</span>
        <span className={styles.preview}>{previewOf(room, me?.id)}</span>
        <Badges room={room} />
      </Link>
    </li>
  );
});

function Badges({ room: { type, unread, mentions } }: { room: RoomSummary }) {
  if (unread === 0) return <span />;
  // A direct message is meant for its reader as a mention is.
  const calls = mentions > 0 || type === "direct";
  return (
    <span className={styles.badges}>
      {mentions === 0 ? null : (
        <span className={classes(styles.badge, styles.calls)}>
          <span aria-hidden>@</span>
          <span className="visually-hidden">{`, ${mentions} ${mentions === 1 ? "mention" : "mentions"}`}</span>
        </span>
      )}
      <span className={classes(styles.badge, calls && styles.calls)}>
        <span className="visually-hidden">, </span>
        {unread > 99 ? "99+" : unread}
        <span className="visually-hidden"> unread</span>
      </span>
    </span>
  );
}

function previewOf({ type, lastMessage, topic, archivedAt, others }: RoomSummary, myId: string | undefined): string {
  if (archivedAt !== null) return "Archived";
  if (lastMessage === null) return topic ?? "Nothing has been said yet";
  const said = wordsOf(lastMessage);
  if (lastMessage.sender.id === myId) return `You: ${said}`;
  return type === "direct" && others.length < 2 ? said : `${lastMessage.sender.displayName}: ${said}`;
}

function wordsOf({ body, deletedAt }: Message): string {
  return deletedAt === null ? plainWords(body) : "deleted what was here";
}
