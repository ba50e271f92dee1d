import type { Room } from "@natter/client";
import { useNatter, useRooms } from "@natter/client/react";
import { useCallback, useState } from "react";
import { useLocation } from "wouter";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { explain } from "../ui/explain.ts";
import { Field, FormProblem } from "../ui/field.tsx";
import listStyles from "../ui/list.module.css";
import { PagesEnd } from "../ui/pages-end.tsx";
import { useAction } from "../ui/use-action.ts";
import { useDebounced } from "../ui/use-debounced.ts";
import { usePages } from "../ui/use-pages.ts";
import { RoomPicture } from "./room-picture.tsx";

/** The public rooms of this server. */
export function BrowseRooms({ onClose }: { onClose: () => void }) {
  const { api } = useNatter();
  const [, navigate] = useLocation();
  const mine = new Set(useRooms().rooms.map(({ id }) => id));
  const [typed, setTyped] = useState("");
  const query = useDebounced(typed.trim(), 150);
  const load = useCallback(
    (cursor: string | null, signal: AbortSignal) =>
      api.room.browse.query({ ...(query === "" ? {} : { query }), ...(cursor === null ? {} : { cursor }) }, { signal }),
    [api, query],
  );
  const pages = usePages(load);
  const enter = useAction(async (room: Room, isMine: boolean) => {
    if (!isMine) await api.room.join.mutate({ roomId: room.id });
    navigate(`/rooms/${room.id}`);
    onClose();
  });
  return (
    <Dialog title="Public rooms" wide onClose={onClose}>
      <FormProblem>{enter.error === null ? null : explain(enter.error)}</FormProblem>
      <Field
        label="Find a room"
        type="search"
        autoFocus
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul className={listStyles.inDialog} aria-label="Rooms found">
        {pages.items.map((room) => (
          <li key={room.id} className={listStyles.item}>
            <RoomPicture room={room} others={[]} />
            <span className={listStyles.words}>
              <span className={listStyles.title}>{room.name}</span>
              <span className={listStyles.about}>{aboutRoom(room)}</span>
            </span>
            <Button
              look={mine.has(room.id) ? "quiet" : "plain"}
              disabled={enter.busy}
              onClick={() => void enter.run(room, mine.has(room.id))}
            >
              {mine.has(room.id) ? "Open" : "Join"}
              <span className="visually-hidden"> {room.name}</span>
            </Button>
          </li>
        ))}
        <li>
          <PagesEnd
            pages={pages}
            empty={query === "" ? "There is no public room yet. Make the first one." : "No room is called so."}
          />
        </li>
      </ul>
    </Dialog>
  );
}

function aboutRoom({ memberCount, topic, archivedAt }: Room): string {
  const people = memberCount === 1 ? "1 member" : `${memberCount} members`;
  return [archivedAt === null ? people : "Archived", topic].filter(Boolean).join(" · ");
}
