import type { RoomState } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";

interface LeaveRoomProps {
  state: RoomState;
  title: string;
  onClose: () => void;
}

export function LeaveRoom({ state: { room }, title, onClose }: LeaveRoomProps) {
  const { api } = useNatter();
  const [, navigate] = useLocation();
  const { run, busy, error } = useAction(async () => {
    await api.room.leave.mutate({ roomId: room.id });
    navigate("/");
  });
  const isLast = room.memberCount === 1;
  const after = room.type === "public" ? "You can join it again at any time." : "Somebody in it has to add you again.";
  return (
    <Dialog
      title={`Leave ${title}?`}
      about={isLast ? "You are the last one in it: the room is archived when you leave." : after}
      onClose={onClose}
    >
      <FormProblem>{error === null ? null : explain(error)}</FormProblem>
      <DialogButtons>
        <Button onClick={onClose}>Stay</Button>
        <Button look="danger" busy={busy} onClick={() => void run()}>
          Leave
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
