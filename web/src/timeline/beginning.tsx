import type { RoomState } from "@natter/client";
import { RoomPicture } from "../rooms/room-picture.tsx";
import { dayOf } from "../ui/time.ts";
import styles from "./beginning.module.css";

/** What stands above the first message of a room. */
export function Beginning({ state: { room, others }, title }: { state: RoomState; title: string }) {
  return (
    <div className={styles.beginning}>
      <RoomPicture room={room} others={others} />
      <h2>{title}</h2>
      <p>{wordsFor(room.type, others.length, title, dayOf(room.createdAt))}</p>
    </div>
  );
}

function wordsFor(type: string, others: number, title: string, day: string): string {
  if (type !== "direct") return `This is where ${title} began, ${dayInSentence(day)}.`;
  return others === 0 ? "Only you can read what you write here." : `Between you and ${title}, and nobody else.`;
}

function dayInSentence(day: string): string {
  return /^(Today|Yesterday)$/.test(day) ? day.toLowerCase() : `on ${day}`;
}
