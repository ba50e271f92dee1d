import type { JsonObject, MessageId, RoomId } from "../../server/contract/index.ts";
import type { NatterError } from "../errors.ts";

/** A message of mine that is not stored yet: an immutable value, a new one with each change of `status`. */
export interface PendingMessage {
  /** Becomes the message's own `clientId`. */
  readonly clientId: string;
  readonly roomId: RoomId;
  readonly body: string;
  readonly replyToId: MessageId | null;
  readonly data: JsonObject | null;
  readonly createdAt: Date;
  /**
   * - `waiting`: for those before it, for the connection, or for a server that asked for patience.
   * - `sending`: on its way.
   * - `failed`: the server will not have it; `error` says why. It stays so until `retry` or `discard`.
   */
  readonly status: "waiting" | "sending" | "failed";
  readonly error: NatterError | null;
  /** Sends it again, where it has failed. */
  retry(): void;
  /** Forgets it. */
  discard(): void;
}
