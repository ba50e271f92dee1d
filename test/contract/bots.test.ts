import { describe, expect, test } from "vitest";
import { limits } from "../../server/contract/index.ts";
import { httpClient, Listener, refusalOf, say, socketClient, sseClient } from "../support/people.ts";
import { call, RawSocket } from "../support/raw-socket.ts";
import { newcomer, roomOf, scene } from "../support/scene.ts";
import { authorOf } from "../support/shapes.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;

/** A bot of ada's. */
function aBot() {
  return ada.api.bot.create.mutate({ username: uniqueName("bot") });
}

describe("Bots", () => {
  test("ada makes a bot, is shown its token, and finds it in her list", async () => {
    const username = uniqueName("dice");
    const { user, token } = await ada.api.bot.create.mutate({ username, displayName: " Dice " });
    expect(user).toEqual({
      id: expect.any(String),
      username,
      displayName: "Dice",
      kind: "bot",
      avatarUrl: null,
      statusText: null,
      createdAt: expect.any(Date),
    });
    expect(token).toMatch(/^ntr_[\w-]+\.[\w-]{43}$/);
    const { items } = await ada.api.bot.list.query();
    expect(items.filter(({ id }) => id === user.id)).toEqual([{ ...user, owner: authorOf(ada.me) }]);
    expect(await grace.api.user.get.query({ userId: user.id })).toEqual(user);
  });

  test("its token is taken over WebSocket, HTTP and SSE, by a client that knows nothing of bots", async () => {
    const { user, token } = await aBot();
    const room = await roomOf(ada, grace);
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: user.id });
    const overSocket = socketClient(url, token);
    using hears = await new Listener(overSocket.api).ready();
    using hearsToo = await new Listener(sseClient(url, token)).ready();
    const question = await say(grace, room.id, "anyone there?");
    await hears.reaches(room.id, question.seq);
    const answer = await say(overSocket, room.id, "a bot is");
    await hearsToo.reaches(room.id, answer.seq);
    const { email: _, role: __, ...me } = await httpClient(url, token).user.me.query();
    expect(me).toEqual(user);
    const { id, username, displayName, kind, avatarUrl } = user;
    expect(answer.sender).toEqual({ id, username, displayName, kind, avatarUrl });
    await overSocket.socket.close();
  });

  test("once its token is rotated, the new one goes on where the old one stopped", async () => {
    const { user, token } = await aBot();
    const room = await roomOf(ada, grace);
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: user.id });
    using before = await new Listener(sseClient(url, token)).ready();
    const first = await say(ada, room.id, "one");
    await before.reaches(room.id, first.seq);
    const { token: next } = await ada.api.bot.rotateToken.mutate({ userId: user.id });
    expect(next).not.toBe(token);
    const second = await say(ada, room.id, "two");
    expect(await refusalOf(httpClient(url, token).user.me.query())).toMatchObject({ reason: "session_ended" });
    const lastEventId = before.lastEventId ?? "";
    using after = new Listener(sseClient(url, next), { lastEventId });
    await after.reaches(room.id, second.seq);
    expect(after.history().map(({ seq }) => seq)).toEqual([second.seq]);
  });

  test("a deleted bot is gone from the lists; what it wrote stays, and its name", async () => {
    const { user, token } = await aBot();
    const { id: roomId } = await roomOf(ada);
    await ada.api.room.addMember.mutate({ roomId, userId: user.id });
    const written = await say({ api: httpClient(url, token) }, roomId, "remember me");
    await ada.api.bot.delete.mutate({ userId: user.id });
    await ada.api.bot.delete.mutate({ userId: user.id });
    expect(await ada.api.message.get.query({ messageId: written.id })).toEqual(written);
    expect((await ada.api.bot.list.query()).items.map(({ id }) => id)).not.toContain(user.id);
    expect((await ada.api.user.list.query({ query: user.username })).items).toEqual([]);
    for (const refused of [ada.api.bot.rotateToken.mutate({ userId: user.id })]) {
      expect(await refusalOf(refused)).toMatchObject({ reason: "not_found" });
    }
    const again = ada.api.bot.create.mutate({ username: user.username.toUpperCase() });
    expect(await refusalOf(again)).toMatchObject({ reason: "username_taken" });
    expect(await refusalOf(httpClient(url, token).user.me.query())).toMatchObject({ reason: "session_ended" });
  });

  test("a socket that comes with a token which has ended is closed with 4401", async () => {
    const { user, token } = await aBot();
    await ada.api.bot.delete.mutate({ userId: user.id });
    await using socket = await RawSocket.openAs(`${url.replace("http", "ws")}/trpc`, token);
    socket.send(call(1, "query", "user.me"));
    expect(await socket.closed).toBe(4401);
  });

  test(`a person has ${limits.bots} bots at most; a deleted one makes room`, async () => {
    await using mallory = await newcomer(server, "mallory");
    const { bot } = mallory.api;
    const create = () => bot.create.mutate({ username: uniqueName("bot") });
    const bots = await Promise.all(Array.from({ length: limits.bots }, create));
    expect(await refusalOf(create())).toMatchObject({ reason: "not_allowed" });
    await bot.delete.mutate({ userId: bots[0]?.user.id ?? "" });
    await create();
    expect((await bot.list.query()).items).toHaveLength(limits.bots);
  });
});
