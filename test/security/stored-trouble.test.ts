import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Listener, say, signUp, sseClient, type Person } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";

/** What no API lets in, and a careless import may: superjson refuses to write these keys. */
const trouble = '{"constructor":{"prototype":1},"__proto__":2,"fine":{"list":[{"prototype":3,"kept":4}]}}';
const remains = { fine: { list: [{ kept: 4 }] } };

let server: TestServer;
let ada: Person;
let roomId: string;
let start: string;

describe("a message that cannot be put into words takes nothing else with it", () => {
  beforeAll(async () => {
    server = await startServer();
    ada = await signUp(server.url, "ada");
    const room = await ada.api.room.create.mutate({ type: "private", name: "Import" });
    roomId = room.id;
    start = (await ada.api.room.list.query()).lastEventId;
    for (const body of ["before", "trouble", "after"]) await say(ada, roomId, body);
    await server.stop();
    const database = new Database(join(server.data, "natter.db"));
    database.prepare("update messages set data = ? where body = 'trouble'").run(trouble);
    database.close();
    await server.start();
  });
  afterAll(async () => {
    await ada[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  const seen = [
    ["before", null],
    ["trouble", remains],
    ["after", null],
  ];
  const told = ({ body, data }: { body: string; data: unknown }) => [body, data];

  test("a page and a snapshot hold it without what is wrong with it", async () => {
    const { items } = await ada.api.message.list.query({ roomId });
    expect(items.map(told)).toEqual(seen);
    const { messages } = await ada.api.room.open.query({ roomId });
    expect(messages.items.map(told)).toEqual(seen);
  });

  test.each([
    ["a WebSocket", () => ada.api],
    ["server-sent events", () => sseClient(server.url, ada.session.accessToken)],
  ])("a stream over %s goes on after it", async (_, api) => {
    using listener = new Listener(api(), { lastEventId: start });
    await listener.until(() => listener.ofKind("message.sent").length === 3);
    expect(listener.ofKind("message.sent").map(({ message }) => told(message))).toEqual(seen);
    expect(listener.error).toBeNull();
  });
});
