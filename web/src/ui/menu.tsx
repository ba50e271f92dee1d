import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./menu.module.css";

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  onOpen?: (open: boolean) => void;
}

export function Menu({ trigger, children, align = "end", side = "bottom", onOpen }: MenuProps) {
  return (
    // Not modal: the scroll lock of a modal one writes a style element, which the page's policy forbids.
    <DropdownMenu.Root modal={false} {...(onOpen === undefined ? {} : { onOpenChange: onOpen })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          loop
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  keys?: string;
  children: ReactNode;
}

export function MenuItem({ icon, onSelect, danger = false, keys, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={classes(styles.item, danger && styles.danger)} onSelect={onSelect}>
      <span className={styles.icon}>{icon}</span>
      {children}
      {keys === undefined ? null : <kbd>{keys}</kbd>}
    </DropdownMenu.Item>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className={styles.line} />;
}

interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  choices: Record<Value, ReactNode>;
  onChoose: (value: Value) => void;
}

/** One of several, of which one is chosen. */
export function MenuChoice<Value extends string>({ label, value, choices, onChoose }: MenuChoiceProps<Value>) {
  return (
    <DropdownMenu.RadioGroup value={value} aria-label={label}>
      <DropdownMenu.Label className={styles.label}>{label}</DropdownMenu.Label>
      {(Object.entries(choices) as [Value, ReactNode][]).map(([choice, words]) => (
        <DropdownMenu.RadioItem key={choice} value={choice} className={styles.item} onSelect={() => onChoose(choice)}>
          <span className={styles.icon}>
            <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
          </span>
          {words}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
