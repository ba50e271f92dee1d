import { useId, type ComponentProps, type ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./field.module.css";

interface FieldProps extends Omit<ComponentProps<"input">, "id"> {
  label: string;
  /** What to know before typing. */
  hint?: ReactNode;
  /** What is wrong with what was typed. */
  problem?: string | undefined;
  /** Something at the end of the box, such as a button. */
  end?: ReactNode;
}

export function Field({ label, hint, problem, end, className, ...input }: FieldProps) {
  const id = useId();
  const about = problem ?? hint;
  return (
    <div className={classes(styles.field, className)}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.box} data-invalid={problem !== undefined}>
        <input
          {...input}
          id={id}
          aria-invalid={problem !== undefined}
          aria-describedby={about === undefined ? undefined : `${id}-about`}
        />
        {end}
      </div>
      {about === undefined ? null : (
        <p id={`${id}-about`} className={problem === undefined ? styles.hint : styles.problem}>
          {about}
        </p>
      )}
    </div>
  );
}

/** What went wrong with a whole form; announced when it appears. */
export function FormProblem({ children }: { children: string | null }) {
  return (
    <div role="alert" className={styles.alert} hidden={children === null}>
      {children}
    </div>
  );
}
