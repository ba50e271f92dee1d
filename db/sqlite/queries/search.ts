import type { Message } from "../../../server/contract/index.ts";
import type { MessageQueries } from "../../store.ts";
import type { Connection } from "../connection.ts";
import { pageBytes } from "../page-bytes.ts";
import { prepareRoomsOf } from "../search/find.ts";
import type { Finder } from "../search/finder.ts";
import { Line } from "../search/line.ts";
import { fitting, type MessageRows } from "./message-rows.ts";

/** Searches, one at a time: what has been found elsewhere is read here, as it is and may be seen when it is answered. */
export function createSearch(db: Connection, messages: MessageRows, finder: Finder): MessageQueries["search"] {
  const roomsOf = prepareRoomsOf(db.$client);
  const line = new Line();

  return async (viewerId, request) => {
    const { matches, nextCursor } = await line.take(viewerId, () => finder.find(viewerId, request));
    const readable = new Set(roomsOf(viewerId, request.roomId));
    const byId = messages.get(
      matches.map(({ id }) => id),
      viewerId,
    );
    const isShown = (message: Message) => message.deletedAt === null && readable.has(message.roomId);
    const found = matches.flatMap(({ id }) => byId.get(id) ?? []).filter(isShown);
    const items = fitting(found, pageBytes);
    const next = found[items.length];
    return { items, nextCursor: matches.find(({ id }) => id === next?.id)?.cursor ?? nextCursor };
  };
}
