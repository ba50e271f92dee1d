import type { Author, Membership, RoomId } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";
import { PeoplePicker } from "./people-picker.tsx";

interface AddPeopleProps {
  roomId: RoomId;
  members: readonly Membership[];
  onClose: () => void;
}

/** Adds people to a room; one who was banned from it only when asked for twice. */
export function AddPeople({ roomId, members, onClose }: AddPeopleProps) {
  const { api } = useNatter();
  const [chosen, setChosen] = useState<readonly Author[]>([]);
  const add = useAction(async () => {
    // One who is in already does no harm, so that after a failure all can be tried again.
    for (const { id } of chosen) {
      if (isBanned) await api.room.unban.mutate({ roomId, userId: id });
      await api.room.addMember.mutate({ roomId, userId: id });
    }
    onClose();
  });
  const isBanned = add.error?.reason === "banned";
  const problem = isBanned ? "Somebody among them is banned from this room." : add.error && explain(add.error);
  return (
    <Dialog title="Add people" onClose={onClose}>
      <FormProblem>{problem}</FormProblem>
      <PeoplePicker chosen={chosen} onChange={setChosen} without={new Set(members.map(({ user }) => user.id))} />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" busy={add.busy} disabled={chosen.length === 0} onClick={() => void add.run()}>
          {isBanned ? "Lift the ban and add" : "Add"}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
