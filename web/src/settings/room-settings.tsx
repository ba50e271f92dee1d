import type { RoomState } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useState, type SubmitEvent } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogButtons } from "../ui/dialog.tsx";
import { explain } from "../ui/explain.ts";
import { Field, FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";
import { Banned } from "./banned.tsx";
import styles from "./settings.module.css";

/** Name, topic, bans and archive of a room; for those who may not change them, to read. Members are beside the timeline. */
export function RoomSettings({ state, onClose }: { state: RoomState; onClose: () => void }) {
  const { room, membership } = state;
  const mayChange = membership.role !== "member" && room.archivedAt === null;
  return (
    <Dialog title={mayChange ? "Room settings" : "About this room"} onClose={onClose}>
      {mayChange ? <NameAndTopic state={state} onClose={onClose} /> : <About state={state} />}
      {membership.role !== "member" && room.type !== "direct" ? <Banned roomId={room.id} /> : null}
      {membership.role === "owner" && room.archivedAt === null ? <Archive state={state} onClose={onClose} /> : null}
    </Dialog>
  );
}

function NameAndTopic({ state: { room }, onClose }: { state: RoomState; onClose: () => void }) {
  const { api } = useNatter();
  const [name, setName] = useState(room.name ?? "");
  const [topic, setTopic] = useState(room.topic ?? "");
  const { run, busy, error } = useAction(async () => {
    await api.room.update.mutate({
      roomId: room.id,
      name: name.trim(),
      topic: topic.trim() === "" ? null : topic.trim(),
    });
    onClose();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <form onSubmit={submit}>
      <FormProblem>{error === null ? null : explain(error)}</FormProblem>
      <Field label="Name" required maxLength={80} value={name} onChange={({ target }) => setName(target.value)} />
      <Field
        label="Topic"
        maxLength={500}
        hint="What it is about, in a line."
        value={topic}
        onChange={({ target }) => setTopic(target.value)}
      />
      <DialogButtons>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={busy} disabled={name.trim() === ""}>
          Save
        </Button>
      </DialogButtons>
    </form>
  );
}

function About({ state: { room } }: { state: RoomState }) {
  return (
    <dl className={styles.facts}>
      <dt>Name</dt>
      <dd>{room.name}</dd>
      <dt>Topic</dt>
      <dd>{room.topic ?? "None"}</dd>
      <dt>Kind</dt>
      <dd>{room.type === "public" ? "Public: everybody can join" : "Private: members are added"}</dd>
    </dl>
  );
}

function Archive({ state: { room }, onClose }: { state: RoomState; onClose: () => void }) {
  const { api } = useNatter();
  const [isSure, setSure] = useState(false);
  const { run, busy, error } = useAction(async () => {
    await api.room.archive.mutate({ roomId: room.id });
    onClose();
  });
  return (
    <section className={styles.danger} aria-label="Archive">
      <div>
        <h3>Archive this room</h3>
        <p>
          {error === null ? "It can be read ever after, but not written to. This cannot be undone." : explain(error)}
        </p>
      </div>
      <Button look="danger" busy={busy} onClick={() => (isSure ? void run() : setSure(true))}>
        {isSure ? "Yes, archive it" : "Archive"}
      </Button>
    </section>
  );
}
