import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type NatterClient, type NatterClientOptions } from "../../client-sdk/client.ts";
import { memoryStorage } from "../../client-sdk/storage.ts";
import type { Event, Room } from "../../server/contract/index.ts";
import { Listener } from "../support/people.ts";
import { startProxy } from "../support/proxy.ts";
import { serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";
import { failure, hasty, password, until } from "../unit/sdk-support.ts";

let server: ServerUnderTest;

beforeAll(async () => {
  server = await serverUnderTest();
});

afterAll(() => server[Symbol.asyncDispose]());

/** A new person with the client that we publish, over `url` where that is not the server itself. */
async function newcomer(name: string, options: Partial<NatterClientOptions> = {}): Promise<NatterClient> {
  const client = createClient({ url: server.url, ...options }, hasty);
  await client.signUp({ username: uniqueName(name), password });
  return client;
}

async function roomOf(ada: NatterClient, grace: NatterClient): Promise<Room> {
  const { id } = await grace.api.user.me.query();
  return ada.api.room.create.mutate({ type: "private", name: "Engines", memberIds: [id] });
}

const sentIn = (events: Event[]) =>
  events.flatMap((event) => (event.kind === "message.sent" ? [event.message.body] : []));
const portOf = (url: string) => Number(new URL(url).port);

describe("ada and grace talk through a network that breaks", () => {
  test("every send is stored once, in order, and grace sees each once, in order", async () => {
    await using proxy = await startProxy(portOf(server.url));
    await using ada = await newcomer("ada", { url: proxy.url });
    await using grace = await newcomer("grace", { url: proxy.url });
    const room = await roomOf(ada, grace);
    const stream = await new Listener(grace.api).ready();
    const bodies = Array.from({ length: 300 }, (_, index) => `message ${index}.`);
    const sends: Promise<{ seq: number; body: string }>[] = [];
    for (const [index, body] of bodies.entries()) {
      if (index % 30 === 15) void proxy.cutBeforeReply(body);
      sends.push(ada.send({ roomId: room.id, body }));
      if (index % 10 === 0) await sends.at(-1);
      if (index % 50 === 0) proxy.cut();
    }
    const stored = await Promise.all(sends);
    expect(stored.map(({ body }) => body)).toEqual(bodies);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => (stored[0]?.seq ?? 0) + index));
    await stream.until((events) => sentIn(events).length >= bodies.length);
    expect(sentIn(stream.events)).toEqual(bodies);
    expect(proxy.accepted).toBeGreaterThan(20);
    stream.stop();
  });

  test("a server that is killed and started again loses nothing and doubles nothing", async ({ skip }) => {
    const own = server.own ?? skip();
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const room = await roomOf(ada, grace);
    const stream = await new Listener(grace.api).ready();
    const bodies = Array.from({ length: 60 }, (_, index) => `message ${index}`);
    const sends = bodies.slice(0, 30).map((body) => ada.send({ roomId: room.id, body }));
    const back = own.restart();
    sends.push(...bodies.slice(30).map((body) => ada.send({ roomId: room.id, body })));
    await back;
    const stored = await Promise.all(sends);
    expect(stored.map(({ body }) => body)).toEqual(bodies);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => (stored[0]?.seq ?? 0) + index));
    await stream.until((events) => sentIn(events).length >= bodies.length);
    expect(sentIn(stream.events)).toEqual(bodies);
    stream.stop();
  });

  test("no send fails while the server is asked to stop and started again", async ({ skip }) => {
    const own = server.own ?? skip();
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const room = await roomOf(ada, grace);
    let stopped = false;
    const restarted = own
      .stop()
      .then(() => own.start())
      .then(() => (stopped = true));
    const sends: Promise<{ body: string }>[] = [];
    for (let count = 0; !stopped && count < 500; count++) {
      sends.push(ada.send({ roomId: room.id, body: `message ${count}` }));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await restarted;
    const stored = await Promise.all(sends);
    expect(stored.map(({ body }) => body)).toEqual(stored.map((_, index) => `message ${index}`));
  });
});

test("a room whose creation was answered into the void is there once", async () => {
  await using proxy = await startProxy(portOf(server.url));
  await using ada = await newcomer("ada", { url: proxy.url });
  await ada.api.user.me.query();
  const lost = proxy.cutBeforeReply("Engines");
  const created = ada.api.room.create.mutate({ type: "private", name: "Engines" });
  await lost;
  const { id } = await created;
  expect((await ada.api.room.list.query()).items.map((room) => room.id)).toEqual([id]);
});

describe("a session", () => {
  test("is taken up again from where it was kept, and renewed when its token has expired", async () => {
    const storage = memoryStorage();
    const first = await newcomer("ada", { storage });
    const me = await first.api.user.me.query();
    await first.close();
    const kept = await storage.load();
    if (kept === null) throw new Error("nothing was kept");
    await storage.save({ ...kept, accessExpiresAt: 0 });
    await using later = createClient({ url: server.url, storage }, hasty);
    expect(await later.api.user.me.query()).toEqual(me);
    expect((await storage.load())?.refreshToken).not.toBe(kept.refreshToken);
  });

  test("survives a refresh whose answer is lost", async () => {
    const storage = memoryStorage();
    await (await newcomer("ada", { storage })).close();
    const kept = await storage.load();
    if (kept === null) throw new Error("nothing was kept");
    await storage.save({ ...kept, accessExpiresAt: 0 });
    await using proxy = await startProxy(portOf(server.url));
    await using later = createClient({ url: proxy.url, storage }, hasty);
    const lost = proxy.cutBeforeReply("refreshToken");
    const answer = later.api.user.me.query();
    await lost;
    expect(await answer).toMatchObject({ kind: "person" });
  });

  test("that is ended from another device ends here, stream and all", async () => {
    const username = uniqueName("ada");
    await using here = createClient({ url: server.url }, hasty);
    await using there = createClient({ url: server.url }, hasty);
    await here.signUp({ username, password });
    await there.signIn({ login: username, password, device: "another" });
    const stream = await new Listener(here.api).ready();
    await there.signOutEverywhere();
    await until(here.session, ({ status }) => status === "signed-out");
    expect(here.session.getSnapshot()).toEqual({ status: "signed-out", reason: "session_ended" });
    expect(stream.error).toMatchObject({ reason: "session_ended" });
    expect(there.session.getSnapshot()).toEqual({ status: "signed-out", reason: null });
  });

  test("as a cookie outlives the page, out of reach of its scripts, until somebody signs out", async () => {
    const browser = cookieJar();
    const login = uniqueName("ada");
    const page = createClient({ url: server.url, cookie: true, fetch: browser.fetch }, hasty);
    await page.signUp({ username: login, password });
    await page.close();
    expect(browser.cookie()).toMatch(/^natter_refresh=\S+$/);

    await using reloaded = createClient({ url: server.url, cookie: true, fetch: browser.fetch }, hasty);
    expect(await reloaded.api.user.me.query()).toMatchObject({ username: login });
    await reloaded.signOut();

    await using again = createClient({ url: server.url, cookie: true, fetch: browser.fetch }, hasty);
    await until(again.session, ({ status }) => status === "signed-out");
    expect(again.session.getSnapshot()).toEqual({ status: "signed-out", reason: null });
  });
});

describe("an error says why", () => {
  test("which field was wrong", async () => {
    await using client = createClient({ url: server.url }, hasty);
    const error = await failure(client.signUp({ username: "?", password }));
    expect(error).toMatchObject({
      reason: "invalid_input",
      outcome: "refused",
      fields: { username: expect.any(String) },
    });
  });

  test("over the socket as over HTTP", async () => {
    await using ada = await newcomer("ada");
    const error = await failure(ada.api.room.open.query({ roomId: "no-such-room" }));
    expect(error).toMatchObject({
      reason: "not_found",
      outcome: "refused",
      data: { reason: "not_found", httpStatus: 404 },
    });
    expect(await failure(ada.signIn({ login: "ada", password: "wrong" }))).toMatchObject({ reason: "bad_credentials" });
  });

  test("a clientId that is used again for something else", async () => {
    await using ada = await newcomer("ada");
    await using grace = await newcomer("grace");
    const { id: roomId } = await roomOf(ada, grace);
    await ada.send({ roomId, body: "one", clientId: "same" });
    expect(await failure(ada.send({ roomId, body: "two", clientId: "same" }))).toMatchObject({
      reason: "client_id_reused",
    });
  });
});

/** As much of a browser as cookies need. */
function cookieJar(): { fetch: typeof fetch; cookie(): string } {
  let cookie = "";
  return {
    cookie: () => cookie,
    fetch: async (address, init) => {
      const headers = new Headers(init?.headers);
      if (cookie !== "") headers.set("cookie", cookie);
      const response = await fetch(address, { ...init, headers });
      const set = response.headers.get("set-cookie")?.split(";")[0];
      if (set !== undefined) cookie = set.endsWith("=") ? "" : set;
      return response;
    },
  };
}
