import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFind } from "../../db/sqlite/search/find.ts";
import { BadCursor, type UserQueries } from "../../db/store.ts";
import type { Page } from "../../server/contract/index.ts";
import { openTempSqliteStore, startChat, type Chat, type TempStore } from "../support/store.ts";

type ListRequest = Parameters<UserQueries["list"]>[0];

type Call = () => Promise<unknown>;

/** How often as much a call costs as another one, both at their best: other work of the machine does not count. */
async function ratio(call: Call, other: Call): Promise<number> {
  let [best, bestOther] = [Infinity, Infinity];
  for (let round = 0; round < 15; round++) {
    best = Math.min(best, await cost(call));
    bestOther = Math.min(bestOther, await cost(other));
  }
  return best / bestOther;
}

async function cost(call: Call): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
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
    expect(
      await ratio(
        () => read("grace"),
        () => read("ada"),
      ),
    ).toBeLessThan(1);
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
    expect(
      await ratio(
        () => store.rooms.list("grace"),
        () => store.rooms.list("ada"),
      ),
    ).toBeLessThan(15);
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
    const comeAndGo = (roomId: string) => () => chat.write(grace.join(roomId), grace.leave(roomId));
    expect(await ratio(comeAndGo("crowd"), comeAndGo("pair"))).toBeLessThan(3);
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
    expect(
      await ratio(
        () => search("quiet"),
        () => search(),
      ),
    ).toBeLessThan(1);
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

describe("among twenty-five thousand, a query looks through a part and a cursor leads on", () => {
  let temp: TempStore;
  let chat: Chat;

  beforeAll(async () => {
    temp = await openTempSqliteStore();
    chat = await startChat(temp);
    await chat.write(chat.ada.create("lab", [], { type: "public" }));
    fill(
      temp,
      `${numbers(25_000)} insert into users (id, username, username_key, display_name, name_key, sort_key, created_at)
        select 'user-' || n, 'user-' || n, 'user-' || n, '', 'user ' || n, printf('%05d', n), 0 from numbers`,
      `${numbers(25_000)} insert into rooms (id, type, name, search_key, sort_key, creator_id, created_at)
        select 'room-' || n, 'public', 'room ' || n, 'room ' || n, printf('%05d', n), 'ada', 0 from numbers`,
      `insert into memberships (room_id, user_id, role, start_seq, read_seq, joined_at)
        select 'lab', id, 'member', 1, 1, 0 from users where id like 'user-%'`,
    );
  });
  afterAll(() => temp[Symbol.asyncDispose]());

  test.each<[string, (request: ListRequest) => Promise<Page<unknown>>, string]>([
    ["people", (request) => chat.store.users.list(request), "24999"],
    ["rooms", (request) => chat.store.rooms.browse(request), "24999"],
    // By id, as text.
    ["members", (request) => chat.store.members.list("lab", request), "user-9999"],
  ])("of %s", async (_whom, list, query) => {
    const first = await list({ query, limit: 10 });
    expect(first.items).toEqual([]);
    const second = await list({ query, limit: 10, cursor: first.nextCursor ?? "" });
    expect(second.items).toHaveLength(1);
    expect(second.nextCursor).toBeNull();
    const { items, nextCursor } = await list({ limit: 10 });
    expect([items.length, nextCursor]).toEqual([10, expect.any(String)]);
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
