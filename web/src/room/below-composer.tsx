import type { Author, RoomState } from "@natter/client";
import { useNatter, useObserved } from "@natter/client/react";
import styles from "./room-screen.module.css";

/** Who is typing, and who has read the newest message. It is always there, so that nothing moves. */
export function BelowComposer({ state, myId }: { state: RoomState; myId: string }) {
  const people = useObserved(useNatter().people);
  return (
    <div className={styles.below}>
      <span role="status">{typingWords(state.typing)}</span>
      <span>{readWords(state, myId, people)}</span>
    </div>
  );
}

function typingWords(people: readonly Author[]): string {
  const names = people.map(({ displayName }) => displayName);
  if (names.length === 0) return "";
  if (names.length > 3) return "Several people are typing …";
  return `${list(names)} ${names.length === 1 ? "is" : "are"} typing …`;
}

function readWords({ messages, pending, hasNewer, readMarks, room }: RoomState, myId: string, people: People): string {
  const last = messages.at(-1);
  if (last === undefined || pending.length > 0 || hasNewer || last.sender.id !== myId) return "";
  const readers = [...readMarks].filter(([id, seq]) => id !== myId && seq >= last.seq).map(([id]) => id);
  if (readers.length === 0) return "";
  if (readers.length === room.memberCount - 1) return readers.length === 1 ? "Read" : "Read by everybody";
  const names = readers.flatMap((id) => people.get(id)?.displayName ?? []);
  return names.length > 3 || names.length < readers.length
    ? `Read by ${readers.length} people`
    : `Read by ${list(names)}`;
}

type People = ReadonlyMap<string, Author>;

function list(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}
