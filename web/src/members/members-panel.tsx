import type { Membership, RoomState } from "@natter/client";
import { useNatter, usePresence } from "@natter/client/react";
import { UserPlus } from "lucide-react";
import { useCallback, useState } from "react";
import { useRoomActions } from "../room/room-context.ts";
import { Button } from "../ui/button.tsx";
import listStyles from "../ui/list.module.css";
import { Panel } from "../ui/panel.tsx";
import { PagesEnd } from "../ui/pages-end.tsx";
import { usePages } from "../ui/use-pages.ts";
import { AddPeople } from "./add-people.tsx";
import { MemberRow } from "./member-row.tsx";
import styles from "./members-panel.module.css";

export function MembersPanel({ state, onClose }: { state: RoomState; onClose: () => void }) {
  const { api } = useNatter();
  const { room, isReadOnly } = useRoomActions();
  const [adding, setAdding] = useState(false);
  const isSmall = state.members.length >= state.room.memberCount;
  // Those of a small room are all known, and kept current.
  const load = useCallback(
    (cursor: string | null, signal: AbortSignal) =>
      isSmall
        ? Promise.resolve({ items: [], nextCursor: null })
        : api.room.members.query({ roomId: room.id, limit: 100, ...(cursor === null ? {} : { cursor }) }, { signal }),
    [api, room, isSmall],
  );
  const pages = usePages(load);
  const members = isSmall ? state.members : pages.items;
  const presence = usePresence(members.slice(0, 200).map(({ user }) => user.id));
  const mayAdd = state.membership.role !== "member" && state.room.type !== "direct" && !isReadOnly;
  const isThere = ({ user }: Membership) => (presence.get(user.id)?.status ?? "offline") !== "offline";
  return (
    <Panel title={state.room.memberCount === 1 ? "1 member" : `${state.room.memberCount} members`} onClose={onClose}>
      {mayAdd ? (
        <Button className={styles.add} onClick={() => setAdding(true)}>
          <UserPlus size={16} />
          Add people
        </Button>
      ) : null}
      <div className={listStyles.list}>
        {/* One list, so that a row which moves in it stays the same, with its menu open. */}
        <ul aria-label="Members">
          {sorted(members, isThere).map((member) => (
            <MemberRow key={member.user.id} member={member} status={presence.get(member.user.id)?.status} />
          ))}
        </ul>
        {isSmall ? null : <PagesEnd pages={pages} empty="Nobody is here." />}
      </div>
      {adding ? <AddPeople roomId={room.id} members={members} onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

/** Those who are there first, then by name. */
function sorted(members: readonly Membership[], isThere: (member: Membership) => boolean): readonly Membership[] {
  return members.toSorted(
    (one, other) =>
      Number(isThere(other)) - Number(isThere(one)) || one.user.displayName.localeCompare(other.user.displayName),
  );
}
