import type { RoomId, UserId } from "@natter/client";

/** What somebody has begun to write in a room, kept until it is sent. */
export interface Drafts {
  load: (roomId: RoomId) => string;
  save: (roomId: RoomId, text: string) => void;
}

export function draftsOf(userId: UserId): Drafts {
  const key = (roomId: RoomId) => `natter.draft.${userId}.${roomId}`;
  return {
    load: (roomId) => localStorage.getItem(key(roomId)) ?? "",
    save: (roomId, text) => {
      if (text === "") localStorage.removeItem(key(roomId));
      else {
        try {
          localStorage.setItem(key(roomId), text);
        } catch {
          // A full or forbidden storage costs the draft on a reload, not what is being written.
        }
      }
    },
  };
}
