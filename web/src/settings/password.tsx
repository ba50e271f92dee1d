import { useNatter } from "@natter/client/react";
import { useState, type SubmitEvent } from "react";
import { PasswordField } from "../sign-in/password-field.tsx";
import { Button } from "../ui/button.tsx";
import { explain, explainField } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";
import { Saved } from "./saved.tsx";
import styles from "./settings.module.css";

export function Password() {
  const { api } = useNatter();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const [isSaved, setSaved] = useState(false);
  const { run, busy, error } = useAction(async () => {
    await api.auth.changePassword.mutate({ currentPassword, newPassword });
    setCurrent("");
    setNew("");
    setSaved(true);
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSaved(false);
    void run();
  };
  const wrongNew = error?.reason === "weak_password" ? explain(error) : error?.fields?.["newPassword"];
  const wrongCurrent = error?.reason === "bad_credentials" ? "This is not your password." : undefined;
  return (
    <form onSubmit={submit}>
      <FormProblem>
        {error === null || wrongNew !== undefined || wrongCurrent !== undefined ? null : explain(error)}
      </FormProblem>
      <PasswordField
        label="Current password"
        isNew={false}
        value={currentPassword}
        problem={wrongCurrent}
        onChange={setCurrent}
      />
      <PasswordField
        label="New password"
        isNew
        value={newPassword}
        problem={wrongNew === undefined || error?.reason === "weak_password" ? wrongNew : explainField(wrongNew)}
        onChange={setNew}
      />
      <p className={styles.note}>All your other sessions end with it.</p>
      <div className={styles.end}>
        <Saved when={isSaved} words="Changed" />
        <Button look="primary" type="submit" busy={busy}>
          Change it
        </Button>
      </div>
    </form>
  );
}
