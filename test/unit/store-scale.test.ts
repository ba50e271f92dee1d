import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { createFind } from "../../db/sqlite/search/find.ts";
import { BadCursor } from "../../db/store.ts";
import { openTempSqliteStore, startChat, type TempStore } from "../support/store.ts";

/** What a call costs at its best, in milliseconds: other work of the machine does not count. */
async function cost(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    const started = performance.now();
    await call();
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

/** Writes rows past the store, as years of use would have left them. */
function fill(temp: TempStore, ...statements: string[]): void {
  const db = new Database(temp.file);
  db.pragma("foreign_keys = OFF");
  db.transaction(() => statements.forEach((statement) => db.exec(statement)))();
  db.close();
}

/** Another connection to it. */
function opened(temp: TempStore) {
  const client = new Database(temp.file, { readonly: true });
  return { client, [Symbol.dispose]: () => void client.close() };
}

/** What a search comes to. */
function last<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** So many rows `n`: 1, 2, 3, ... */
function numbers(count: number): string {
  return `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`;
}

describe("a call costs what its caller can see, not", () => {
  test("what happened in a room between a reader's lastEventId and their joining", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    const { store, ada, grace } = chat;
    await chat.write(ada.create("lab", [], { type: "public" }));
    fill(
      temp,
      `${numbers(100_000)} insert into events (position, kind, room_id, seq, at, actor_id, message_id, detail)
        select n + 2, 'reaction.added', 'lab', n + 2, 0, 'ada', 'm', '{"emoji":"👍"}' from numbers`,
      "update rooms set head_seq = 100002, head_position = 100002",
    );
    await chat.write(grace.join("lab"));
    const read = (userId: string) => store.log.read({ userId }, 0, 200, Infinity);
    expect((await read("grace")).events.map(({ event }) => event.kind)).toEqual(["member.joined"]);
    expect((await read("ada")).events).toHaveLength(200);
    expect(await cost(() => read("grace"))).toBeLessThan(await cost(() => read("ada")));
  });

  test("how long the messages are that are counted as unread", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    const { store, ada, grace } = chat;
    const rooms = Array.from({ length: 20 }, (_, number) => `room-${number}`);
    await chat.write(...rooms.map((roomId) => ada.create(roomId, [grace])));
    // More than the database's cache holds.
    fill(
      temp,
      `${numbers(1000)} insert into messages
        (id, room_id, seq, updated_seq, sender_id, client_id, content_hash, body, mentions, created_at)
        select rooms.id || ' ' || n, rooms.id, n + 3, n + 3, 'ada', n, '', hex(zeroblob(800)), '[]', 0
        from numbers, rooms`,
      "update memberships set read_seq = 1003 where user_id = 'ada'",
    );
    const { items } = await store.rooms.list("grace");
    expect(items.map(({ unread }) => unread)).toEqual(rooms.map(() => 1000));
    expect(await cost(() => store.rooms.list("grace"))).toBeLessThan(15 * (await cost(() => store.rooms.list("ada"))));
  });

  test("how many people are in a room that one more joins", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    const { ada, grace } = chat;
    await chat.write(ada.create("crowd", [], { type: "public" }), ada.create("pair", [], { type: "public" }));
    fill(
      temp,
      `${numbers(100_000)} insert into memberships (room_id, user_id, role, start_seq, read_seq, joined_at)
        select 'crowd', 'user-' || n, 'member', 1, 1, 0 from numbers`,
    );
    const comeAndGo = (roomId: string) => cost(() => chat.write(grace.join(roomId), grace.leave(roomId)));
    expect(await comeAndGo("crowd")).toBeLessThan(3 * (await comeAndGo("pair")));
  });

  test("how often a word occurs elsewhere, in a search of one room", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    const { store, ada } = chat;
    await chat.write(ada.create("quiet"), ada.send("quiet", "hello"), ada.create("lab"));
    fill(temp, ...manyMessages("lab", 30_000, "'the answer'"));
    const search = (roomId?: string) => store.messages.search("ada", { query: "the", limit: 50, roomId });
    expect((await search()).items).toHaveLength(50);
    expect(await search("quiet")).toEqual({ items: [], nextCursor: null });
    expect(await cost(() => search("quiet"))).toBeLessThan(await cost(() => search()));
  });

  test("what has words in common with what is sought, beyond a moment: then a cursor leads on", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    await chat.write(chat.ada.create("lab"));
    fill(temp, ...manyMessages("lab", 1000, "iif(n = 1, 'the ox', 'the end of a rather long tale of ' || n)"));
    using db = opened(temp);
    const find = createFind(db.client, { mostMs: 0 });
    const pages: number[] = [];
    let cursor: string | undefined;
    do {
      const steps = [...find("ada", { query: "the ox", limit: 10, cursor })];
      expect(steps).toHaveLength(1);
      const { matches, nextCursor } = last(find("ada", { query: "the ox", limit: 10, cursor }));
      pages.push(matches.length);
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual([0, 0, 0, 1]);
  });
});

test("someone who pages through what they find in a room misses nothing when it grows large meanwhile", async () => {
  await using temp = await openTempSqliteStore();
  const chat = await startChat(temp);
  await chat.write(chat.ada.create("attic"), chat.ada.send("attic", "words"), chat.ada.create("lab"));
  await chat.write(...["one", "two", "three", "four"].map((word) => chat.ada.send("lab", `words ${word}`)));
  const page = (cursor?: string) =>
    chat.store.messages.search("ada", { query: "words", roomId: "lab", limit: 2, cursor });
  const first = await page();
  fill(temp, "update rooms set head_seq = 1000000 where id = 'lab'");
  const second = await page(first.nextCursor ?? "");
  const bodies = [first, second].flatMap(({ items }) => items.map(({ body }) => body));
  expect(bodies).toEqual(["words four", "words three", "words two", "words one"]);
  const anew = await page();
  const next = await page(anew.nextCursor ?? "");
  expect([anew, next].flatMap(({ items }) => items.map(({ body }) => body))).toEqual(bodies);
  const everywhere = chat.store.messages.search("ada", { query: "words", limit: 2, cursor: first.nextCursor ?? "" });
  await expect(everywhere).rejects.toThrow(BadCursor);
});

/** `body`: an SQL expression with `n` in it. */
function manyMessages(roomId: string, count: number, body: string): string[] {
  return [
    `${numbers(count)} insert into messages
      (id, room_id, seq, updated_seq, sender_id, client_id, content_hash, body, mentions, created_at)
      select 'm' || n, '${roomId}', n + 2, n + 2, 'ada', n, '', ${body}, '[]', 0 from numbers`,
    `insert into message_index (rowid, text) select key, body from messages where room_id = '${roomId}'`,
    `update rooms set head_seq = ${count + 2} where id = '${roomId}'`,
  ];
}
