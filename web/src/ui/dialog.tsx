import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { CloseButton } from "./button.tsx";
import { classes } from "./classes.ts";
import styles from "./dialog.module.css";

interface DialogProps {
  title: string;
  /** A sentence below the title. */
  about?: ReactNode;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

/** A dialog that is open while it is rendered. */
export function Dialog({ title, about, onClose, wide = false, children }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        {/* Not Radix.Overlay: its scroll lock writes a style element, which the page's policy forbids. */}
        <div className={styles.overlay} />
        <Radix.Content
          className={classes(styles.dialog, wide && styles.wide)}
          // Where nothing inside asks for the focus: to the words, not to the button that closes them.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          {...(about === undefined ? { "aria-describedby": undefined } : {})}
        >
          <header className={styles.header}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <CloseButton />
            </Radix.Close>
          </header>
          {about === undefined ? null : <Radix.Description className={styles.about}>{about}</Radix.Description>}
          <div className={styles.content}>{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The buttons at the end of a dialog. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
