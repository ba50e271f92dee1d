import { useId, type ReactNode } from "react";
import styles from "./choice-cards.module.css";

interface ChoiceCardsProps<Value extends string> {
  label: string;
  value: Value;
  choices: Record<Value, { icon: ReactNode; title: string; about?: string }>;
  onChoose: (value: Value) => void;
}

/** A few choices beside each other, each with a word on what it means. */
export function ChoiceCards<Value extends string>({ label, value, choices, onChoose }: ChoiceCardsProps<Value>) {
  const name = useId();
  return (
    <fieldset className={styles.cards}>
      <legend>{label}</legend>
      {(Object.entries(choices) as [Value, { icon: ReactNode; title: string; about?: string }][]).map(
        ([choice, { icon, title, about }]) => (
          <label key={choice} className={styles.card}>
            <input type="radio" name={name} checked={choice === value} onChange={() => onChoose(choice)} />
            <span className={styles.title}>
              {icon}
              {title}
            </span>
            {about === undefined ? null : <span className={styles.about}>{about}</span>}
          </label>
        ),
      )}
    </fieldset>
  );
}
