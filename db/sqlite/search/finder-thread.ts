import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { UserId } from "../../../server/contract/index.ts";
import { BadCursor, StorageError, type SearchRequest } from "../../store.ts";
import type { Found } from "./find.ts";
import type { Finder } from "./finder.ts";

/** What goes between the store and the thread that searches for it: one reply to each request. */
export type Request = { kind: "find"; viewerId: UserId; request: SearchRequest } | { kind: "close" };

export type Reply =
  | { kind: "found"; found: Found }
  | { kind: "badCursor" }
  /** `code`: SQLite's, where it is an error of SQLite. */
  | { kind: "failed"; message: string; code: string | null };

/** A search takes a few MB; one that takes more than this ends its thread, and nothing else. */
const mostMegabytes = 256;

/**
 * Searches in a thread of its own, on a connection of its own that only reads. `entry`: the module that the thread
 * runs, which calls `serveSearches`. The thread begins with the first search, and a new one where it has ended; what
 * it was asked last is then rejected with a `StorageError`.
 */
export function createFinderThread(entry: URL, file: string): Finder {
  let thread: SearchThread | null = null;
  let closed = false;

  return {
    find: async (viewerId, request) => {
      if (closed) throw new StorageError("storage_down");
      if (thread === null || thread.gone) thread = new SearchThread(entry, file);
      return foundIn(await thread.ask({ kind: "find", viewerId, request }));
    },
    close: async () => {
      closed = true;
      await thread?.close();
    },
  };
}

/** A thread that is asked one thing at a time. */
class SearchThread {
  readonly #worker: Worker;
  #asked: PromiseWithResolvers<Reply> | null = null;
  #error: unknown;
  gone = false;

  constructor(entry: URL, file: string) {
    const resourceLimits = { maxOldGenerationSizeMb: mostMegabytes };
    this.#worker = new Worker(entry, { workerData: { file }, name: "natter-search", resourceLimits });
    this.#worker.on("message", (reply: Reply) => this.#answer()?.resolve(reply));
    this.#worker.on("error", (error) => (this.#error = error));
    this.#worker.on("exit", () => {
      this.gone = true;
      this.#answer()?.reject(new StorageError("storage_down", { cause: this.#error }));
    });
  }

  ask(request: Request): Promise<Reply> {
    const asked = Promise.withResolvers<Reply>();
    this.#asked = asked;
    this.#worker.postMessage(request);
    return asked.promise;
  }

  async close(): Promise<void> {
    if (this.gone) return;
    const exit = once(this.#worker, "exit");
    this.#worker.postMessage({ kind: "close" } satisfies Request);
    await exit;
  }

  #answer(): PromiseWithResolvers<Reply> | null {
    const asked = this.#asked;
    this.#asked = null;
    return asked;
  }
}

function foundIn(reply: Reply): Found {
  switch (reply.kind) {
    case "found":
      return reply.found;
    case "badCursor":
      throw new BadCursor();
    case "failed":
      throw Object.assign(new Error(reply.message), reply.code === null ? {} : { code: reply.code });
  }
}
