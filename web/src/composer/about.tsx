import type { Message } from "@natter/client";
import { Pencil, Reply, X } from "lucide-react";
import { plainWords } from "../timeline/plain-words.ts";
import { IconButton } from "../ui/button.tsx";
import styles from "./composer.module.css";

/** What is being written. */
export type Composing = { kind: "new" } | { kind: "reply" | "edit"; message: Message };

/** Says above the text what is answered or changed. */
export function About({ composing, onCancel }: { composing: Composing; onCancel: () => void }) {
  if (composing.kind === "new") return null;
  const { kind, message } = composing;
  return (
    <div className={styles.about}>
      {kind === "edit" ? <Pencil size={14} /> : <Reply size={15} />}
      <p>
        {kind === "edit" ? "Changing what you wrote" : `Answering ${message.sender.displayName}`}
        {kind === "edit" ? null : <span> {plainWords(message.body)}</span>}
      </p>
      <IconButton label="Cancel" keys="Esc" icon={<X size={15} />} onClick={onCancel} />
    </div>
  );
}
