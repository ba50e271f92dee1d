import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type NatterClient, type NatterClientOptions } from "../../client-sdk/client.ts";
import { memoryOutbox } from "../../client-sdk/outbox/storage.ts";
import { memoryStorage } from "../../client-sdk/storage.ts";
import type { RoomState } from "../../client-sdk/timeline/open-room.ts";
import type { Me, RoomId } from "../../server/contract/index.ts";
import { startProxy } from "../support/proxy.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";
import { failure, hasty, password, record, until } from "../unit/sdk-support.ts";

let server: ServerUnderTest;

beforeAll(async () => {
  server = await serverUnderTest();
});

afterAll(() => server[Symbol.asyncDispose]());

interface Somebody extends AsyncDisposable {
  client: NatterClient;
  me: Me;
}

async function newcomer(name: string, options: Partial<NatterClientOptions> = {}): Promise<Somebody> {
  const client = createClient({ url: server.url, ...options }, hasty);
  const me = await client.signUp({ username: uniqueName(name), password });
  return { client, me, [Symbol.asyncDispose]: () => client.close() };
}

async function roomOf(owner: Somebody, ...others: Somebody[]): Promise<RoomId> {
  const memberIds = others.map(({ me }) => me.id);
  return (await owner.client.api.room.create.mutate({ type: "private", name: "Engines", memberIds })).id;
}

const portOf = (url: string) => Number(new URL(url).port);
const bodies = ({ messages }: RoomState) => messages.map(({ body }) => body);

describe("ada and grace have a room open", () => {
  test("what ada sends is pending at once, then stored, and grace sees it; both see her edit it", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const id = await roomOf(ada, grace);
    using here = await ada.client.rooms.open(id);
    using there = await grace.client.rooms.open(id);
    const pending = here.send("hello");
    expect(here.getSnapshot()).toMatchObject({ messages: [], pending: [{ body: "hello", status: "sending" }] });
    const { messages } = await until(there, (state) => state.messages.length === 1);
    expect(messages).toMatchObject([{ body: "hello", clientId: pending.clientId, sender: { id: ada.me.id } }]);
    await until(here, (state) => state.pending.length === 0);
    expect(here.getSnapshot().messages).toEqual(messages);
    const edited = here.edit(messages[0]!.id, "hello, grace");
    expect(bodies(here.getSnapshot())).toEqual(["hello, grace"]);
    await edited;
    await until(there, (state) => bodies(state).includes("hello, grace"));
  });

  test("a message whose reply is lost is never shown twice, nor not at all", async () => {
    await using proxy = await startProxy(portOf(server.url));
    await using ada = await newcomer("ada", { url: proxy.url });
    using room = await ada.client.rooms.open(await roomOf(ada));
    const states = record(room);
    const lost = proxy.cutBeforeReply("hello");
    const { clientId } = room.send("hello");
    await lost;
    await until(room, (state) => state.pending.length === 0);
    const shown = states.map(
      ({ messages, pending }) => [...messages, ...pending].filter((one) => one.clientId === clientId).length,
    );
    expect(new Set(shown)).toEqual(new Set([1]));
  });

  test("what is sent without a network goes out when there is one, also after a reload", async () => {
    await using proxy = await startProxy(portOf(server.url));
    await using grace = await newcomer("grace");
    const kept = { storage: memoryStorage(), outbox: memoryOutbox() };
    const before = await newcomer("ada", { url: proxy.url, ...kept });
    const id = await roomOf(before, grace);
    const room = await before.client.rooms.open(id);
    proxy.refuse();
    proxy.cut();
    room.send("one");
    room.send("two");
    await until(room, ({ status }) => status === "catching-up");
    expect(room.getSnapshot().pending.map(({ body }) => body)).toEqual(["one", "two"]);
    await before.client.close();
    await using after = createClient({ url: proxy.url, ...kept }, hasty);
    const opening = after.rooms.open(id);
    proxy.accept();
    using reopened = await opening;
    await until(reopened, (state) => state.pending.length === 0 && state.messages.length === 2);
    using there = await grace.client.rooms.open(id);
    expect(bodies(there.getSnapshot())).toEqual(["one", "two"]);
  });

  test("grace is told what she missed while she was away, and what is unread", async () => {
    await using proxy = await startProxy(portOf(server.url));
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace", { url: proxy.url });
    const id = await roomOf(ada, grace);
    using there = await grace.client.rooms.open(id);
    proxy.refuse();
    proxy.cut();
    await until(there, ({ status }) => status === "catching-up");
    await ada.client.send({ roomId: id, body: `hello @${grace.me.username}` });
    proxy.accept();
    const state = await until(there, ({ status, messages }) => status === "live" && messages.length === 1);
    expect(state).toMatchObject({ unread: 1, mentions: 1, firstUnreadSeq: null });
    expect(grace.client.rooms.getSnapshot()).toMatchObject({ unread: 1, mentions: 1, rooms: [{ id, unread: 1 }] });
    there.markRead();
    expect(grace.client.rooms.getSnapshot()).toMatchObject({ unread: 0, mentions: 0 });
    using here = await ada.client.rooms.open(id);
    await until(here, ({ readMarks }) => readMarks.get(grace.me.id) === state.room.headSeq);
  });

  test("ada sees who is typing until the message comes, but nobody whom she has blocked", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    await using mallory = await newcomer("mallory");
    const id = await roomOf(ada, grace, mallory);
    using here = await ada.client.rooms.open(id);
    using there = await grace.client.rooms.open(id);
    using elsewhere = await mallory.client.rooms.open(id);
    await ada.client.block(mallory.me.id);
    elsewhere.setTyping(true);
    await until(there, ({ typing }) => typing.some((person) => person.id === mallory.me.id));
    there.setTyping(true);
    const { typing } = await until(here, (state) => state.typing.length > 0);
    expect(typing.map((person) => person.id)).toEqual([grace.me.id]);
    there.send("here I am");
    expect((await until(here, (state) => state.messages.length === 1)).typing).toEqual([]);
  });

  test("a change that the server refuses is undone, and the caller is told why", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const id = await roomOf(ada, grace);
    const { id: messageId } = await ada.client.send({ roomId: id, body: "mine" });
    using there = await grace.client.rooms.open(id);
    const edit = there.edit(messageId, "hers");
    expect(bodies(there.getSnapshot())).toEqual(["hers"]);
    expect(await failure(edit)).toMatchObject({ reason: "not_allowed", outcome: "refused" });
    expect(bodies(there.getSnapshot())).toEqual(["mine"]);
    const reacted = there.react(messageId, "👍");
    expect(there.getSnapshot().messages[0]?.reactions).toEqual([{ emoji: "👍", count: 1, userIds: [grace.me.id] }]);
    await reacted;
    expect(await failure(there.react(messageId, "no emoji"))).toMatchObject({ reason: "invalid_input" });
    expect(there.getSnapshot().messages[0]?.reactions).toHaveLength(1);
  });

  test("who is removed has left, and who is added again is back", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const roomId = await roomOf(ada, grace);
    using there = await grace.client.rooms.open(roomId);
    await ada.client.api.room.removeMember.mutate({ roomId, userId: grace.me.id });
    await until(there, ({ status }) => status === "left");
    expect(grace.client.rooms.getSnapshot().rooms).toEqual([]);
    const refused = there.send("anyone?");
    const { pending } = await until(there, (state) => state.pending[0]?.status === "failed");
    expect(pending).toMatchObject([{ clientId: refused.clientId, error: { reason: "not_found" } }]);
    await ada.client.send({ roomId, body: "unheard" });
    await ada.client.api.room.addMember.mutate({ roomId, userId: grace.me.id });
    const state = await until(there, ({ status }) => status === "live");
    expect(bodies(state)).toEqual(["unheard"]);
    there.retry(refused.clientId);
    await until(there, (now) => bodies(now).includes("anyone?"));
    await until(grace.client.rooms, ({ rooms }) => rooms.length === 1);
  });
});

describe("a room", () => {
  test("is looked at by pages, around a message, and at its newest again", async () => {
    await using ada = await newcomer("ada");
    const id = await roomOf(ada);
    const sends = Array.from({ length: 130 }, (_, index) => ada.client.send({ roomId: id, body: String(index) }));
    const stored = await Promise.all(sends);
    using room = await ada.client.rooms.open(id);
    const range = () => [bodies(room.getSnapshot()).at(0), bodies(room.getSnapshot()).at(-1)];
    expect(range()).toEqual(["80", "129"]);
    await Promise.all([room.loadOlder(), room.loadOlder()]);
    expect(range()).toEqual(["30", "129"]);
    await room.loadAround(stored[10]!.seq);
    expect(range()).toEqual(["0", "49"]);
    expect(room.getSnapshot()).toMatchObject({ hasOlder: false, hasNewer: true, loading: null });
    await ada.client.send({ roomId: id, body: "130" });
    expect(range()).toEqual(["0", "49"]);
    await room.loadNewer();
    expect(range()).toEqual(["0", "99"]);
    await room.loadNewer();
    expect(range()).toEqual(["0", "130"]);
    await ada.client.send({ roomId: id, body: "131" });
    await until(room, (state) => bodies(state).at(-1) === "131");
    await room.loadAround(0);
    await room.jumpToNewest();
    expect(range().at(-1)).toBe("131");
  });

  test("opened twice is one state, kept until both are closed and for a while after", async () => {
    await using ada = await newcomer("ada");
    const id = await roomOf(ada);
    const [one, other] = await Promise.all([ada.client.rooms.open(id), ada.client.rooms.open(id)]);
    expect(one.getSnapshot()).toBe(other.getSnapshot());
    one.close();
    one.close();
    await ada.client.send({ roomId: id, body: "hello" });
    await until(other, (state) => state.messages.length === 1);
    other.close();
    await ada.client.send({ roomId: id, body: "again" });
    using later = await ada.client.rooms.open(id);
    expect(bodies(later.getSnapshot())).toEqual(["hello", "again"]);
  });

  test("that is not ada's cannot be opened, nor any without a session or a server", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const id = await roomOf(grace);
    expect(await failure(ada.client.rooms.open(id))).toMatchObject({ reason: "not_found" });
    await using nobody = createClient({ url: server.url }, hasty);
    expect(await failure(nobody.rooms.open(id))).toMatchObject({ reason: "not_signed_in" });
    const token = "a token that nobody looks at";
    await using away = createClient(
      { url: "http://127.0.0.1:1", token, deadlineMs: 50 },
      { ...hasty, random: () => 0.1 },
    );
    expect(await failure(away.rooms.open(id))).toMatchObject({ reason: "unreachable" });
    const opening = away.rooms.open(id);
    await away.close();
    expect(await failure(opening)).toMatchObject({ reason: "closed" });
  });

  test("is gone with everything else when ada signs out, and what she had not sent with it", async () => {
    const outbox = memoryOutbox();
    await using proxy = await startProxy(portOf(server.url));
    await using ada = await newcomer("ada", { url: proxy.url, outbox });
    using room = await ada.client.rooms.open(await roomOf(ada));
    void proxy.cutBeforeRequest();
    room.send("never");
    await ada.client.signOut();
    await until(room, ({ status }) => status === "left");
    expect(ada.client.me.getSnapshot()).toBeNull();
    expect(ada.client.rooms.getSnapshot()).toMatchObject({ status: "loading", rooms: [] });
    await expect.poll(() => outbox.load(ada.me.id)).toEqual([]);
  });
});

describe("presence", () => {
  test("is that of the people of ada's rooms, and of those she watches", async () => {
    await using ada = await newcomer("ada");
    await using mallory = await newcomer("mallory");
    const stop = ada.client.presence.subscribe(() => {});
    const unwatch = ada.client.presence.watch([mallory.me.id]);
    mallory.client.connect();
    await until(ada.client.presence, (people) => people.get(mallory.me.id)?.status === "online");
    await mallory.client.presence.set("busy");
    await until(ada.client.presence, (people) => people.get(mallory.me.id)?.status === "busy");
    await using grace = await newcomer("grace");
    grace.client.connect();
    await roomOf(ada, grace);
    await until(ada.client.presence, (people) => people.get(grace.me.id)?.status === "online");
    unwatch();
    await until(ada.client.presence, (people) => !people.has(mallory.me.id));
    stop();
  });
});
