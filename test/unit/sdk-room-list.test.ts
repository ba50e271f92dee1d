import { describe, expect, test } from "vitest";
import { applyToList, listOf, summaryOf, type List } from "../../client-sdk/rooms/list.ts";
import type { Event, Membership, RoomSummary } from "../../server/contract/index.ts";
import { at, author, deleted, edited, membership, message, reaction, room, sent, summary } from "./sdk-samples.ts";

const after = (list: List, ...events: Event[]) => events.reduce((now, event) => applyToList(now, event, "ada"), list);
const inRoom = (list: List) => summaryOf(list, "room");
const one = (more: Partial<RoomSummary> = {}) => listOf([summary(more)]);
const own = (
  seq: number,
  kind: "member.joined" | "member.left" | "member.roleChanged",
  more: Partial<Membership> = {},
) => ({ kind, roomId: "room", seq, at, actorId: "ada", membership: membership("ada", more) }) satisfies Event;
const read = (readSeq: number, userId = "ada"): Event => ({ kind: "read.moved", roomId: "room", userId, readSeq });

describe("the list", () => {
  test("has the room with the latest activity first", () => {
    const list = listOf([summary(), summary({ id: "lounge", headSeq: 3 }), summary({ id: "attic" })]);
    const order = (now: List) => now.rooms.map(({ summary: { id } }) => id);
    const later = after(
      list,
      { ...sent(4), roomId: "lounge" },
      { ...reaction(11, "reaction.added", "m1", "grace"), roomId: "attic" },
    );
    expect(order(later)).toEqual(["attic", "lounge", "room"]);
    expect(order(after(later, read(10), { ...sent(2), roomId: "room" }))).toEqual(order(later));
  });

  test("loses a room that I leave, and has to be asked for one that I join", () => {
    expect(after(one(), own(11, "member.left"))).toEqual({ rooms: [], isExact: true });
    expect(after(one(), own(11, "member.left"), own(12, "member.joined"))).toEqual({ rooms: [], isExact: false });
    expect(after(one(), own(9, "member.left"))).toEqual(one());
  });

  test("knows my role, the room's name and its last message as they are now", () => {
    const renamed: Event = {
      kind: "room.updated",
      roomId: "room",
      seq: 12,
      at,
      actorId: "ada",
      room: room({ name: "New", headSeq: 12 }),
    };
    const user = { ...author("grace", { displayName: "Grace H" }), statusText: null, createdAt: at };
    const list = after(
      one({ others: [author("grace")] }),
      own(11, "member.roleChanged", { role: "moderator" }),
      renamed,
      sent(13),
      edited(14, message(13), { body: "edited" }),
      reaction(15, "reaction.added", "m13", "ada"),
      { kind: "user.updated", user },
    );
    expect(inRoom(list)).toMatchObject({
      ...{ role: "moderator", name: "New", headSeq: 15, others: [{ displayName: "Grace H" }] },
      lastMessage: { body: "edited", sender: { displayName: "Grace H" }, reactions: [{ count: 1 }] },
    });
  });

  test("counts what a replayed event has told of the room in advance", () => {
    const updated: Event = {
      ...{ kind: "room.updated", roomId: "room", seq: 11, at, actorId: "ada" },
      room: room({ name: "New", headSeq: 14, memberCount: 3 }),
    };
    const list = after(one(), updated, sent(12), own(13, "member.roleChanged", { role: "moderator" }));
    expect(inRoom(list)).toMatchObject({ role: "moderator", unread: 1, headSeq: 14, memberCount: 3 });
  });

  test("is the same object where nothing changes in it", () => {
    const list = one();
    const stranger = { ...author("nobody"), statusText: null, createdAt: at };
    expect(after(list, { kind: "user.updated", user: stranger }, read(3), read(30, "grace"), sent(7))).toBe(list);
  });
});

describe("what is unread", () => {
  const mention = { mentions: ["ada"] };

  test("is what others have sent since I read, until I read it or write myself", () => {
    const list = after(one(), sent(11), sent(12, mention), sent(13, { sender: author("grace") }));
    expect(inRoom(list)).toMatchObject({ unread: 3, mentions: 1, readSeq: 10 });
    expect(inRoom(after(list, read(12)))).toMatchObject({ unread: 1, mentions: 0, readSeq: 12 });
    expect(inRoom(after(list, read(12), read(11)))).toMatchObject({ unread: 1, readSeq: 12 });
    expect(inRoom(after(list, sent(14, { sender: author("ada") })))).toMatchObject({
      unread: 0,
      mentions: 0,
      readSeq: 14,
    });
  });

  test("does not count what has been deleted, live or in a replay", () => {
    const live = after(one(), sent(11, mention), sent(12), deleted(13, message(11)));
    expect(inRoom(live)).toMatchObject({ unread: 1, mentions: 0 });
    const gone = deleted(13, message(11)).message;
    const replayed = after(one(), { ...sent(11), message: gone }, sent(12), deleted(13, message(11)));
    expect(inRoom(replayed)).toMatchObject({ unread: 1 });
    expect(replayed.isExact && live.isExact).toBe(true);
  });

  test("follows edits that begin or cease to mention me", () => {
    const list = after(one(), sent(11), edited(12, message(11), mention));
    expect(inRoom(list)).toMatchObject({ unread: 1, mentions: 1 });
    expect(inRoom(after(list, edited(13, message(11), {})))).toMatchObject({ unread: 1, mentions: 0 });
  });

  test("counts on from the server's number", () => {
    const list = one({ readSeq: 4, unread: 3, mentions: 0, lastMessage: message(10) });
    expect(inRoom(after(list, sent(11)))).toMatchObject({ unread: 4 });
    expect(inRoom(after(list, deleted(11, message(7))))).toMatchObject({ unread: 2 });
    expect(inRoom(after(list, edited(11, message(7), mention)))).toMatchObject({ unread: 3, mentions: 1 });
    expect(inRoom(after(list, read(10)))).toMatchObject({ unread: 0 });
    expect(inRoom(after(list, sent(11), read(10)))).toMatchObject({ unread: 1 });
  });

  test.each([
    [
      "I have read a part of what the server counted",
      one({ readSeq: 4, unread: 3, lastMessage: message(10) }),
      read(7),
    ],
    ["one is deleted that may have mentioned me", one({ readSeq: 4, unread: 3, mentions: 1 }), deleted(11, message(7))],
    [
      "one is edited that may have mentioned me",
      one({ readSeq: 4, unread: 3, mentions: 1 }),
      edited(11, message(7), {}),
    ],
    ["there are more than the server counts", one({ readSeq: 0, unread: 1000 }), deleted(11, message(7))],
  ])("has to be asked for where %s", (_, list, event) => {
    expect(list.isExact).toBe(true);
    expect(after(list, event).isExact).toBe(false);
  });

  test("is counted to 1,000", () => {
    const many = Array.from({ length: 1_001 }, (_, index) => sent(11 + index));
    const list = after(one(), ...many);
    expect(inRoom(list)).toMatchObject({ unread: 1000 });
    expect(list.isExact).toBe(false);
  });
});
