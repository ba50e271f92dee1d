import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import type { LogPage, Reader, Store } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { fill } from "../bench/fill.ts";
import type { Cast } from "../bench/fill/cast.ts";
import { rareWord } from "../bench/fill/words.ts";
import { unsoundness } from "../support/recount.ts";

let data: string;
let cast: Cast;

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), "natter-fill-"));
  cast = await fill({ messages: 3000, people: 20, rooms: 12, data: path.join(data, "filled") });
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** Everyone's room, which most is said in. */
function hall() {
  const [room] = cast.rooms;
  const [reader] = cast.people;
  if (room === undefined || reader === undefined) throw new Error("Nobody is there.");
  return { roomId: room.id, reader };
}

async function replay(store: Store, reader: Reader): Promise<LogPage["events"]> {
  const events: LogPage["events"] = [];
  for (let page = await store.log.read(reader, 0, 1000, Infinity); ;) {
    events.push(...page.events);
    if (page.through >= page.head) return events;
    page = await store.log.read(reader, page.through, 1000, Infinity);
  }
}

async function opened<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore({ file: path.join(data, "filled", "natter.db"), decide });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

test("a filled database agrees with itself, as one does that a server has written", () => {
  expect(unsoundness(path.join(data, "filled"))).toEqual([]);
});

test("its rooms can be opened, paged through, counted, searched and followed", async () => {
  const { roomId, reader } = hall();
  await opened(async (store) => {
    const snapshot = await store.rooms.open(roomId, reader.id, 50);
    expect(snapshot?.messages.items).toHaveLength(50);
    expect(snapshot?.room.memberCount).toBe(20);

    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.messages.list(roomId, reader.id, { limit: 200, cursor });
      seen.unshift(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const events = await replay(store, { userId: reader.id, roomId });
    const sent = events.filter(({ event }) => event.kind === "message.sent");
    expect(seen).toEqual(sent.map(({ event }) => event.seq));
    expect(events.map(({ event }) => event.seq)).toEqual(events.map((_, index) => index + 1));

    const said = events.flatMap(({ event }) => (event.kind === "message.sent" ? [event.message] : []));
    for (const kind of ["message.edited", "message.deleted", "reaction.added", "reaction.removed"]) {
      expect(
        events.some(({ event }) => event.kind === kind),
        kind,
      ).toBe(true);
    }
    const { items } = await store.rooms.list(reader.id);
    const { unread = -1, readSeq = 0 } = items.find(({ id }) => id === roomId) ?? {};
    const counted = said.filter(({ seq, sender, deletedAt }) => seq > readSeq && sender.id !== reader.id && !deletedAt);
    expect(unread).toBe(Math.min(counted.length, 1000));
    const found = await store.messages.search(reader.id, { query: "MEETING", roomId, limit: 200 });
    const saying = said.filter(({ body }) => body.toLowerCase().includes("meeting")).map(({ id }) => id);
    expect(found.items.map(({ id }) => id)).toEqual(saying.reverse());
  });
});

test("someone in it can go on where it ends, and what was sent first is found again", async () => {
  const { roomId, reader } = hall();
  await opened(async (store) => {
    const before = await store.log.head();
    const command = { kind: "message.send", actor: { userId: reader.id, sessionId: reader.sessionId } } as const;
    const content = { body: `a ${rareWord} again`, data: null, replyToId: null, contentHash: "hash" };
    const place = { at: new Date(), messageId: "new", roomId, clientId: "new", mentionedNames: [], retryAfterMs: null };
    const { outcomes, head } = await store.write([{ ...command, ...place, ...content }]);
    expect(outcomes[0]?.kind).toBe("done");
    expect(head).toBe(before + 1);
    const { items } = await store.messages.search(reader.id, { query: rareWord, limit: 10 });
    expect(items.at(0)?.id).toBe("new");
  });
});
