import type { TRPCClient } from "@trpc/client";
import {
  limits,
  type Membership,
  type MessagePage,
  type RoomId,
  type RoomSnapshot,
} from "../../server/contract/index.ts";
import type { AppRouter } from "../../server/router.ts";
import type { within } from "../deadline.ts";

export type CallOptions = Partial<ReturnType<typeof within>>;

export interface RoomRead {
  readonly snapshot: RoomSnapshot;
  /** Those of a small room, where the snapshot has not all of them. */
  readonly members: readonly Membership[];
  readonly page: MessagePage;
}

/** A room as it is now, with its newest messages or those around a seq. */
export async function readRoom(
  api: TRPCClient<AppRouter>,
  roomId: RoomId,
  around: number | null,
  options: CallOptions,
): Promise<RoomRead> {
  const snapshot = await api.room.open.query({ roomId }, options);
  const { memberCount } = snapshot.room;
  const isWhole = memberCount <= snapshot.members.length || memberCount > limits.smallRoom;
  const limit = limits.smallRoom;
  const members = isWhole ? [] : (await api.room.members.query({ roomId, limit }, options)).items;
  const page = around === null ? snapshot.messages : await api.message.list.query({ roomId, around }, options);
  return { snapshot, members, page };
}
