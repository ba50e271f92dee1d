import { afterAll, describe, expect, test } from "vitest";
import type { Me, PresenceUpdate, Session } from "../../server/contract/index.ts";
import { Followed } from "../support/inbox.ts";
import { connectAs, httpClient, Listener, password, say, type Person } from "../support/people.ts";
import { scene } from "../support/scene.ts";

const { server, ada, grace } = await scene("ada", "grace");

/** Ninety-eight people who are in ada's room with grace, and one who comes later. */
const crowd = await signUpMany(99);
const latecomer = connect(crowd.pop());
const friend = connect(crowd[0]);
const memberIds = [grace.me.id, ...crowd.map(({ user }) => user.id)];
const room = await ada.api.room.create.mutate({ type: "private", name: "Crowd", memberIds });
const roomId = room.id;

afterAll(async () => {
  for (const person of [latecomer, friend]) await person[Symbol.asyncDispose]();
});

describe("Events", () => {
  test("in a room of 100 everyone hears of a moved read mark, in one of 101 the person's own devices alone", async () => {
    const second = grace.connect();
    using adaHears = await new Listener(ada.api).ready();
    using ownDevice = await new Listener(second.api).ready();
    const moved = (readSeq: number) => ({ kind: "read.moved", roomId, userId: grace.me.id, readSeq });
    const first = await say(ada, roomId, "hello, all");
    await grace.api.message.markRead.mutate({ roomId, seq: first.seq });
    for (const listener of [adaHears, ownDevice]) {
      await listener.until((events) => events.at(-1)?.kind === "read.moved");
      expect(listener.events.at(-1)).toEqual(moved(first.seq));
    }

    await ada.api.room.addMember.mutate({ roomId, userId: latecomer.me.id });
    const { lastEventId } = await ada.api.room.open.query({ roomId });
    const next = await say(ada, roomId, "hello, latecomer");
    await grace.api.message.markRead.mutate({ roomId, seq: next.seq });
    await ownDevice.until((events) => events.at(-1)?.kind === "read.moved");
    expect(ownDevice.events.at(-1)).toEqual(moved(next.seq));
    const last = await say(ada, roomId, "barrier");
    await adaHears.reaches(roomId, last.seq);
    expect(adaHears.ofKind("read.moved")).toEqual([moved(first.seq)]);
    // On resume it is the same.
    for (const [person, marks] of [
      [ada, []],
      [grace, [moved(next.seq)]],
    ] as const) {
      using resumed = await new Listener(person.api, { lastEventId }).ready();
      await resumed.reaches(roomId, last.seq);
      expect(resumed.ofKind("read.moved").filter(({ userId }) => userId === grace.me.id)).toEqual(marks);
    }
    await second.socket.close();
  });

  test("a reaction names 50 people at most, and whoever asks first among them", async () => {
    const { id: messageId } = await say(ada, roomId, "who is for it?");
    const clients = crowd.slice(0, 59).map(({ session }) => httpClient(server.url, session.accessToken));
    for (const api of clients) await api.message.react.mutate({ messageId, emoji: "👍" });
    await grace.api.message.react.mutate({ messageId, emoji: "👍" });
    const seenBy = async ({ api }: Person) => (await api.message.get.query({ messageId })).reactions;
    const firstFifty = crowd.slice(0, 50).map(({ user }) => user.id);
    expect(await seenBy(ada)).toEqual([{ emoji: "👍", count: 60, userIds: firstFifty }]);
    expect(await seenBy(grace)).toEqual([
      { emoji: "👍", count: 60, userIds: [grace.me.id, ...firstFifty.slice(0, 49)] },
    ]);
    expect(await seenBy(latecomer)).toEqual(await seenBy(ada));
  });
});

describe("Limits", () => {
  test("a snapshot has the first 50 members, a page of members up to 200", async () => {
    const { members, room: opened } = await ada.api.room.open.query({ roomId });
    expect([members.length, opened.memberCount]).toEqual([50, 101]);
    const { items, nextCursor } = await ada.api.room.members.query({ roomId, limit: 200 });
    expect([items.length, nextCursor]).toEqual([101, null]);
    expect(items.slice(0, 50)).toEqual(members);
    const rest = await ada.api.room.members.query({
      roomId,
      cursor: (await ada.api.room.members.query({ roomId })).nextCursor,
    });
    expect(rest.items.map(({ user }) => user.id)).toEqual(items.slice(50, 100).map(({ user }) => user.id));
  });

  test("without names presence is that of the people of rooms of up to 100", async () => {
    const small = await ada.api.room.create.mutate({ type: "private", name: "Small", memberIds: [friend.me.id] });
    using watched = new Followed<PresenceUpdate>((on) => ada.api.presence.onChange.subscribe(undefined, on));
    const { users } = await watched.first();
    expect(users.map(({ userId }) => userId).toSorted()).toEqual([ada.me.id, friend.me.id].toSorted());
    expect(small.memberCount).toBe(2);
  });

  test("unread and mentions are counted to 1,000", async () => {
    const summary = async () => (await friend.api.room.list.query()).items.find(({ id }) => id === roomId);
    await friend.api.message.markRead.mutate({ roomId, seq: 1_000_000 });
    const mention = `@${friend.me.username}`;
    for (let sent = 0; sent < 1000; sent += 200)
      await Promise.all(Array.from({ length: 200 }, () => say(ada, roomId, mention)));
    expect(await summary()).toMatchObject({ unread: 1000, mentions: 1000 });
    await say(ada, roomId, mention);
    expect(await summary()).toMatchObject({ unread: 1000, mentions: 1000 });
  });
});

interface SignedUp {
  user: Me;
  session: Session;
}

async function signUpMany(count: number): Promise<SignedUp[]> {
  const { register } = httpClient(server.url).auth;
  const mark = crypto.randomUUID().slice(0, 8);
  const people = Array.from({ length: count }, (_, index) =>
    register.mutate({ username: `${mark}-${index}`, password }),
  );
  return Promise.all(people);
}

function connect(person: SignedUp | undefined): Person {
  if (person === undefined) throw new Error("nobody signed up");
  return connectAs(server.url, person.user, person.session);
}
