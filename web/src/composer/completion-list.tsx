import type { Author } from "@natter/client";
import { Avatar } from "../ui/avatar.tsx";
import styles from "./completion-list.module.css";

interface CompletionListProps {
  id: string;
  people: readonly Author[];
  active: number;
  onChoose: (person: Author) => void;
}

/** Whom an `@` may mean. The focus stays in the text; the arrow keys move through this list. */
export function CompletionList({ id, people, active, onChoose }: CompletionListProps) {
  if (people.length === 0) return null;
  return (
    <ul id={id} role="listbox" aria-label="People" className={styles.list}>
      {people.map((person, index) => (
        <li
          key={person.id}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          // A press would take the focus from the text before the click.
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(person);
          }}
        >
          <Avatar person={person} size="sm" />
          <span className={styles.name}>{person.displayName}</span>
          <span className={styles.username}>@{person.username}</span>
        </li>
      ))}
    </ul>
  );
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
