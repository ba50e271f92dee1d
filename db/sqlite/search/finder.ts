import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import type { UserId } from "../../../server/contract/index.ts";
import type { SearchRequest } from "../../store.ts";
import { createFind, type Found } from "./find.ts";

/** Carries searches out. */
export interface Finder {
  /** Rejects with `BadCursor`. */
  find(viewerId: UserId, request: SearchRequest): Promise<Found>;
  /** What has not been answered is rejected. */
  close(): Promise<void>;
}

/** In the thread that calls it, which is free between two steps. */
export function createFinder(client: Database): Finder {
  const find = createFind(client);
  return {
    find: async (viewerId, request) => {
      const steps = find(viewerId, request);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
        await nextTurn();
      }
    },
    close: async () => {},
  };
}
