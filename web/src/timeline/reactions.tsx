import type { Message, Reaction } from "@natter/client";
import { useNatter, useObserved } from "@natter/client/react";
import { useRoomActions } from "../room/room-context.ts";
import { Hint } from "../ui/button.tsx";
import styles from "./reactions.module.css";

export function Reactions({ message }: { message: Message }) {
  if (message.reactions.length === 0) return null;
  return (
    <ul className={styles.reactions} aria-label="Reactions">
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <ReactionButton message={message} reaction={reaction} />
        </li>
      ))}
    </ul>
  );
}

function ReactionButton({ message, reaction }: { message: Message; reaction: Reaction }) {
  const { room, myId, isReadOnly, complain } = useRoomActions();
  const { emoji, count } = reaction;
  const isMine = reaction.userIds.includes(myId);
  const toggle = () => void (isMine ? room.unreact(message.id, emoji) : room.react(message.id, emoji)).catch(complain);
  return (
    <Hint label={useNamesOf(reaction, myId)}>
      <button type="button" className={styles.reaction} aria-pressed={isMine} disabled={isReadOnly} onClick={toggle}>
        <span className={styles.emoji}>{emoji}</span> {count}
      </button>
    </Hint>
  );
}

function useNamesOf({ userIds, count }: Reaction, myId: string): string {
  const people = useObserved(useNatter().people);
  const known = userIds.flatMap((id) => (id === myId ? ["You"] : (people.get(id)?.displayName ?? []))).slice(0, 10);
  const more = count - known.length;
  return [...known, ...(more > 0 ? [`${more} ${known.length > 0 ? "more" : "people"}`] : [])].join(", ");
}
