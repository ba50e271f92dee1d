import type { Author, Room } from "@natter/client";

/** What a room is called on the screen: its name, or the people of a direct room. */
export function titleOf(room: Pick<Room, "name">, others: readonly Pick<Author, "displayName">[]): string {
  if (room.name !== null) return room.name;
  return others.length === 0 ? "Notes to yourself" : others.map(({ displayName }) => displayName).join(", ");
}
