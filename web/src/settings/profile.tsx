import { useMe, useNatter } from "@natter/client/react";
import { useState, type SubmitEvent } from "react";
import type { Me } from "@natter/client";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { explain, explainField } from "../ui/explain.ts";
import { Field, FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";
import { Saved } from "./saved.tsx";
import styles from "./settings.module.css";

export function Profile() {
  const me = useMe();
  return me === null ? null : <ProfileForm me={me} />;
}

function ProfileForm({ me }: { me: Me }) {
  const { api } = useNatter();
  const [displayName, setDisplayName] = useState(me.displayName);
  const [statusText, setStatusText] = useState(me.statusText ?? "");
  const [isSaved, setSaved] = useState(false);
  const { run, busy, error } = useAction(async () => {
    const status = statusText.trim();
    await api.user.update.mutate({ displayName: displayName.trim(), statusText: status === "" ? null : status });
    setSaved(true);
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSaved(false);
    void run();
  };
  const { displayName: wrongName, statusText: wrongStatus } = error?.fields ?? {};
  const isElsewhere = error !== null && wrongName === undefined && wrongStatus === undefined;
  return (
    <form onSubmit={submit}>
      <div className={styles.person}>
        <Avatar person={{ ...me, displayName }} size="lg" />
        <div>
          <strong>{displayName}</strong>
          <p>@{me.username}</p>
        </div>
      </div>
      <FormProblem>{isElsewhere ? explain(error) : null}</FormProblem>
      <Field
        label="Display name"
        required
        maxLength={64}
        autoComplete="name"
        value={displayName}
        problem={wrongName === undefined ? undefined : explainField(wrongName)}
        onChange={({ target }) => setDisplayName(target.value)}
      />
      <Field
        label="Status"
        maxLength={140}
        hint="A line that others see, such as “On the train until noon”."
        value={statusText}
        problem={wrongStatus === undefined ? undefined : explainField(wrongStatus)}
        onChange={({ target }) => setStatusText(target.value)}
      />
      <div className={styles.end}>
        <Saved when={isSaved} />
        <Button look="primary" type="submit" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
