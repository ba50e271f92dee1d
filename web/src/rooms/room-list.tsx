import type { RoomList as Rooms } from "@natter/client";
import { usePresence, useRooms } from "@natter/client/react";
import { MessagesSquare } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { explain } from "../ui/explain.ts";
import { useDialogs } from "../shell/use-dialogs.ts";
import styles from "./room-list.module.css";
import { RoomRow } from "./room-row.tsx";

/** All rooms that one is in, the latest activity first. */
export function RoomList({ openId }: { openId: string | null }) {
  const list = useRooms();
  const presence = usePresence();
  if (list.rooms.length === 0) return <NoRooms list={list} />;
  return (
    <ul className={styles.list}>
      {list.rooms.map((room) => (
        <RoomRow
          key={room.id}
          room={room}
          isOpen={room.id === openId}
          presence={room.others.length === 1 ? presence.get(room.others[0]?.id ?? "")?.status : undefined}
        />
      ))}
    </ul>
  );
}

function NoRooms({ list }: { list: Rooms }) {
  const { show } = useDialogs();
  if (list.status === "loading") return <Placeholder />;
  if (list.error !== null) {
    return (
      <Empty title="Your rooms did not arrive">
        <p>{explain(list.error)} They are asked for again by and by.</p>
      </Empty>
    );
  }
  return (
    <Empty icon={<MessagesSquare size={28} strokeWidth={1.5} />} title="No conversations yet">
      <p>Join a public room, or start one of your own.</p>
      <Button onClick={() => show("browse")}>Browse rooms</Button>
    </Empty>
  );
}

/** Rows without words, of the size of those that are on their way. */
function Placeholder() {
  return (
    <ul className={styles.list} aria-busy aria-label="Rooms are loading">
      {Array.from({ length: 6 }, (_, index) => (
        <li key={index} className={styles.placeholder}>
          <span />
          <span />
        </li>
      ))}
    </ul>
  );
}
