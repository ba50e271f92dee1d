import type { SessionInfo } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useCallback } from "react";
import { Button } from "../ui/button.tsx";
import { explain } from "../ui/explain.ts";
import { FormProblem } from "../ui/field.tsx";
import { PagesEnd } from "../ui/pages-end.tsx";
import { fullTimeOf, shortTimeOf } from "../ui/time.ts";
import { useAction } from "../ui/use-action.ts";
import { usePages } from "../ui/use-pages.ts";
import { deviceWords } from "./device-words.ts";
import styles from "./settings.module.css";

/** Where one is signed in, and how to end that. */
export function Sessions() {
  const client = useNatter();
  const load = useCallback(
    async (_: string | null, signal: AbortSignal) => ({
      ...(await client.api.auth.sessions.query(undefined, { signal })),
      nextCursor: null,
    }),
    [client],
  );
  const sessions = usePages<SessionInfo>(load);
  const revoke = useAction(async (sessionId: string) => {
    await client.api.auth.revokeSession.mutate({ sessionId });
    sessions.reload();
  });
  const everywhere = useAction(useCallback(() => client.signOutEverywhere(), [client]));
  const error = revoke.error ?? everywhere.error;
  return (
    <>
      <FormProblem>{error === null ? null : explain(error)}</FormProblem>
      <ul className={styles.sessions}>
        {sessions.items.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{deviceWords(session.device)}</strong>
              <p title={fullTimeOf(session.lastSeenAt)}>
                {session.current ? "This one" : `Last used ${shortTimeOf(session.lastSeenAt)}`}
              </p>
            </div>
            {session.current ? null : (
              <Button look="quiet" disabled={revoke.busy} onClick={() => void revoke.run(session.id)}>
                End it
              </Button>
            )}
          </li>
        ))}
        <li>
          <PagesEnd pages={sessions} empty="There is none." />
        </li>
      </ul>
      <section className={styles.danger} aria-label="Everywhere">
        <div>
          <h3>Sign out everywhere</h3>
          <p>Ends all of them, this one too.</p>
        </div>
        <Button look="danger" busy={everywhere.busy} onClick={() => void everywhere.run()}>
          Sign out everywhere
        </Button>
      </section>
    </>
  );
}
