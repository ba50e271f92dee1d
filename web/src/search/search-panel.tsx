import type { Message } from "@natter/client";
import { useNatter, useRooms } from "@natter/client/react";
import { useCallback, useState } from "react";
import { useLocation } from "wouter";
import { useRoomActions } from "../room/room-context.ts";
import { titleOf } from "../rooms/room-title.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Field } from "../ui/field.tsx";
import listStyles from "../ui/list.module.css";
import { Panel } from "../ui/panel.tsx";
import { PagesEnd } from "../ui/pages-end.tsx";
import { shortTimeOf } from "../ui/time.ts";
import { useDebounced } from "../ui/use-debounced.ts";
import { usePages } from "../ui/use-pages.ts";
import { excerptAround } from "./excerpt.ts";
import styles from "./search-panel.module.css";

interface SearchPanelProps {
  title: string;
  onClose: () => void;
  onJump: (seq: number) => void;
}

export function SearchPanel({ title, onClose, onJump }: SearchPanelProps) {
  const { api } = useNatter();
  const { room } = useRoomActions();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [isEverywhere, setEverywhere] = useState(false);
  const query = useDebounced(typed.trim(), 200);
  const load = useCallback(
    (cursor: string | null, signal: AbortSignal) =>
      query === ""
        ? Promise.resolve({ items: [], nextCursor: null })
        : api.message.search.query(
            { query, limit: 30, ...(isEverywhere ? {} : { roomId: room.id }), ...(cursor === null ? {} : { cursor }) },
            { signal },
          ),
    [api, query, room, isEverywhere],
  );
  const pages = usePages(load);
  const open = (message: Message) => {
    if (message.roomId === room.id) onJump(message.seq);
    else navigate(`/rooms/${message.roomId}?at=${message.seq}`);
    // On a phone the panel covers what was found.
    if (matchMedia("(max-width: 63.99rem)").matches) onClose();
  };
  return (
    <Panel title="Search" onClose={onClose}>
      <div className={styles.form}>
        <Field
          label="Search for"
          type="search"
          maxLength={200}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <label className={styles.where}>
          <input type="checkbox" checked={isEverywhere} onChange={({ target }) => setEverywhere(target.checked)} />
          In all my rooms, not only {title}
        </label>
      </div>
      <ul className={listStyles.list} aria-label="Found">
        {pages.items.map((message) => (
          <li key={message.id}>
            <Found message={message} query={query} isEverywhere={isEverywhere} onOpen={() => open(message)} />
          </li>
        ))}
        <li>{query === "" ? null : <PagesEnd pages={pages} empty="Nothing was found. Try fewer or other words." />}</li>
      </ul>
    </Panel>
  );
}

interface FoundProps {
  message: Message;
  query: string;
  isEverywhere: boolean;
  onOpen: () => void;
}

function Found({ message, query, isEverywhere, onOpen }: FoundProps) {
  const { rooms } = useRooms();
  const room = rooms.find(({ id }) => id === message.roomId);
  const { before, match, after } = excerptAround(message.body, query);
  return (
    <button type="button" className={styles.found} onClick={onOpen}>
      <Avatar person={message.sender} size="sm" />
      <span className={listStyles.words}>
        <span className={styles.who}>
          <strong>{message.sender.displayName}</strong>
          <time dateTime={message.createdAt.toISOString()}>{shortTimeOf(message.createdAt)}</time>
        </span>
        <span className={listStyles.wraps}>
          {before}
          {match === "" ? null : <mark>{match}</mark>}
          {after}
        </span>
        {isEverywhere && room !== undefined ? (
          <span className={listStyles.about}>{titleOf(room, room.others)}</span>
        ) : null}
      </span>
    </button>
  );
}
