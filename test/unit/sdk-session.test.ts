import { afterEach, describe, expect, test, vi } from "vitest";
import { createClient } from "../../client-sdk/client.ts";
import { NatterError } from "../../client-sdk/errors.ts";
import { SessionKeeper } from "../../client-sdk/session.ts";
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

  test.each(["session_ended", "bad_credentials", "account_disabled"] as const)(
    "%s ends the session",
    async (reason) => {
      await using server = await startSmallServer();
      server.script.refuseRefresh = reason;
      const storage = memoryStorage(expired);
      await using client = createClient({ url: server.url, storage }, hasty);
      expect(await failure(client.api.user.me.query())).toMatchObject({ reason, outcome: "refused" });
      expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason });
      expect(client.connection.getSnapshot()).toEqual({ name: "signed-out" });
      expect(storage.load()).toBeNull();
    },
  );

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

  test("so is signing out with an expired token and without a network", async () => {
    const storage = memoryStorage(expired);
    await using client = createClient({ url: "http://127.0.0.1:1", storage }, hasty);
    expect(await failure(client.signOut())).toMatchObject({ reason: "unreachable" });
    expect(client.session.getSnapshot()).toEqual({ status: "signed-out", reason: null });
    expect(storage.load()).toBeNull();
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

  test("a renewal of the earlier session that is under way does not undo it", async () => {
    await using server = await startSmallServer();
    await using proxy = await startProxy(server.port);
    const storage = memoryStorage(expired);
    await using client = createClient({ url: proxy.url, storage }, hasty);
    proxy.stall();
    client.connect();
    await until(client.connection, ({ name }) => name === "refreshing");
    const signedIn = client.signIn({ login: "ada", password });
    proxy.resume();
    await signedIn;
    expect(await client.api.user.me.query()).toMatchObject({ username: "ada" });
    const [current] = server.script.connectedWith.slice(-1);
    expect(storage.load()).toMatchObject({ accessToken: current });
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

describe("ahead of the expiry", () => {
  const minute = 60_000;
  afterEach(() => void vi.useRealTimers());

  /** A session whose server gives tokens for 15 minutes by its own clock, which may differ. */
  function keeper(clockDifferenceMs = 0) {
    vi.useFakeTimers();
    const refreshes: number[] = [];
    const begun = Date.now();
    let failing = false;
    const session = () => ({
      id: "session-1",
      accessToken: `access-${refreshes.length}`,
      accessExpiresAt: new Date(Date.now() + clockDifferenceMs + 15 * minute),
      refreshToken: `refresh-${refreshes.length}`,
      refreshExpiresAt: new Date(Date.now() + 1e9),
    });
    const never = () => Promise.reject(new NatterError("unreachable"));
    const auth = {
      login: { mutate: async () => ({ user: {} as never, session: session() }) },
      refresh: {
        mutate: async () => {
          refreshes.push(Math.round((Date.now() - begun) / minute));
          if (failing) throw new NatterError("unreachable");
          return session();
        },
      },
      register: { mutate: never },
      logout: { mutate: never },
      logoutEverywhere: { mutate: never },
    };
    const kept = new SessionKeeper({ auth, storage: memoryStorage(), cookie: false, random: () => 0 });
    return { kept, refreshes, fail: (on: boolean) => (failing = on) };
  }

  test("a session in use is renewed a minute before, again and again", async () => {
    const { kept, refreshes } = keeper();
    await kept.signIn({ login: "ada", password });
    kept.keepFresh(true);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(refreshes).toEqual([14, 28, 42, 56]);
    kept.keepFresh(false);
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(refreshes).toHaveLength(4);
  });

  test("whoever asks meanwhile waits for the one renewal", async () => {
    const { kept, refreshes } = keeper();
    await kept.signIn({ login: "ada", password });
    kept.spoil("access-0");
    await Promise.all([kept.renew(), kept.renew(), kept.renew()]);
    expect(refreshes).toHaveLength(1);
    expect(kept.current()).toBe("access-1");
  });

  test("a client does so while its connection is open", async () => {
    await using server = await startSmallServer();
    const renewed = Promise.withResolvers<void>();
    const kept = memoryStorage();
    const save = (session: StoredSession | null) => {
      if (session?.accessToken === "access-2") renewed.resolve();
      return kept.save(session);
    };
    const storage = { ...kept, save };
    const quiet = { quietMs: 1e9, hurriedMs: 1e9, answerMs: 1e9 };
    await using client = await clientOfAda(server.url, { storage }, { random: () => 0, heartbeat: quiet });
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    client.connect();
    await until(client.connection, ({ name }) => name === "open");
    vi.advanceTimersByTime(14 * minute);
    await renewed.promise;
  });

  test("a clock that is an hour ahead leads to no storm", async () => {
    const { kept, refreshes } = keeper(-60 * minute);
    await kept.signIn({ login: "ada", password });
    expect(kept.current()).toBe("access-0");
    kept.keepFresh(true);
    await vi.advanceTimersByTimeAsync(20 * minute);
    expect(refreshes).toEqual([5, 10, 15, 20]);
  });

  test("a renewal that fails is tried again every half minute", async () => {
    const { kept, refreshes, fail } = keeper();
    await kept.signIn({ login: "ada", password });
    kept.keepFresh(true);
    fail(true);
    await vi.advanceTimersByTimeAsync(15 * minute);
    expect(refreshes).toEqual([14, 15, 15]);
    fail(false);
    await vi.advanceTimersByTimeAsync(minute);
    expect(kept.current()).toBe("access-4");
    kept.keepFresh(false);
  });
});
