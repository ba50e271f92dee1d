import type { RoomState } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { Button } from "../ui/button.tsx";
import { explain } from "../ui/explain.ts";
import { useAction } from "../ui/use-action.ts";
import styles from "./room-screen.module.css";

/** Says why nothing can be written here. */
export function InsteadOfComposer({ state, onReturned }: { state: RoomState; onReturned: () => void }) {
  const { api } = useNatter();
  const { room, status } = state;
  const join = useAction(async () => {
    await api.room.join.mutate({ roomId: room.id });
    onReturned();
  });
  if (status !== "left")
    return <p className={styles.instead}>This room is archived: it can be read, not written to.</p>;
  return (
    <div className={styles.instead}>
      <p>{join.error === null ? "You are no longer in this room." : explain(join.error)}</p>
      {room.type === "public" && room.archivedAt === null ? (
        <Button busy={join.busy} onClick={() => void join.run()}>
          Join again
        </Button>
      ) : null}
    </div>
  );
}
