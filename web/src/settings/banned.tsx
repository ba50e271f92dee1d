import type { BannedPerson, RoomId } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useCallback } from "react";
import { Button } from "../ui/button.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { PagesEnd } from "../ui/pages-end.tsx";
import { fullTimeOf, shortTimeOf } from "../ui/time.ts";
import { useAction } from "../ui/use-action.ts";
import { usePages } from "../ui/use-pages.ts";
import styles from "./settings.module.css";

/** Who may not come into the room, and how to let them in again. */
export function Banned({ roomId }: { roomId: RoomId }) {
  const { api } = useNatter();
  const load = useCallback(
    (cursor: string | null, signal: AbortSignal) => api.room.bans.query({ roomId, cursor }, { signal }),
    [api, roomId],
  );
  const bans = usePages<BannedPerson>(load);
  const { run, busy, error } = useAction(async (userId: string) => {
    await api.room.unban.mutate({ roomId, userId });
    bans.reload();
  });
  return (
    <section className={styles.section} aria-label="Banned">
      <h3>Banned</h3>
      <FormProblem>{error === null ? null : explain(error)}</FormProblem>
      <ul className={styles.sessions}>
        {bans.items.map(({ user, by, createdAt }) => (
          <li key={user.id}>
            <div>
              <strong>{user.displayName}</strong>
              <p title={fullTimeOf(createdAt)}>
                @{user.username}, by {by.displayName}, {shortTimeOf(createdAt)}
              </p>
            </div>
            <Button look="quiet" disabled={busy} onClick={() => void run(user.id)}>
              Unban<span className="visually-hidden"> {user.displayName}</span>
            </Button>
          </li>
        ))}
      </ul>
      <PagesEnd pages={bans} empty="Nobody is banned from this room." />
    </section>
  );
}
