import type { Author } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useState } from "react";
import { useLocation } from "wouter";
import { PeoplePicker } from "../members/people-picker.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";

export function NewDirect({ onClose }: { onClose: () => void }) {
  const { api } = useNatter();
  const [, navigate] = useLocation();
  const [people, setPeople] = useState<readonly Author[]>([]);
  const { run, busy, error } = useAction(async () => {
    const room = await api.room.direct.mutate({ userIds: people.map(({ id }) => id) });
    navigate(`/rooms/${room.id}`);
    onClose();
  });
  return (
    <Dialog
      title="Write to somebody"
      about="One person or several. With nobody chosen, you write notes to yourself."
      onClose={onClose}
    >
      <FormProblem>{error === null ? null : explain(error)}</FormProblem>
      <PeoplePicker chosen={people} onChange={setPeople} />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" busy={busy} onClick={() => void run()}>
          {people.length === 0 ? "Open my notes" : "Open"}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
