import type { Author } from "@natter/client";
import { newClientId } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { Hash, Lock } from "lucide-react";
import { useState, type SubmitEvent } from "react";
import { useLocation } from "wouter";
import { PeoplePicker } from "../members/people-picker.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceCards } from "../ui/choice-cards.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { explain, explainField } from "../ui/explain.ts";
import { Field, FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";

export function NewRoom({ onClose }: { onClose: () => void }) {
  const { api } = useNatter();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [type, setType] = useState<"public" | "private">("public");
  const [people, setPeople] = useState<readonly Author[]>([]);
  // One for as long as the dialog is open: a second press makes no second room.
  const [clientId] = useState(newClientId);
  const { run, busy, error } = useAction(async () => {
    const memberIds = type === "private" ? people.map(({ id }) => id) : [];
    const room = await api.room.create.mutate({ type, name: name.trim(), memberIds, clientId });
    navigate(`/rooms/${room.id}`);
    onClose();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run();
  };
  const wrongName = error?.fields?.["name"];
  return (
    <Dialog title="New room" onClose={onClose}>
      <form onSubmit={submit}>
        <FormProblem>{error === null || wrongName !== undefined ? null : explain(error)}</FormProblem>
        <Field
          label="Name"
          required
          autoFocus
          maxLength={80}
          autoComplete="off"
          value={name}
          problem={wrongName === undefined ? undefined : explainField(wrongName)}
          onChange={({ target }) => setName(target.value)}
        />
        <ChoiceCards
          label="Who can join"
          value={type}
          onChoose={setType}
          choices={{
            public: {
              icon: <Hash size={17} />,
              title: "Public",
              about: "Everybody on this server can find and join it.",
            },
            private: { icon: <Lock size={17} />, title: "Private", about: "Only those who are added can see it." },
          }}
        />
        {type === "private" ? <PeoplePicker chosen={people} onChange={setPeople} isFirst={false} /> : null}
        <DialogButtons>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy} disabled={name.trim() === ""}>
            Create
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
