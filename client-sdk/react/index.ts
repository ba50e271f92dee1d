/** The React hooks of `@natter/client`: each a thin layer over what the client observes. */
export { useObserved, useSelected } from "./observe.ts";
export { NatterProvider, useNatter } from "./provider.tsx";
export type { NatterProviderProps } from "./provider.tsx";
export { useConnection, useMe, useSession } from "./use-session.ts";
export { usePresence } from "./use-presence.ts";
export { useRoom } from "./use-room.ts";
export type { UsedRoom } from "./use-room.ts";
export { useRooms } from "./use-rooms.ts";
export { useTimeline, useTyping } from "./use-timeline.ts";
