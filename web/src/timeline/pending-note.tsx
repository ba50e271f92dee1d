import type { PendingMessage } from "@natter/client";
import { useConnection } from "@natter/client/react";
import { CircleAlert, Clock } from "lucide-react";
import { explain } from "../ui/explain.ts";
import styles from "./pending-note.module.css";

/** How a message is that is not stored yet, and what can be done about one that failed. */
export function PendingNote({ message }: { message: PendingMessage }) {
  const isConnected = useConnection().name === "open";
  if (message.status !== "failed") {
    return (
      <p className={styles.note}>
        <Clock size={12} />
        {message.status === "sending" && isConnected ? "Sending …" : "Waiting to be sent"}
      </p>
    );
  }
  return (
    <p className={styles.failed} role="alert">
      <CircleAlert size={14} />
      <span>Not sent. {explain(message.error)}</span>
      <button type="button" onClick={() => message.retry()}>
        Try again
      </button>
      <button type="button" onClick={() => message.discard()}>
        Discard
      </button>
    </p>
  );
}
