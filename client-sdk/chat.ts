import type { Author, Me, Presence, UserId } from "../server/contract/index.ts";
import { NatterError } from "./errors.ts";
import { Value, type Observed } from "./observed.ts";
import type { PeoplePresence } from "./presence/people-presence.ts";
import type { RoomList, Rooms } from "./rooms/room-list.ts";

/** What a client knows of the chat, and keeps current. Each begins when it is first subscribed to or used. */
export interface Chat {
  /** Who is signed in; null until that is known, and after signing out. */
  readonly me: Observed<Me | null>;
  /** The people met so far, by id, as they are now; the latest 5,000. */
  readonly people: Observed<ReadonlyMap<UserId, Author>>;
  /** Whom I have blocked. */
  readonly blocked: Observed<ReadonlySet<UserId>>;
  /** Shown at once; undone where it rejects. */
  block(userId: UserId): Promise<void>;
  /** Shown at once; undone where it rejects. */
  unblock(userId: UserId): Promise<void>;
  readonly rooms: Rooms;
  readonly presence: PeoplePresence;
}

export function createChat(): Chat {
  const loading: RoomList = { status: "loading", error: null, rooms: [], unread: 0, mentions: 0 };
  const absent = () => Promise.reject(new NatterError("unreachable"));
  return {
    me: new Value<Me | null>(null),
    people: new Value<ReadonlyMap<UserId, Author>>(new Map()),
    blocked: new Value<ReadonlySet<UserId>>(new Set()),
    block: absent,
    unblock: absent,
    rooms: Object.assign(new Value(loading), { open: absent }),
    presence: Object.assign(new Value<ReadonlyMap<UserId, Presence>>(new Map()), {
      watch: () => () => {},
      set: absent,
    }),
  };
}
