import type { OutboxNews, OutboxStorage, SharedOutbox, StoredSend } from "./storage.ts";

/**
 * An outbox in the browser's database of this name, shared by the tabs of a site: one of them sends, all of them show
 * what waits. On a page that is not safe (http, other than localhost) browsers have no locks: there each tab sends
 * what it finds, and the server stores it once all the same.
 */
export function indexedDbOutbox(name: string): OutboxStorage {
  let opening: Promise<IDBDatabase> | null = null;
  const closed = () => {
    opening = null;
  };
  const transact = async <T>(mode: IDBTransactionMode, ask: (sends: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    opening ??= open(name, closed);
    // What has failed once may work the next time.
    const database = await opening.catch((error: unknown) => {
      closed();
      throw error;
    });
    const transaction = database.transaction("sends", mode);
    const request = ask(transaction.objectStore("sends"));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(new Error("The browser's database has failed.", { cause: transaction.error }));
    });
  };
  return {
    load: (userId) => transact("readonly", (sends) => sends.index("userId").getAll(userId) as IDBRequest<StoredSend[]>),
    put: async (send) => void (await transact("readwrite", (sends) => sends.put(send))),
    remove: (clientId) => transact("readwrite", (sends) => sends.delete(clientId)),
    share: (userId) => shareAmongTabs(`${name} ${userId}`),
  };
}

function open(name: string, closed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("sends", { keyPath: "clientId" }).createIndex("userId", "userId");
    };
    request.onerror = () => reject(new Error("The browser's database cannot be opened.", { cause: request.error }));
    request.onsuccess = () => {
      const database = request.result;
      // Somebody deletes it, or a newer version of the page changes it.
      database.onversionchange = () => {
        database.close();
        closed();
      };
      database.onclose = closed;
      resolve(database);
    };
  });
}

function shareAmongTabs(name: string): SharedOutbox | null {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (locks === undefined || typeof BroadcastChannel === "undefined") return null;
  const channel = new BroadcastChannel(name);
  return {
    lead: (signal) =>
      new Promise((resolve) => {
        const untilAborted = () =>
          new Promise<void>((release) => {
            resolve();
            if (signal.aborted) release();
            else signal.addEventListener("abort", () => release(), { once: true });
          });
        // Aborted while it waited, it leads nothing.
        locks.request(name, { signal }, untilAborted).catch(() => resolve());
      }),
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
    tell: (news) => channel.postMessage(news),
    listen: (listener) => {
      channel.onmessage = ({ data }: MessageEvent<OutboxNews>) => listener(data);
      return () => channel.close();
    },
  };
}
