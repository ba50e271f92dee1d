import { eq } from "drizzle-orm";
import type { Room, RoomId } from "../../../server/contract/index.ts";
import { given, oneOf, roomColumns } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { rooms } from "../schema.ts";

export type RoomRows = ReturnType<typeof createRoomRows>;

/** What writes and the log read too. */
export function createRoomRows(db: Connection) {
  const byIds = db.select(roomColumns).from(rooms).where(oneOf(rooms.id, "ids")).prepare();
  const byId = db
    .select(roomColumns)
    .from(rooms)
    .where(eq(rooms.id, given("id")))
    .prepare();
  return {
    get: (id: RoomId): Room | null => byId.get({ id }) ?? null,
    getAll: (ids: readonly RoomId[]) =>
      ids.length === 0
        ? new Map<RoomId, Room>()
        : new Map(byIds.all({ ids: JSON.stringify(ids) }).map((room) => [room.id, room])),
  };
}
