/** The typed client of Natter. */
export { createNatterClient } from "./client.ts";
export type { NatterClient, NatterClientOptions, SendInput } from "./client.ts";
export type { Chat } from "./chat.ts";
export { newClientId } from "./client-id.ts";
export { within } from "./deadline.ts";
export { NatterError, clientReasons, isClientReason, isNatterError } from "./errors.ts";
export type { ClientReason, Outcome } from "./errors.ts";
export type { Observed } from "./observed.ts";
export { indexedDbOutbox } from "./outbox/indexed-db.ts";
export type { PendingMessage } from "./outbox/pending.ts";
export { memoryOutbox } from "./outbox/storage.ts";
export type { OutboxNews, OutboxStorage, SharedOutbox, StoredSend } from "./outbox/storage.ts";
export type { PeoplePresence } from "./presence/people-presence.ts";
export type { RoomList, Rooms } from "./rooms/room-list.ts";
export type { SessionState, SignInInput, SignUpInput } from "./session.ts";
export type { SocketConstructor, SocketLike } from "./socket.ts";
export { memoryStorage } from "./storage.ts";
export type { SessionStorage, StoredSession } from "./storage.ts";
export type { OpenRoom, RoomState, SendOptions } from "./timeline/open-room.ts";
export type { ConnectionState } from "./transition.ts";

export { closeCodes, limits, protocolVersion, reasons } from "../server/contract/index.ts";
export type * from "../server/contract/index.ts";
export type { AppRouter } from "../server/router.ts";
