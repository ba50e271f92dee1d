import type { Message } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { usePerson, useRoomActions } from "../room/room-context.ts";
import { plainWords } from "./plain-words.ts";
import styles from "./quote.module.css";

/** What a message answers. Leads there. */
export function Quote({ of }: { of: NonNullable<Message["replyTo"]> }) {
  const { api } = useNatter();
  const { room, jumpTo, complain } = useRoomActions();
  const sender = usePerson(of.sender);
  const jump = async () => {
    const known = room.getSnapshot().messages.find(({ id }) => id === of.id);
    jumpTo((known ?? (await api.message.get.query({ messageId: of.id }))).seq);
  };
  return (
    <button type="button" className={styles.quote} onClick={() => void jump().catch(complain)}>
      <span className="visually-hidden">In answer to </span>
      <strong>{sender.displayName}</strong> {of.body === "" ? <em>deleted</em> : plainWords(of.body)}
    </button>
  );
}
