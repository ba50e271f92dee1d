import { isNatterError, type NatterError, type RoomId } from "@natter/client";
import { useNatter, useRoom } from "@natter/client/react";
import { DoorClosed } from "lucide-react";
import { Link } from "wouter";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";
import { OpenRoomScreen } from "./open-room-screen.tsx";
import styles from "./room-screen.module.css";

export function RoomScreen({ roomId }: { roomId: RoomId }) {
  const { room, error, retry } = useRoom(roomId);
  if (room !== null) return <OpenRoomScreen room={room} onReturned={retry} />;
  return (
    <main className={styles.main} aria-busy={error === null}>
      {error === null ? <Loading /> : <Closed roomId={roomId} error={error} onRetry={retry} />}
    </main>
  );
}

/** Nothing for a moment, because most rooms are there in an instant. */
function Loading() {
  return (
    <p className={styles.loading} role="status">
      Opening the room …
    </p>
  );
}

function Closed({ roomId, error, onRetry }: { roomId: RoomId; error: NatterError; onRetry: () => void }) {
  const { api } = useNatter();
  const join = useAction(async () => {
    await api.room.join.mutate({ roomId });
    onRetry();
  });
  if (error.reason === "not_allowed") {
    return (
      <Empty icon={<DoorClosed size={30} strokeWidth={1.5} />} title="You are not in this room yet">
        <p>It is public: anybody may join it and read what has been said.</p>
        <FormProblem>{join.error === null ? null : explain(join.error)}</FormProblem>
        <Button look="primary" busy={join.busy} onClick={() => void join.run()}>
          Join the room
        </Button>
      </Empty>
    );
  }
  const isGone = isNatterError(error) && error.reason === "not_found";
  return (
    <Empty icon={<DoorClosed size={30} strokeWidth={1.5} />} title={isGone ? "No such room" : "The room did not open"}>
      <p>{isGone ? "It does not exist, or you are not in it." : explain(error)}</p>
      {isGone ? <Link href="/">Back to your rooms</Link> : <Button onClick={onRetry}>Try again</Button>}
    </Empty>
  );
}
