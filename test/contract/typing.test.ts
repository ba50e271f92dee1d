import { describe, expect, test } from "vitest";
import { limits, type RoomId, type TypingUpdate } from "../../server/contract/index.ts";
import { Followed } from "../support/inbox.ts";
import { asRefusal, refusalOf, say, type Person } from "../support/people.ts";
import { roomOf, scene } from "../support/scene.ts";

const { ada, grace, mallory } = await scene("ada", "grace", "mallory");

function watch(person: Person, roomId: RoomId): Followed<TypingUpdate> {
  return new Followed((on) => person.api.typing.onChange.subscribe({ roomId }, on));
}

function type(person: Person, roomId: RoomId, typing = true): Promise<void> {
  return person.api.typing.set.mutate({ roomId, typing });
}

/** A room where grace is known to be watched: the stream has brought something. */
async function watchedRoom(watcher: Person) {
  const { id: roomId } = await roomOf(ada, grace, mallory);
  await type(grace, roomId);
  const seen = watch(watcher, roomId);
  await seen.first();
  return { roomId, seen };
}

const hasEnded = (items: readonly TypingUpdate[]) => items.at(-1)?.until === null;
/** Long before it would have ended by itself. */
const soon = limits.typingMs / 2;

describe("Streams", () => {
  test("who begins to type is told, with when it ends by itself; whoever comes later is told too", async () => {
    const { roomId, seen } = await watchedRoom(ada);
    using watching = seen;
    const [first] = watching.items;
    expect(first).toEqual({ userId: grace.me.id, until: expect.any(Date) });
    const left = (first?.until?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(limits.typingMs - 2000);
    expect(left).toBeLessThanOrEqual(limits.typingMs + 100);
    using later = watch(mallory, roomId);
    expect(await later.first()).toEqual(first);
  });

  test("who stops is told with until null, once", async () => {
    const { roomId, seen } = await watchedRoom(ada);
    using watching = seen;
    await type(grace, roomId, false);
    await type(grace, roomId, false);
    await type(mallory, roomId, true);
    await watching.until((items) => items.at(-1)?.userId === mallory.me.id);
    expect(watching.items.map(({ userId, until }) => [userId, until === null])).toEqual([
      [grace.me.id, false],
      [grace.me.id, true],
      [mallory.me.id, false],
    ]);
  });

  test("typing ends with the message", async () => {
    const { roomId, seen } = await watchedRoom(ada);
    using watching = seen;
    await say(grace, roomId, "here it is");
    await watching.until(hasEnded, soon);
    using later = watch(mallory, roomId);
    await type(ada, roomId);
    expect(await later.first()).toMatchObject({ userId: ada.me.id });
  });

  test("typing ends when the person leaves, and is nobody's who is not a member", async () => {
    const { roomId, seen } = await watchedRoom(ada);
    using watching = seen;
    await grace.api.room.leave.mutate({ roomId });
    await watching.until(hasEnded, soon);
    expect(await refusalOf(type(grace, roomId))).toMatchObject({ reason: "not_found" });
    using refused = watch(grace, roomId);
    await refused.over();
    expect(asRefusal(refused.error)).toMatchObject({ reason: "not_found" });
  });

  test("a removed member's typing stream ends, and brings nothing more", async () => {
    const { roomId, seen } = await watchedRoom(mallory);
    using watching = seen;
    await ada.api.room.removeMember.mutate({ roomId, userId: mallory.me.id });
    await type(ada, roomId);
    await watching.over();
    expect({ ended: watching.ended, error: watching.error }).toEqual({ ended: true, error: null });
    expect(watching.items.map(({ userId }) => userId)).toEqual([grace.me.id]);
  });

  test("typing in one room is not told in another, and takes no seq", async () => {
    const { roomId, seen } = await watchedRoom(ada);
    using watching = seen;
    const elsewhere = await roomOf(ada, grace);
    await type(grace, elsewhere.id);
    await type(mallory, roomId);
    await watching.until((items) => items.at(-1)?.userId === mallory.me.id);
    expect(watching.items).toHaveLength(2);
    expect((await say(grace, elsewhere.id, "hello")).seq).toBe(elsewhere.headSeq + 1);
  });
});
