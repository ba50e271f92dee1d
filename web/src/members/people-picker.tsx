import type { Author } from "@natter/client";
import { useMe, useNatter } from "@natter/client/react";
import { Check, X } from "lucide-react";
import { useCallback, useState } from "react";
import { Avatar } from "../ui/avatar.tsx";
import { Field } from "../ui/field.tsx";
import listStyles from "../ui/list.module.css";
import { PagesEnd } from "../ui/pages-end.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import { usePages } from "../ui/use-pages.ts";
import styles from "./people-picker.module.css";

interface PeoplePickerProps {
  chosen: readonly Author[];
  onChange: (people: readonly Author[]) => void;
  /** Who cannot be chosen, because they are there already. */
  without?: ReadonlySet<string>;
  /** The first thing of its dialog, so that one can type at once. Default: yes. */
  isFirst?: boolean;
}

/** Chooses some of the people of this server. */
export function PeoplePicker({ chosen, onChange, without, isFirst = true }: PeoplePickerProps) {
  const { api } = useNatter();
  const me = useMe();
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim(), 150);
  const load = useCallback(
    (cursor: string | null, signal: AbortSignal) =>
      api.user.list.query(
        { ...(query === "" ? {} : { query }), ...(cursor === null ? {} : { cursor }), limit: 50 },
        { signal },
      ),
    [api, query],
  );
  const pages = usePages(load);
  const offered = pages.items.filter(({ id }) => id !== me?.id && without?.has(id) !== true);
  const has = (person: Author) => chosen.some(({ id }) => id === person.id);
  const toggle = (person: Author) =>
    onChange(has(person) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
  return (
    <>
      <Field
        label="Find people"
        type="search"
        autoFocus={isFirst}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul className={styles.chosen} aria-label="Chosen">
        {chosen.map((person) => (
          <li key={person.id}>
            <button type="button" onClick={() => toggle(person)}>
              {person.displayName}
              <X size={13} />
              <span className="visually-hidden">take back</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={listStyles.inDialog}>
        {offered.map((person) => (
          <button
            key={person.id}
            type="button"
            className={listStyles.item}
            aria-pressed={has(person)}
            onClick={() => toggle(person)}
          >
            <Avatar person={person} size="sm" presence={person.online ? "online" : "offline"} />
            <span className={listStyles.words}>
              <span className={listStyles.title}>{person.displayName}</span>
              <span className={listStyles.about}>@{person.username}</span>
            </span>
            {has(person) ? <Check size={17} /> : null}
          </button>
        ))}
        <PagesEnd
          pages={{ ...pages, items: offered }}
          empty={query === "" ? "There is nobody else on this server yet." : "Nobody is called so."}
        />
      </div>
    </>
  );
}
