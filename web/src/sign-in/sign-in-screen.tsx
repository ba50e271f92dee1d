import { reasons, type NatterError } from "@natter/client";
import { useNatter } from "@natter/client/react";
import { useState, type SubmitEvent } from "react";
import { Link, useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { explain, explainField } from "../ui/explain.ts";
import { Field, FormProblem } from "../ui/field.tsx";
import { Logo } from "../ui/logo.tsx";
import { useAction } from "../ui/use-action.ts";
import { PasswordField } from "./password-field.tsx";
import styles from "./sign-in-screen.module.css";

/** Signs in, or makes an account at `/sign-up`. `reason`: why the last session ended, if it was not asked for. */
export function SignInScreen({ reason }: { reason: NatterError["reason"] | null }) {
  const [path] = useLocation();
  const isNew = path === "/sign-up";
  return (
    <main className={styles.screen}>
      <div className={styles.card}>
        <Logo size={44} />
        <h1>{isNew ? "Create your account" : "Welcome back"}</h1>
        <p className={styles.lead}>{isNew ? "Choose a name that your team will know you by." : "Sign in to Natter."}</p>
        {/* A new form for each, so that what was wrong with one is not held against the other. */}
        <SignInForm key={path} isNew={isNew} reason={reason} />
        <p className={styles.other}>
          {isNew ? "Have an account already? " : "New here? "}
          <Link href={isNew ? "/sign-in" : "/sign-up"}>{isNew ? "Sign in instead" : "Create an account"}</Link>
        </p>
      </div>
    </main>
  );
}

function SignInForm({ isNew, reason }: { isNew: boolean; reason: NatterError["reason"] | null }) {
  const client = useNatter();
  const [, navigate] = useLocation();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const { run, busy, error } = useAction(async () => {
    await (isNew ? client.signUp({ username, password }) : client.signIn({ login: username, password }));
    if (location.pathname.startsWith("/sign-")) navigate("/", { replace: true });
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run();
  };
  const problems = problemsOf(error);
  const ended =
    error === null && reason !== null && reason in reasons ? reasons[reason as keyof typeof reasons].message : null;
  return (
    <form onSubmit={submit}>
      <FormProblem>{problems.form ?? ended}</FormProblem>
      <Field
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        value={username}
        problem={problems.username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <PasswordField isNew={isNew} value={password} problem={problems.password} onChange={setPassword} />
      <Button look="primary" type="submit" busy={busy} className={styles.submit}>
        {isNew ? "Create account" : "Sign in"}
      </Button>
    </form>
  );
}

/** Each problem beside what it is about. */
function problemsOf(error: NatterError | null): { form: string | null; username?: string; password?: string } {
  if (error === null) return { form: null };
  if (error.reason === "username_taken") return { form: null, username: explain(error) };
  if (error.reason === "weak_password") return { form: null, password: explain(error) };
  const { username, password } = error.fields ?? {};
  if (username === undefined && password === undefined) return { form: explain(error) };
  return {
    form: null,
    ...(username === undefined ? {} : { username: explainField(username) }),
    ...(password === undefined ? {} : { password: explainField(password) }),
  };
}
