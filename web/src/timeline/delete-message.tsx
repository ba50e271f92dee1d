import type { Message } from "@natter/client";
import { useRoomActions } from "../room/room-context.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";

export function DeleteMessage({ message, onClose }: { message: Message; onClose: () => void }) {
  const { room, complain } = useRoomActions();
  const remove = () => {
    onClose();
    room.delete(message.id).catch(complain);
  };
  return (
    <Dialog
      title="Delete this?"
      about="Everybody sees that something was here, and nobody can read it again."
      onClose={onClose}
    >
      <DialogButtons>
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" onClick={remove}>
          Delete
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
