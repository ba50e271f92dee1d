import { MessageCircle } from "lucide-react";
import { useRoute } from "wouter";
import { Empty } from "../ui/empty.tsx";
import styles from "./no-room.module.css";

/** The place of the room while none is open. */
export function NoRoom() {
  const [isHome] = useRoute("/");
  return (
    <main className={styles.place}>
      {isHome ? (
        <Empty icon={<MessageCircle size={32} strokeWidth={1.4} />} title="Pick up a conversation">
          <p>
            Choose a room on the left, or press <kbd>Ctrl</kbd> <kbd>K</kbd> to find one by its name.
          </p>
        </Empty>
      ) : (
        <Empty title="There is no such page">
          <p>The address may be mistyped. Your rooms are on the left.</p>
        </Empty>
      )}
    </main>
  );
}
