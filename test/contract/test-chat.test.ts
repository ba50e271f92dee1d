import { describe, expect, test } from "vitest";
import { createTestChat, testPassword } from "../../client-sdk/testing/index.ts";
import { createNatterClient, isNatterError, type NatterClient } from "../../client-sdk/index.ts";
import type { Event } from "../../server/contract/index.ts";
import { startTestServer } from "../../server/testing.ts";
import { httpClient, signIn } from "../support/people.ts";
import { Inbox } from "../support/inbox.ts";

const startServer = startTestServer;

/** What a client hears of everything, in order. */
class Ear {
  readonly inbox = new Inbox<Event>();

  constructor({ api }: NatterClient) {
    api.sync.onEvent.subscribe(
      {},
      { onData: ({ data }) => this.inbox.put(data), onError: (error) => this.inbox.fail(error) },
    );
  }

  bodies(): string[] {
    return this.inbox.items.flatMap((event) => (event.kind === "message.sent" ? [event.message.body] : []));
  }

  until(condition: () => boolean): Promise<void> {
    return this.inbox.until(condition, () => this.inbox.items.map(({ kind }) => kind));
  }

  async ready(): Promise<this> {
    await this.until(() => this.inbox.items.length > 0);
    return this;
  }
}

async function stage() {
  const chat = await createTestChat({ startServer });
  const [ada, grace] = await Promise.all([chat.person("ada"), chat.person("grace")]);
  const { id: roomId } = await chat.room("Engines", ada, grace);
  const stored = async () => {
    const { items } = await ada.api.message.list.query({ roomId });
    return items.map(({ body }) => body);
  };
  return { chat, ada, grace, roomId, stored, [Symbol.asyncDispose]: () => chat.close() };
}

describe("a test chat", () => {
  test("has people in it who talk, and starts empty each time", async () => {
    for (let round = 0; round < 2; round++) {
      await using staged = await stage();
      const { chat, ada, grace, roomId, stored } = staged;
      const hears = await new Ear(grace).ready();
      await ada.send({ roomId, body: "hello" });
      await hears.until(() => hears.bodies().length === 1);
      expect(await stored()).toEqual(["hello"]);
      expect((await ada.api.user.list.query()).items).toHaveLength(2);
      await expect(chat.room("Other", ada, createNatterClient({ url: chat.url }))).rejects.toThrow(
        "one of this chat's",
      );
    }
  });

  test("lets anybody in who knows the password: the app, another device, a client that is not ours", async () => {
    await using staged = await stage();
    const { chat, ada, roomId } = staged;
    const phone = await chat.person("ada");
    await using app = createNatterClient({ url: chat.url });
    await app.signIn({ login: "ada", password: testPassword });
    await using stock = await signIn(chat.url, "ada");
    const me = await ada.api.user.me.query();
    for (const { api } of [phone, app, stock]) expect(await api.user.me.query()).toEqual(me);
    expect((await ada.api.auth.sessions.query()).items).toHaveLength(4);
    const other = await chat.person("grace");
    await expect(other.api.message.list.query({ roomId })).resolves.toMatchObject({ items: [] });
  });

  test("lets pages of every origin in", async () => {
    await using chat = await createTestChat({ startServer });
    const headers = { origin: "http://localhost:5173", "content-type": "application/json" };
    const preflight = await fetch(`${chat.url}/trpc/auth.register`, { method: "OPTIONS", headers });
    const body = JSON.stringify({ json: { username: "ada", password: testPassword, cookie: true } });
    const answer = await fetch(`${chat.url}/trpc/auth.register`, { method: "POST", headers, body });
    expect([preflight.status, answer.status]).toEqual([204, 200]);
    for (const response of [preflight, answer]) {
      expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
      expect(response.headers.get("access-control-allow-credentials")).toBe("true");
    }
    expect(answer.headers.get("set-cookie")).toContain("HttpOnly");
  });

  test("has a clock that stands still but for the test", async () => {
    const now = new Date("2030-01-07T09:00:00Z");
    await using chat = await createTestChat({ startServer, now });
    const ada = await chat.person("ada");
    const { id: roomId } = await chat.room("Notes", ada);
    const first = await ada.send({ roomId, body: "on Monday" });
    chat.clock.advance(24 * 60 * 60 * 1000);
    const second = await ada.send({ roomId, body: "on Tuesday" });
    expect(first.createdAt).toEqual(now);
    expect(second.createdAt).toEqual(new Date("2030-01-08T09:00:00Z"));
    expect(chat.clock.now()).toEqual(second.createdAt);
    expect(() => chat.clock.advance(Number.NaN)).toThrow(RangeError);
  });

  test("ages tokens and sessions with its clock", async () => {
    await using staged = await stage();
    const { chat, ada, grace, roomId } = staged;
    chat.clock.advance(16 * 60 * 1000);
    chat.faults.drop();
    // The access token has run out: the client renews it and nobody notices.
    expect(await ada.send({ roomId, body: "still here" })).toMatchObject({ body: "still here" });
    chat.clock.advance(31 * 24 * 60 * 60 * 1000);
    chat.faults.drop();
    await expect(grace.send({ roomId, body: "am I?" })).rejects.toMatchObject({ reason: "session_ended" });
  });

  test("ends typing by its clock, and not before", async () => {
    await using staged = await stage();
    const { chat, ada, grace, roomId } = staged;
    const [hers, room] = await Promise.all([ada.rooms.open(roomId), grace.rooms.open(roomId)]);
    const typists = () => room.getSnapshot().typing.map(({ username }) => username);
    hers.setTyping(true);
    await expect.poll(typists).toEqual(["ada"]);
    chat.clock.advance(5_999);
    // What is asked after it is answered after it: had it ended, that would have been told.
    await grace.api.user.me.query();
    expect(typists()).toEqual(["ada"]);
    chat.clock.advance(1);
    // Well before the client would end it by itself.
    await expect.poll(typists, { timeout: 3_000 }).toEqual([]);
  });

  test("takes people offline by its clock", async () => {
    await using staged = await stage();
    const { chat, ada, grace } = staged;
    const { id } = await grace.api.user.me.query();
    const stop = ada.presence.subscribe(() => {});
    const status = () => ada.presence.getSnapshot().get(id)?.status;
    await expect.poll(status).toBe("online");
    await grace.close();
    expect(status()).toBe("online");
    // Her way out is the network's: the three seconds begin where it has ended. The machine's would not be over yet.
    await expect.poll(() => (chat.clock.advance(3_000), status()), { timeout: 2_900 }).toBe("offline");
    stop();
  });
});

describe("its faults", () => {
  test("drop: streams go on where they were cut", async () => {
    await using staged = await stage();
    const { chat, ada, grace, roomId } = staged;
    const hears = await new Ear(grace).ready();
    const said: string[] = [];
    for (let round = 0; round < 3; round++) {
      said.push(`before ${round}`, `after ${round}`);
      await ada.send({ roomId, body: `before ${round}` });
      chat.faults.drop(round === 2 ? undefined : grace);
      await ada.send({ roomId, body: `after ${round}` });
      await hears.until(() => hears.bodies().length === said.length);
    }
    expect(hears.bodies()).toEqual(said);
  });

  test("drop of one client leaves the others alone", async () => {
    await using staged = await stage();
    const { chat, ada, grace, roomId } = staged;
    const seen = [ada, grace].map(({ connection }) => {
      const names: string[] = [];
      connection.subscribe(() => names.push(connection.getSnapshot().name));
      return names;
    });
    await Promise.all([ada, grace].map((one) => one.api.message.list.query({ roomId })));
    seen.forEach((names) => names.splice(0));
    chat.faults.drop(grace);
    await grace.send({ roomId, body: "back" });
    expect(seen[0]?.filter((name) => name !== "open")).toEqual([]);
    expect(seen[1]?.length).toBeGreaterThan(0);
  });

  test("loseReplyTo: it is done, the client does not know, sends again, and it is stored once", async () => {
    await using staged = await stage();
    const { chat, ada, roomId, stored } = staged;
    const lost = chat.faults.loseReplyTo("message.send");
    const sent = ada.send({ roomId, body: "hello" });
    await lost;
    expect(ada.connection.getSnapshot().name).not.toBe("signed-out");
    expect(await sent).toMatchObject({ body: "hello" });
    expect(await stored()).toEqual(["hello"]);

    const change = { currentPassword: testPassword, newPassword: "another good long one" };
    const [outcome] = await Promise.allSettled([
      ada.api.auth.changePassword.mutate(change),
      chat.faults.loseReplyTo("auth.changePassword"),
    ]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { reason: "connection_lost", outcome: "unknown" } });
    await httpClient(chat.url).auth.login.mutate({ login: "ada", password: change.newPassword });
  });

  test("duplicate: every event arrives twice, until it is enough", async () => {
    await using staged = await stage();
    const { chat, ada, grace, roomId } = staged;
    const hears = await new Ear(grace).ready();
    const stop = chat.faults.duplicate();
    await ada.send({ roomId, body: "one" });
    await hears.until(() => hears.bodies().length === 2);
    stop();
    stop();
    await ada.send({ roomId, body: "two" });
    await hears.until(() => hears.bodies().length === 3);
    expect(hears.bodies()).toEqual(["one", "one", "two"]);
  });

  test("sleep: nothing gets to somebody or from them until they wake", async () => {
    await using staged = await stage();
    const { chat, ada, grace, roomId, stored } = staged;
    const hears = await new Ear(grace).ready();
    const wake = chat.faults.sleep(grace);
    const own = grace.send({ roomId, body: "asleep" });
    await ada.send({ roomId, body: "hello" });
    expect(hears.bodies()).toEqual([]);
    expect(await stored()).toEqual(["hello"]);
    wake();
    expect(await own).toMatchObject({ body: "asleep" });
    await hears.until(() => hears.bodies().length === 2);
    expect(hears.bodies()).toEqual(["hello", "asleep"]);
  });

  test("goOffline: nobody gets through until it is over", async () => {
    await using staged = await stage();
    const { chat, ada, roomId, stored } = staged;
    await stored();
    const goOnline = chat.faults.goOffline();
    await expect.poll(() => ada.connection.getSnapshot().name).not.toBe("open");
    const sent = ada.send({ roomId, body: "later" });
    const outcome = await httpClient(chat.url)
      .system.info.query()
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
    goOnline();
    expect(await sent).toMatchObject({ body: "later" });
    expect(await stored()).toEqual(["later"]);
  });

  test("are for people who are signed in", async () => {
    await using chat = await createTestChat({ startServer });
    const ada = await chat.person("ada");
    await ada.signOut();
    expect(() => chat.faults.sleep(ada)).toThrow("sign in first");
    await expect(ada.api.user.me.query()).rejects.toSatisfy(isNatterError);
  });
});

test("without a server beside it a test chat says what to install", async () => {
  await expect(createTestChat()).rejects.toThrow("npm install --save-dev natter");
});
