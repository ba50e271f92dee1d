import { useNatter, useObserved } from "@natter/client/react";
import { Button } from "../ui/button.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { useAction } from "../ui/use-action.ts";
import styles from "./settings.module.css";

/** Whom one does not want to hear. */
export function Blocked() {
  const client = useNatter();
  const blocked = useObserved(client.blocked);
  const people = useObserved(client.people);
  const { run, error } = useAction(client.unblock);
  if (blocked.size === 0) {
    return (
      <p className={styles.note}>
        You have blocked nobody. What a blocked person writes is hidden from you, and they cannot write to you alone.
        You block somebody from the list of a room’s members.
      </p>
    );
  }
  return (
    <>
      <FormProblem>{error === null ? null : explain(error)}</FormProblem>
      <ul className={styles.sessions}>
        {[...blocked].map((id) => (
          <li key={id}>
            <strong>{people.get(id)?.displayName ?? "Somebody"}</strong>
            <Button look="quiet" onClick={() => void run(id)}>
              Unblock
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
