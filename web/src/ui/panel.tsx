import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { CloseButton } from "./button.tsx";
import styles from "./panel.module.css";

interface PanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A column beside the timeline; on a phone it covers it. */
export function Panel({ title, onClose, children }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = panel.current?.querySelector<HTMLElement>("input") ?? panel.current;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <aside ref={panel} className={styles.panel} aria-label={title} tabIndex={-1} onKeyDown={onKeyDown}>
      <header className={styles.header}>
        <h2>{title}</h2>
        <CloseButton onClick={onClose} />
      </header>
      {children}
    </aside>
  );
}
