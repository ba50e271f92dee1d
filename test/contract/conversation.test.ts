import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Event, HistoryEvent, Message, Room } from "../../server/contract/index.ts";
import { Listener, signUp, type Person } from "../support/people.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";

const messageCount = 1000;
const inFlight = 8;

/** A conversation from end to end, with nothing but a stock tRPC client. The steps build on each other. */
describe("ada and grace talk", () => {
  let server: ServerUnderTest;
  let ada: Person;
  let grace: Person;
  let room: Room;
  let graceHears: Listener;
  const sent: Message[] = [];

  beforeAll(async () => {
    server = await serverUnderTest();
    ada = await signUp(server.url, uniqueName("ada"));
    grace = await signUp(server.url, uniqueName("grace"));
  });

  afterAll(async () => {
    await ada[Symbol.asyncDispose]();
    await grace[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test("grace hears of the room that ada adds her to", async () => {
    graceHears = await new Listener(grace.api).ready();
    expect(graceHears.events[0]).toMatchObject({ kind: "ready" });
    room = await ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [grace.me.id] });
    await graceHears.until((events) => events.some((event) => event.kind === "member.joined" && isOf(event, grace)));
  });

  test(`ada sends ${messageCount} messages, ${inFlight} at a time, and all are stored in the order of their seqs`, async () => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < messageCount) {
        const number = next++;
        const body = `message ${number}`;
        sent.push(await ada.api.message.send.mutate({ roomId: room.id, clientId: `c${number}`, body }));
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    sent.sort((a, b) => a.seq - b.seq);
    // Mutations of one socket are carried out in the order in which they were sent.
    expect(sent.map((message) => message.body)).toEqual(Array.from({ length: messageCount }, (_, i) => `message ${i}`));
  });

  test("grace sees each of them once, in order", async () => {
    await graceHears.until((events) => count(events, "message.sent") >= messageCount);
    expect(graceHears.ofKind("message.sent").map((event) => event.message.id)).toEqual(
      sent.map((message) => message.id),
    );
    expectContiguous(graceHears.events, room.id);
  });

  test("pages lead from the newest to the oldest message and back", async () => {
    const older = await walk(
      (cursor) => grace.api.message.list.query({ roomId: room.id, limit: 150, cursor }),
      "nextCursor",
    );
    expect(older.pages.toReversed().flat()).toEqual(sent.map((message) => message.id));
    const oldest = await grace.api.message.list.query({ roomId: room.id, limit: 150, around: 1 });
    const newer = await walk(
      (cursor) =>
        grace.api.message.list.query({ roomId: room.id, limit: 150, ...(cursor ? { cursor } : { around: 1 }) }),
      "previousCursor",
    );
    expect(newer.pages[0]).toEqual(oldest.items.map((message) => message.id));
    expect(newer.pages.flat()).toEqual(sent.map((message) => message.id));
  });

  test("a page around a seq has messages on both sides of it", async () => {
    const middle = sent[500]!;
    const page = await grace.api.message.list.query({ roomId: room.id, limit: 20, around: middle.seq });
    expect(page.items).toHaveLength(20);
    expect(page.items.map((message) => message.seq)).toContain(middle.seq);
    expect(page.items[0]!.seq).toBeLessThan(middle.seq);
    expect(page.items.at(-1)!.seq).toBeGreaterThan(middle.seq);
  });

  test("grace sees edits, deletions and reactions as they happen", async () => {
    const [first, second, third] = sent;
    await ada.api.message.edit.mutate({ messageId: first!.id, body: "the first, better" });
    const deleted = await ada.api.message.delete.mutate({ messageId: second!.id });
    expect(deleted).toMatchObject({ body: "", data: null, deletedAt: expect.any(Date) });
    await grace.api.message.react.mutate({ messageId: third!.id, emoji: "👍" });
    await grace.api.message.unreact.mutate({ messageId: third!.id, emoji: "👍" });
    await graceHears.until((events) => count(events, "reaction.removed") === 1);
    const kinds = graceHears.events.slice(-4).map((event) => event.kind);
    expect(kinds).toEqual(["message.edited", "message.deleted", "reaction.added", "reaction.removed"]);
    expect(graceHears.ofKind("message.edited")[0]).toMatchObject({
      message: { body: "the first, better", editedAt: expect.any(Date) },
    });
    const again = await grace.api.message.get.query({ messageId: first!.id });
    expect(again.updatedSeq).toBe(graceHears.ofKind("message.edited")[0]!.seq);
  });

  test.each([
    ["English", "The Analytical Engine weaves algebraic patterns", "ENGINE weaves"],
    ["German", "Größere Maschinen rechnen über Nacht", "größere"],
    ["German capitals", "Öfen heizen übermäßig", "öfen"],
    ["Chinese", "分析机编织代数图案", "代数"],
    ["one Chinese sign", "雨下得很大", "雨"],
    ["wild cards", "100% sure_thing", "0% sure_"],
    ["query syntax", 'say "hello" AND NOT goodbye*', '"hello" AND'],
  ])("grace finds what ada wrote in %s", async (_name, body, query) => {
    const message = await ada.api.message.send.mutate({ roomId: room.id, clientId: crypto.randomUUID(), body });
    const found = await grace.api.message.search.query({ query });
    expect(found.items.map((item) => item.id)).toEqual([message.id]);
  });

  test("what was edited away or deleted is not found", async () => {
    expect(
      (await grace.api.message.search.query({ query: "message 1", roomId: room.id, limit: 200 })).items.map(
        (item) => item.body,
      ),
    ).not.toContain("message 1");
    expect((await grace.api.message.search.query({ query: "first better" })).items).toHaveLength(1);
  });

  test("marking as read moves grace's mark, tells ada, and never goes back", async () => {
    const adaHears = await new Listener(ada.api).ready();
    const [before] = (await grace.api.room.list.query()).items;
    expect(before).toMatchObject({ id: room.id, unread: 1000 });
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: before!.headSeq });
    await adaHears.until((events) => count(events, "read.moved") === 1);
    expect(adaHears.ofKind("read.moved")[0]).toEqual({
      kind: "read.moved",
      roomId: room.id,
      userId: grace.me.id,
      readSeq: before!.headSeq,
    });
    await grace.api.message.markRead.mutate({ roomId: room.id, seq: 1 });
    expect((await grace.api.room.list.query()).items[0]).toMatchObject({ unread: 0, readSeq: before!.headSeq });
    adaHears.stop();
  });

  test("the room opens with everything of one instant", async () => {
    const snapshot = await grace.api.room.open.query({ roomId: room.id, limit: 10 });
    expect(snapshot.members.map((member) => member.user.username).toSorted()).toEqual(
      [ada.me.username, grace.me.username].toSorted(),
    );
    expect(snapshot.messages.items).toHaveLength(10);
    expect(snapshot.messages.items.at(-1)!.seq).toBe(snapshot.room.headSeq);
    const hears = await new Listener(grace.api, { roomId: room.id, lastEventId: snapshot.lastEventId }).ready();
    await ada.api.message.send.mutate({ roomId: room.id, clientId: "after-open", body: "after" });
    await hears.until((events) => count(events, "message.sent") === 1);
    expect(hears.ofKind("message.sent")[0]!.seq).toBe(snapshot.room.headSeq + 1);
    hears.stop();
  });

  test("the whole history can be heard again from the start, and is the same", async () => {
    await graceHears.until((events) =>
      events.some((event) => "message" in event && event.message.clientId === "after-open"),
    );
    const again = await new Listener(grace.api, { lastEventId: graceHears.seen[0]!.id }).ready();
    await again.until((events) =>
      events.some((event) => "message" in event && event.message.clientId === "after-open"),
    );
    expect(history(again.events).map(fingerprint)).toEqual(history(graceHears.events).map(fingerprint));
    again.stop();
  });
});

function isOf(event: Event, person: Person): boolean {
  return "membership" in event && event.membership.user.id === person.me.id;
}

function count(events: readonly Event[], kind: Event["kind"]): number {
  return events.filter((event) => event.kind === kind).length;
}

function history(events: readonly Event[]): HistoryEvent[] {
  return events.filter((event): event is HistoryEvent => "seq" in event);
}

function fingerprint(event: HistoryEvent): string {
  return `${event.roomId} ${event.seq} ${event.kind}`;
}

function expectContiguous(events: readonly Event[], roomId: string): void {
  const seqs = history(events).flatMap((event) => (event.roomId === roomId ? [event.seq] : []));
  expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));
}

/** Follows one of a page's cursors to its end. */
async function walk(
  load: (
    cursor: string | undefined,
  ) => Promise<{ items: Message[]; nextCursor: string | null; previousCursor: string | null }>,
  direction: "nextCursor" | "previousCursor",
): Promise<{ pages: string[][] }> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    pages.push(page.items.map((message) => message.id));
    cursor = page[direction] ?? undefined;
  } while (cursor !== undefined);
  return { pages };
}
