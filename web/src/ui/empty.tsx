import type { ReactNode } from "react";
import styles from "./empty.module.css";

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
}

/** Says why there is nothing to see, and what to do about it. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className={styles.empty}>
      {icon}
      <h2>{title}</h2>
      {children}
    </div>
  );
}
