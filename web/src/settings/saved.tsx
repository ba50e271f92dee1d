import { Check } from "lucide-react";
import styles from "./settings.module.css";

export function Saved({ when, words = "Saved" }: { when: boolean; words?: string }) {
  return (
    <p role="status" className={styles.saved}>
      {when ? (
        <>
          <Check size={15} /> {words}
        </>
      ) : null}
    </p>
  );
}
