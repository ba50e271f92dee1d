import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "radix-ui";
import styles from "./button.module.css";
import { classes } from "./classes.ts";

interface ButtonProps extends ComponentProps<"button"> {
  look?: "primary" | "plain" | "danger" | "quiet";
  /** Something is under way: it cannot be pressed again, and says so without changing its size. */
  busy?: boolean;
}

export function Button({ look = "plain", busy = false, className, disabled, type, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? "button"}
      disabled={disabled === true || busy}
      aria-busy={busy}
      className={classes(styles.button, styles[look], busy && styles.busy, className)}
    >
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "children"> {
  /** Its accessible name, shown as a tooltip too. */
  label: string;
  /** Keys that do the same, for the tooltip. */
  keys?: string;
  icon: ReactNode;
}

export function IconButton({ label, keys, icon, className, ...rest }: IconButtonProps) {
  return (
    <Hint label={label} keys={keys}>
      <button {...rest} type="button" className={classes(styles.icon, className)}>
        {icon}
        <span className="visually-hidden">{label}</span>
      </button>
    </Hint>
  );
}

/** Closes what it stands in. Without a tooltip, which would take the first Escape for itself. */
export function CloseButton({ className, ...rest }: Omit<ComponentProps<"button">, "children">) {
  return (
    <button {...rest} type="button" className={classes(styles.icon, className)}>
      <X size={18} />
      <span className="visually-hidden">Close</span>
    </button>
  );
}

interface HintProps {
  label: string;
  keys?: string | undefined;
  children: ReactNode;
}

/** A tooltip for what has the same words as its accessible name. */
export function Hint({ label, keys, children }: HintProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={styles.hint} sideOffset={6} collisionPadding={8} aria-hidden>
          {label}
          {keys === undefined ? null : <kbd>{keys}</kbd>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
