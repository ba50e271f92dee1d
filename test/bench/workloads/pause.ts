import { setTimeout as pause } from "node:timers/promises";
import type { Room } from "../generator/room.ts";

export { pause };

const deadlineMs = 10_000;

/** Waits for what is still under way, and throws unless every message has reached every member. */
export async function allDone(rooms: readonly Room[]): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (rooms.some(({ sent, done, failure }) => done < sent && failure === null)) {
    if (performance.now() > deadline) break;
    await pause(5);
  }
  for (const room of rooms) room.verify();
}
