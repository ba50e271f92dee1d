import type { PresenceStatus } from "@natter/client";

const words: Record<PresenceStatus, string> = { online: "Online", away: "Away", busy: "Busy", offline: "Offline" };

export function presenceWords(status: PresenceStatus | undefined): string {
  return status === undefined ? "" : words[status];
}
