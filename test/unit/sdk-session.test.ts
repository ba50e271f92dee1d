import { describe, expect, test } from "vitest";
import { createClient } from "../../client-sdk/client.ts";
import { memoryStorage, type StoredSession } from "../../client-sdk/storage.ts";
import { startProxy } from "../support/proxy.ts";
import { startSmallServer } from "./sdk-server.ts";
import { clientOfAda, failure, hasty, password, until } from "./sdk-support.ts";

const expired = { sessionId: "session-1", accessToken: "access-old", accessExpiresAt: 0, refreshToken: "refresh-old" };

describe("a refresh", () => {
  test("is made once, however many calls wait for it", async () => {
    await using server = await startSmallServer();
    await using client = createClient({ url: server.url, storage: memoryStorage(expired) }, hasty);
    const calls = Array.from({ length: 50 }, () => client.api.user.me.query());
    expect(await Promise.all(calls)).toHaveLength(50);
    expect(server.script.refreshes).toBe(1);
    expect(server.script.connectedWith).toEqual(["access-1"]);
  });

  test("whose answer is lost is made again with the same token, and nobody is signed out", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    await using client = createClient({ url: proxy.url, storage: memoryStorage(expired) }, hasty);
    const lost = proxy.cutBeforeReply("refresh-1");
    const answer = client.api.user.me.query();
    await lost;
    expect(await answer).toMatchObject({ username: "ada" });
    expect(server.script.refreshTokens).toEqual(["refresh-old", "refresh-old"]);
    expect(client.session.getSnapshot()).toEqual({ status: "signed-in", sessionId: "session-1" });
  });

  test("that cannot reach the server keeps the session, and the call says unreachable", async () => {
    await using client = createClient(
      { url: "http://127.0.0.1:1", storage: memoryStorage(expired), deadlineMs: 50 },
      { ...hasty, random: () => 0.1 },
    );
    expect(await failure(client.api.user.me.query())).toMatchObject({ reason: "unreachable", outcome: "refused" });
    expect(client.session.getSnapshot()).toMatchObject({ status: "signed-in" });
  });

  test("that fails inside the server keeps the session", async () => {
    await using server = await startSmallServer();
    server.script.refuseRefresh = "internal";
    await using client = createClient({ url: server.url, storage: memoryStorage(expired) }, hasty);
    const answer = client.api.user.me.query();
    await until(client.connection, (state) => state.name === "waiting" && state.attempt > 2);
    expect(client.session.getSnapshot()).toMatchObject({ status: "signed-in" });
    server.script.refuseRefresh = null;
    expect(await answer).toMatchObject({ username: "ada" });
  });

  test.each(["session_ended", "bad_credentials", "account_disabled"] as const)("%s ends the session", async (reason) => {
    await using server = await startSmallServer();
    server.script.refuseRefresh = reason;
    const storage = memoryStorage(expired);
    await using client = createClient({ url: server.url, storage }, hasty);
    expect(await failure(client.api.user.me.query())).toMatchObject({ reason, outcome: "refused" });
    expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason });
    expect(client.connection.getSnapshot()).toEqual({ name: "signed-out" });
    expect(storage.load()).toBeNull();
  });

  test("stores the new tokens before they are used", async () => {
    await using server = await startSmallServer();
    const storage = memoryStorage(expired);
    await using client = createClient({ url: server.url, storage }, hasty);
    await client.api.user.me.query();
    expect(storage.load()).toMatchObject({ accessToken: "access-1", refreshToken: "refresh-1" });
  });

  test("made by another program that shares the storage is not made again", async () => {
    await using server = await startSmallServer();
    const storage = memoryStorage(expired);
    await using one = createClient({ url: server.url, storage }, hasty);
    await using other = createClient({ url: server.url, storage }, hasty);
    await until(other.session, ({ status }) => status === "signed-in");
    await one.api.user.me.query();
    await other.api.user.me.query();
    expect(server.script.refreshes).toBe(1);
  });

  test("works although storing fails: the tokens are in memory", async () => {
    await using server = await startSmallServer();
    const storage = { load: () => expired, save: () => Promise.reject(new Error("the disk is full")) };
    await using client = createClient({ url: server.url, storage }, hasty);
    await client.api.user.me.query();
    server.closeAll(4402);
    await until(client.connection, ({ name }) => name === "refreshing");
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
    expect(server.script.refreshTokens).toEqual(["refresh-old", "refresh-1"]);
  });
});

describe("signing in and out", () => {
  test("a wrong name is refused, and nothing changes", async () => {
    await using server = await startSmallServer();
    await using client = createClient({ url: server.url }, hasty);
    expect(await failure(client.signIn({ login: "mallory", password }))).toMatchObject({ reason: "bad_credentials" });
    expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason: null });
  });

  test("a session that was kept is taken up again", async () => {
    await using server = await startSmallServer();
    const storage = memoryStorage();
    await (await clientOfAda(server.url, { storage })).close();
    await using later = createClient({ url: server.url, storage }, hasty);
    expect(later.session.getSnapshot()).toEqual({ status: "restoring" });
    expect(await later.api.user.me.query()).toMatchObject({ username: "ada" });
    expect(server.script.refreshes).toBe(0);
  });

  test("signing in fails if the session cannot be kept", async () => {
    await using server = await startSmallServer();
    const storage = { load: () => null, save: () => Promise.reject(new Error("the disk is full")) };
    await using client = createClient({ url: server.url, storage }, hasty);
    await expect(client.signIn({ login: "ada", password })).rejects.toThrow("the disk is full");
    expect(client.session.getSnapshot()).toMatchObject({ status: "signed-out" });
  });

  test("signing out tells the server, forgets the tokens and ends what was under way", async () => {
    await using server = await startSmallServer();
    const storage = memoryStorage();
    await using client = await clientOfAda(server.url, { storage });
    const stream = new Promise((onError) => client.api.sync.onEvent.subscribe({}, { onError }));
    await client.api.user.me.query();
    await client.signOut();
    expect(await stream).toMatchObject({ reason: "not_signed_in" });
    expect(server.script.logouts).toBe(1);
    expect(storage.load()).toBeNull();
    expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason: null });
  });

  test("signing out without a network is over here, and says that the server does not know", async () => {
    const server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    await server.stop();
    expect(await failure(client.signOut())).toMatchObject({ reason: "unreachable" });
    expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason: null });
  });

  test("signing out twice is harmless", async () => {
    await using server = await startSmallServer();
    await using client = await clientOfAda(server.url);
    await client.signOut();
    await client.signOut();
    expect(server.script.logouts).toBe(1);
  });

  test("what one person began does not go on for the next one", async () => {
    await using server = await startSmallServer();
    const kept: StoredSession = { ...expired, sessionId: "another", accessExpiresAt: Date.now() + 900_000 };
    server.script.good.add(kept.accessToken);
    await using client = createClient({ url: server.url, storage: memoryStorage(kept) }, hasty);
    const pending = failure(client.api.user.list.query({}));
    await until(client.connection, ({ name }) => name === "open");
    await client.signIn({ login: "ada", password });
    expect(await pending).toMatchObject({ reason: "not_signed_in" });
    expect(client.session.getSnapshot()).toEqual({ status: "signed-in", sessionId: "session-1" });
  });

  test("a bot's token needs no signing in, and is never refreshed", async () => {
    await using server = await startSmallServer();
    server.script.good.add("bot-token");
    await using client = createClient({ url: server.url, token: "bot-token" }, hasty);
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
    server.closeAll(4402);
    await until(client.session, ({ status }) => status === "signed-out");
    expect(server.script.refreshes).toBe(0);
  });
});
