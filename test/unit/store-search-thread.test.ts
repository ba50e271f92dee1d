import { setTimeout as passed } from "node:timers/promises";
import { performance } from "node:perf_hooks";
import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { Line } from "../../db/sqlite/search/line.ts";
import { BadCursor, StorageError, StoreBusy } from "../../db/store.ts";
import { explain } from "../../server/trpc.ts";
import { openTempSqliteStore, searchThread, startChat, type Chat } from "../support/store.ts";

const search = (chat: Chat, query: string, cursor?: string) =>
  chat.store.messages.search("ada", { query, limit: 50, cursor });

/** A thread that searches, but ends without a word when it is asked for `die`. */
const mortal = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from "node:worker_threads";
    import { serveSearches } from "${new URL("../../db/sqlite/search/serve-searches.ts", import.meta.url).href}";
    parentPort.on("message", ({ request }) => { if (request?.query === "die") process.exit(1); });
    serveSearches();
  `)}`,
);

test("while a thread searches, everybody else's has nothing to do", async () => {
  await using temp = await openTempSqliteStore({ searchThread });
  const chat = await startChat(temp);
  await chat.write(chat.ada.create("lab"));
  await chat.write(...Array.from({ length: 2000 }, () => chat.ada.send("lab", "a tale ".repeat(500))));
  await search(chat, "tale");
  const before = performance.eventLoopUtilization();
  expect((await search(chat, "no")).items).toEqual([]);
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5);
});

test("a cursor that is none is told from a search that fails, in a thread too", async () => {
  await using temp = await openTempSqliteStore({ searchThread });
  const chat = await startChat(temp);
  await chat.write(chat.ada.create("lab"), chat.ada.send("lab", "hello"));
  await expect(search(chat, "hello", "nonsense")).rejects.toThrow(BadCursor);
  expect((await search(chat, "hello")).items).toHaveLength(1);
});

test("a thread that dies fails one search, and the next one has another thread", async () => {
  await using temp = await openTempSqliteStore({ searchThread: mortal });
  const chat = await startChat(temp);
  await chat.write(chat.ada.create("lab"), chat.ada.send("lab", "hello"));
  const [dying, after] = await Promise.allSettled([search(chat, "die"), search(chat, "hello")]);
  expect(dying).toMatchObject({ status: "rejected", reason: new StorageError("storage_down") });
  expect(after).toMatchObject({ status: "fulfilled", value: { items: [{ body: "hello" }] } });
});

test("a store that closes answers the search under way, and refuses those that wait", async () => {
  await using temp = await openTempSqliteStore({ searchThread });
  const chat = await startChat(temp);
  const running = search(chat, "hello");
  const waiting = search(chat, "hello").catch((error: unknown) => error);
  const { store } = temp;
  await temp.reopen();
  expect(await running).toEqual({ items: [], nextCursor: null });
  expect(await waiting).toEqual(new StorageError("storage_down"));
  await expect(store.messages.search("ada", { query: "hello", limit: 50 })).rejects.toThrow(StorageError);
});

test("people take turns: grace waits for one search of ada's, not for all of them", async () => {
  const line = new Line();
  const order: string[] = [];
  const task = (name: string) => async () => {
    await passed(0);
    order.push(name);
  };
  const asked = ["ada", "ada", "ada", "grace", "mallory", "grace"];
  await Promise.all(asked.map((name) => line.take(name, task(name))));
  expect(order).toEqual(["ada", "ada", "grace", "mallory", "ada", "grace"]);
});

test("who asks for too much at once is told to come back, and a task that fails keeps nobody waiting", async () => {
  const line = new Line();
  const fail = () => Promise.reject(new Error("failed"));
  const [first, ...rest] = await Promise.allSettled(Array.from({ length: 20 }, () => line.take("mallory", fail)));
  expect(first).toMatchObject({ reason: new Error("failed") });
  const busy = rest.filter((outcome) => "reason" in outcome && outcome.reason instanceof StoreBusy);
  expect(busy).toHaveLength(3);
  expect(await line.take("mallory", async () => "done")).toBe("done");
});

test("someone who is refused because too many wait learns when to come back", () => {
  const error = new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: new StoreBusy(1000) });
  expect(explain(error)).toEqual({ reason: "busy", details: { retryAfterMs: 1000 } });
});
