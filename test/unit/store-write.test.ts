import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startChat, type Chat, type TempStore } from "../support/store.ts";
import { stores } from "../support/stores.ts";

describe.each(stores())("writing to %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  test("positions and seqs count up without a gap, in the order of the commands", async () => {
    const { ada, grace } = chat;
    const items = await chat.write(
      ada.create("lab", [grace]),
      ada.send("lab", "one"),
      grace.create("attic"),
      grace.send("lab", "two"),
      grace.send("attic", "three"),
    );
    const events = items.flatMap((item) => (item.type === "event" ? [item] : []));
    expect(events.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const seqsOf = (roomId: string) =>
      events.filter(({ event }) => event.roomId === roomId).map(({ event }) => event.seq);
    expect(seqsOf("lab")).toEqual([1, 2, 3, 4, 5]);
    expect(seqsOf("attic")).toEqual([1, 2, 3]);
    expect(await chat.store.log.head()).toBe(8);
  });

  test("what ada reads back is what was published, also after a restart", async () => {
    const { ada, grace } = chat;
    const items = await chat.write(
      ada.create("lab", [grace], { name: "Lab", topic: "Engines" }),
      ada.send("lab", "hello", { id: "m1", data: { color: "blue", deep: [1, { two: null }] }, mention: ["grace"] }),
      grace.react("m1", "👍"),
      grace.unreact("m1", "👍"),
      ada.setRole("lab", grace, "moderator"),
      ada.rename("lab", "Laboratory"),
    );
    const store = await temp.reopen();
    const page = await store.log.read({ userId: "ada" }, 0, 100, Infinity);
    const published = items.flatMap((item) => (item.type === "event" ? [[item.position, item.event.kind]] : []));
    expect(page.events.map(({ position, event }) => [position, event.kind])).toEqual(published);
    // The rows have moved on since some of the events: those of the last command are the same to the letter.
    expect(page.events.at(-1)?.event).toEqual(
      items.flatMap((item) => (item.type === "event" ? [item.event] : [])).at(-1),
    );
    expect(page.events.find(({ event }) => event.kind === "reaction.removed")?.event).toMatchObject({
      emoji: "👍",
      messageId: "m1",
      updatedSeq: 6,
    });
  });

  test("an entry that is not the next of its room is refused whole", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    const outcome = await chat.attempt(ada.send("lab", "leave a seq out", { id: "m1" }));
    expect(outcome.kind).toBe("failed");
    expect(await chat.store.messages.get("m1", "ada")).toBeNull();
    expect(await chat.store.log.head()).toBe(2);
  });

  test("a command that throws fails alone, the others of its batch succeed", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    const { outcomes, items, head } = await chat.store.write([
      ada.send("lab", "good", { id: "m1" }),
      ada.send("lab", "change what is not there", { id: "m2" }),
      ada.send("lab", "also good", { id: "m3" }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "failed", "done"]);
    expect(items.map(({ position }) => position)).toEqual([3, 4]);
    expect(head).toBe(4);
    expect(await chat.store.messages.get("m2", "ada")).toBeNull();
    const { items: messages } = await chat.store.messages.list("lab", "ada", { limit: 10 });
    expect(messages.map(({ id, seq }) => [id, seq])).toEqual([
      ["m1", 3],
      ["m3", 4],
    ]);
  });

  test("what went wrong is told with its code and its cause, for the log", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    const outcome = await chat.attempt(ada.send("lab", "throw"));
    expect(outcome).toMatchObject({ kind: "failed", error: { message: "as it was told", code: "ERR_TOLD" } });
    expect(outcome).toMatchObject({ error: { cause: { name: "TypeError", message: "why" } } });
    expect(outcome.kind === "failed" && outcome.error).toBeInstanceOf(Error);
  });

  test("what is written can be read at once, by whoever hears of it", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    for (let number = 0; number < 50; number++) {
      const { head } = await chat.store.write([ada.send("lab", `${number}`, { id: `m${number}` })]);
      expect(await chat.store.log.head()).toBe(head);
      expect(await chat.store.messages.get(`m${number}`, "ada")).toMatchObject({ body: `${number}` });
    }
  });

  test("what is asked for while a write is under way is carried out after it, in order", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    const writes = Array.from({ length: 20 }, (_, number) => chat.store.write([ada.send("lab", `${number}`)]));
    expect(await chat.store.ping()).toBe(true);
    const heads = (await Promise.all(writes)).map(({ head }) => head);
    expect(heads).toEqual(Array.from({ length: 20 }, (_, number) => number + 3));
  });

  test("a refusal leaves the others of its batch alone and writes nothing", async () => {
    const { ada, mallory } = chat;
    await chat.write(ada.create("lab"));
    const { outcomes } = await chat.store.write([
      ada.send("lab", "one"),
      mallory.send("lab", "two"),
      ada.send("lab", "three"),
    ]);
    expect(outcomes).toMatchObject([
      { kind: "done" },
      { kind: "refused", refusal: { reason: "not_found" } },
      { kind: "done" },
    ]);
  });

  test("a refresh token that comes back ends its session although the refresh is refused", async () => {
    const minutes = (number: number) => new Date(chat.now.getTime() + number * 60_000);
    const refresh = { kind: "session.refresh", sessionId: "session-ada", refreshExpiresAt: minutes(60) } as const;
    await chat.write({ ...refresh, at: minutes(1), presentedHash: "first", nextHash: "second" });
    const { outcomes, items } = await chat.store.write([
      { ...refresh, at: minutes(2), presentedHash: "first", nextHash: "second" },
    ]);
    expect(outcomes).toMatchObject([{ kind: "refused", refusal: { reason: "session_ended" } }]);
    expect(items).toMatchObject([
      { type: "server", position: 1, entry: { kind: "session.ended", sessionId: "session-ada" } },
    ]);
    expect(await chat.store.sessions.check("session-ada", chat.now)).toEqual({ userId: "ada", state: "ended" });
  });

  test("state follows the entries of its own decision and comes before the next one's", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]));
    const items = await chat.write(
      ada.send("lab", "one"),
      grace.markRead("lab", 4),
      ada.update({ statusText: "out" }),
      ada.send("lab", "two"),
    );
    expect(items.map((item) => [item.type, item.position])).toEqual([
      ["event", 4],
      ["state", 4],
      ["state", 4],
      ["event", 5],
    ]);
    expect(items[1]).toMatchObject({
      state: { kind: "read.moved", roomId: "lab", userId: "grace", readSeq: 4, ownDevicesOnly: false },
    });
    expect(items[2]).toMatchObject({ state: { kind: "user.updated", user: { id: "ada", statusText: "out" } } });
  });

  test("state that a decision with entries changes stands after all of them", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    const { items } = await chat.store.write([ada.send("lab", "tell a read mark")]);
    expect(items.map(({ type, position }) => [type, position])).toEqual([
      ["event", 3],
      ["state", 3],
    ]);
  });

  test("a send with a clientId that was used is answered with what was stored, as it is now", async () => {
    const { ada } = chat;
    await chat.write(ada.create("lab"), ada.send("lab", "one", { id: "m1", clientId: "c" }), ada.edit("m1", "uno"));
    const again = await chat.attempt(ada.send("lab", "one", { id: "m2", clientId: "c" }));
    expect(again).toMatchObject({ kind: "done", answer: { id: "m1", body: "uno" } });
    const reused = await chat.attempt(ada.send("lab", "another", { id: "m3", clientId: "c" }));
    expect(reused).toMatchObject({ kind: "refused", refusal: { reason: "client_id_reused" } });
    expect(await chat.store.log.head()).toBe(4);
  });

  test("what is created twice is created once: a room by its clientId, a direct room by its people", async () => {
    const { ada, grace } = chat;
    const create = { ...ada.create("lab"), clientId: "c" } as const;
    await chat.write(create, ada.direct("d1", [grace]));
    expect(await chat.attempt({ ...create, roomId: "lab2" } as typeof create)).toMatchObject({ answer: { id: "lab" } });
    expect(await chat.attempt(grace.direct("d2", [ada]))).toMatchObject({ answer: { id: "d1", memberCount: 2 } });
  });

  test("names and addresses are taken whatever their case", async () => {
    await chat.write(chat.person("Hopper").register({ email: "Hopper@Example.org" }));
    const sameName = chat.person("HOPPER").register();
    const sameEmail = chat.person("other").register({ email: "hopper@example.ORG" });
    expect(await chat.attempt(sameName)).toMatchObject({ refusal: { reason: "username_taken" } });
    expect(await chat.attempt(sameEmail)).toMatchObject({ refusal: { reason: "email_taken" } });
    expect(await chat.store.users.forLogin("hOPPER@example.org")).toMatchObject({ userId: "Hopper" });
  });

  test("two people of a direct room with a block between them cannot write there, others can", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.direct("d", [grace, mallory]), grace.block(mallory), ada.create("lab", [grace, mallory]));
    expect(await chat.attempt(mallory.send("d", "hey"))).toMatchObject({ refusal: { reason: "not_allowed" } });
    expect(await chat.attempt(grace.send("d", "hey"))).toMatchObject({ refusal: { reason: "not_allowed" } });
    expect(await chat.attempt(ada.send("d", "hey"))).toMatchObject({ kind: "done" });
    expect(await chat.attempt(mallory.send("lab", "hey"))).toMatchObject({ kind: "done" });
    expect(await chat.store.users.blockersOf("mallory")).toEqual(["grace"]);
    expect((await chat.store.users.blocked("grace")).map(({ id }) => id)).toEqual(["mallory"]);
  });
});
