import type { Author, Message, OpenRoom, Role } from "@natter/client";
import { useNatter, useSelected } from "@natter/client/react";
import { createContext, useContext } from "react";

/** What a message's row can do, and needs to know, of the room that it is in. */
export interface RoomActions {
  room: OpenRoom;
  myId: string;
  myRole: Role;
  /** No longer a member, or the room is archived. */
  isReadOnly: boolean;
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  /** Shows a message, however old. */
  jumpTo: (seq: number) => void;
  /** Tells that something could not be done. */
  complain: (error: unknown) => void;
}

export const RoomContext = createContext<RoomActions | null>(null);

export function useRoomActions(): RoomActions {
  const actions = useContext(RoomContext);
  if (actions === null) throw new Error("There is no room around this component.");
  return actions;
}

/** A person as they are called now, whatever they were called when this was written. */
export function usePerson(person: Author): Author {
  const { people } = useNatter();
  return useSelected(people, (known) => known.get(person.id)) ?? person;
}
