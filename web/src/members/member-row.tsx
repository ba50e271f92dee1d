import type { Membership, PresenceStatus, Role } from "@natter/client";
import { useNatter, useObserved } from "@natter/client/react";
import { Ban, Ellipsis, MessageCircle, ShieldBan, UserMinus } from "lucide-react";
import { useLocation } from "wouter";
import { usePerson, useRoomActions } from "../room/room-context.ts";
import { Avatar } from "../ui/avatar.tsx";
import { IconButton } from "../ui/button.tsx";
import { classes } from "../ui/classes.ts";
import listStyles from "../ui/list.module.css";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../ui/menu.tsx";
import { presenceWords } from "../ui/presence-words.ts";
import styles from "./members-panel.module.css";

interface MemberRowProps {
  member: Membership;
  status: PresenceStatus | undefined;
}

export function MemberRow({ member, status }: MemberRowProps) {
  const { myId } = useRoomActions();
  const person = usePerson(member.user);
  return (
    <li className={classes(listStyles.item, (status ?? "offline") === "offline" && styles.away)}>
      <Avatar person={person} size="sm" presence={status} />
      <span className={listStyles.words}>
        <span className={listStyles.title}>
          {person.displayName}
          {person.id === myId ? " (you)" : ""}
          <span className="visually-hidden">{status === undefined ? "" : `, ${presenceWords(status)}`}</span>
        </span>
        <span className={listStyles.about}>@{person.username}</span>
      </span>
      {member.role === "member" ? null : <span className={styles.role}>{member.role}</span>}
      {person.id === myId ? null : <MemberMenu member={member} />}
    </li>
  );
}

function MemberMenu({ member: { user }, member }: { member: Membership }) {
  const client = useNatter();
  const { room, complain, isReadOnly, myRole } = useRoomActions();
  const [, navigate] = useLocation();
  const isBlocked = useObserved(client.blocked).has(user.id);
  const { type } = room.getSnapshot().room;
  const input = { roomId: room.id, userId: user.id };
  const isBelowMe = rank[member.role] < rank[myRole] && type !== "direct" && !isReadOnly;
  const attempt = (action: () => Promise<unknown>) => () => void action().catch(complain);
  return (
    <Menu trigger={<IconButton label={`What to do with ${user.displayName}`} icon={<Ellipsis size={16} />} />}>
      <MenuItem
        icon={<MessageCircle size={15} />}
        onSelect={attempt(async () => {
          const direct = await client.api.room.direct.mutate({ userIds: [user.id] });
          navigate(`/rooms/${direct.id}`);
        })}
      >
        Write to {user.displayName}
      </MenuItem>
      <MenuItem
        icon={<ShieldBan size={15} />}
        onSelect={attempt(() => (isBlocked ? client.unblock(user.id) : client.block(user.id)))}
      >
        {isBlocked ? "Unblock" : "Block"}
      </MenuItem>
      {myRole === "owner" && type !== "direct" && !isReadOnly ? (
        <>
          <MenuLine />
          <MenuChoice<Role>
            label="Role in this room"
            value={member.role}
            choices={{ owner: "Owner", moderator: "Moderator", member: "Member" }}
            onChoose={(role) => void client.api.room.setRole.mutate({ ...input, role }).catch(complain)}
          />
        </>
      ) : null}
      {isBelowMe ? (
        <>
          <MenuLine />
          <MenuItem
            danger
            icon={<UserMinus size={15} />}
            onSelect={attempt(() => client.api.room.removeMember.mutate(input))}
          >
            Remove from the room
          </MenuItem>
          <MenuItem danger icon={<Ban size={15} />} onSelect={attempt(() => client.api.room.ban.mutate(input))}>
            Remove and ban
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}

const rank: Record<Role, number> = { owner: 2, moderator: 1, member: 0 };
