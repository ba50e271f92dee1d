import { Button } from "./button.tsx";
import { Logo } from "./logo.tsx";
import styles from "./splash.module.css";

interface SplashProps {
  /** Null: nothing to say yet. */
  words: string | null;
  action?: [words: string, run: () => void];
}

/** A whole page with the logo: before there is anything else to show, or instead of it. */
export function Splash({ words, action }: SplashProps) {
  return (
    <main className={styles.splash}>
      <Logo size={48} />
      <p role="status">{words}</p>
      {action === undefined ? null : (
        <Button look="primary" onClick={action[1]}>
          {action[0]}
        </Button>
      )}
    </main>
  );
}
