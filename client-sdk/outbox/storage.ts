import type { JsonObject, Message, MessageId, RoomId, UserId } from "../../server/contract/index.ts";
import type { NatterError } from "../errors.ts";

/** A message on its way to the server, as it is kept: plain JSON. */
export interface StoredSend {
  readonly clientId: string;
  /** Whose it is. It is sent under no other name. */
  readonly userId: UserId;
  readonly roomId: RoomId;
  readonly body: string;
  readonly replyToId: MessageId | null;
  readonly data: JsonObject | null;
  /** Milliseconds since 1970. Also the order in which messages go out: no two of a program have the same. */
  readonly createdAt: number;
  /** Why the server would not have it; null while it waits. */
  readonly refused: {
    readonly reason: NatterError["reason"];
    readonly fields: Record<string, string> | undefined;
  } | null;
}

/** What one program tells the others that share its outbox. */
export type OutboxNews =
  | { readonly kind: "put"; readonly send: StoredSend }
  | { readonly kind: "stored"; readonly message: Message }
  | { readonly kind: "removed"; readonly clientId: string };

/** An outbox that several programs (the tabs of a browser) share. */
export interface SharedOutbox {
  /** Resolves when this program is the one that sends, and it stays so until the signal aborts. */
  lead(signal: AbortSignal): Promise<void>;
  /** Tells the others. */
  tell(news: OutboxNews): void;
  /** Calls the listener with what the others tell. Call the result to stop. */
  listen(listener: (news: OutboxNews) => void): () => void;
}

/**
 * Where messages wait that are not stored by the server yet, so that they outlive the program. A failure here is no
 * failure of the message: it is then kept in memory only.
 */
export interface OutboxStorage {
  /** What this person has waiting, in any order. */
  load(userId: UserId): Promise<StoredSend[]>;
  /** Keeps it, in place of an earlier one with the same clientId. */
  put(send: StoredSend): Promise<void>;
  remove(clientId: string): Promise<void>;
  /** Only where several programs share it; null where they cannot. */
  share?(userId: UserId): SharedOutbox | null;
}

/** Keeps messages as long as the program runs. */
export function memoryOutbox(): OutboxStorage {
  const kept = new Map<string, StoredSend>();
  return {
    load: async (userId) => [...kept.values()].filter((send) => send.userId === userId),
    put: async (send) => void kept.set(send.clientId, send),
    remove: async (clientId) => void kept.delete(clientId),
  };
}
