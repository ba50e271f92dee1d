import type { RoomId, RoomSummary } from "../../server/contract/index.ts";
import type { NatterError } from "../errors.ts";
import type { Observed } from "../observed.ts";
import type { OpenRoom } from "../timeline/open-room.ts";

/** My rooms: an immutable value, a new one with each change. */
export interface RoomList {
  /** `failed`: the server has refused; `error` says why, and it is asked again by and by. */
  readonly status: "loading" | "ready" | "failed";
  readonly error: NatterError | null;
  /** The latest activity first. */
  readonly rooms: readonly RoomSummary[];
  /** Unread messages in all of them. */
  readonly unread: number;
  readonly mentions: number;
}

/** My rooms, from the first `subscribe` or `open` on. */
export interface Rooms extends Observed<RoomList> {
  /**
   * Follows a room. Resolves when its newest messages are there; rejects with a `NatterError`: `not_found` or
   * `not_allowed` where I am no member, `unreachable` where no connection comes within the client's deadline.
   */
  open(roomId: RoomId): Promise<OpenRoom>;
}
