import type { Database } from "better-sqlite3";
import type { RoomId, UserId } from "../../../server/contract/index.ts";

/** The rooms with this id, else those of this name, as it is written. */
export function findRooms(client: Database, idOrName: string): { id: RoomId; name: string | null }[] {
  const select = "select id, name from rooms where";
  type Found = { id: RoomId; name: string | null };
  const [byId] = client.prepare<[string], Found>(`${select} id = ?`).all(idOrName);
  return byId === undefined ? client.prepare<[string], Found>(`${select} name = ? order by id`).all(idOrName) : [byId];
}

/** By username, whatever its case. */
export function findUser(client: Database, username: string): UserId | null {
  const select = client.prepare<[string], UserId>("select id from users where username_key = ?").pluck();
  return select.get(username.toLowerCase()) ?? null;
}
