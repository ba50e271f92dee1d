import Database from "better-sqlite3";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LogPage, StateItem, StatesPlace } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { startChat, stores, type Chat, type TempStore } from "../support/store.ts";

const never = Infinity;

describe.each(stores)("what many readers replay of %s", (_name, open) => {
  let temp: TempStore;
  let chat: Chat;

  beforeEach(async () => {
    temp = await open();
    chat = await startChat(temp);
  });
  afterEach(() => temp[Symbol.asyncDispose]());

  async function eventsOf(userId: string, after = 0) {
    return (await chat.store.log.read({ userId }, after, 200, never)).events.map(({ event }) => event);
  }

  async function messageOf(userId: string, id: string) {
    for (const event of await eventsOf(userId)) if ("message" in event && event.message.id === id) return event.message;
    throw new Error(`${userId} sees no ${id}`);
  }

  test("is made once, as long as nothing in it changes", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]), ada.send("lab", "one"), grace.send("lab", "two"));
    const first = await eventsOf("ada", 3);
    await chat.write(ada.send("lab", "three"), ada.markRead("lab", 4));
    const second = await eventsOf("grace", 3);
    expect(second).toHaveLength(3);
    expect(second[0]).toBe(first[0]);
    expect(second[1]).toBe(first[1]);
  });

  test("shows the next reader what has been edited, reacted to or deleted since, wherever it is shown", async () => {
    const { ada, grace } = chat;
    await chat.write(
      ada.create("lab", [grace]),
      ada.send("lab", "one", { id: "m1" }),
      grace.send("lab", "what?", { id: "m2", replyToId: "m1" }),
    );
    await eventsOf("ada");
    await chat.write(ada.edit("m1", "won"));
    expect(await messageOf("grace", "m1")).toMatchObject({ body: "won", updatedSeq: 6 });
    expect(await messageOf("ada", "m2")).toMatchObject({ replyTo: { body: "won" } });
    await chat.write(grace.react("m1", "👍"));
    expect((await messageOf("ada", "m1")).reactions).toEqual([{ emoji: "👍", count: 1, userIds: ["grace"] }]);
    await chat.write(ada.delete("m1"));
    expect(JSON.stringify(await eventsOf("grace"))).not.toContain("won");
  });

  test("shows people as they are called now, also where nothing else has happened", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace, mallory]), ada.send("lab", "one", { id: "m1" }));
    await eventsOf("grace");
    for (const displayName of ["Ada L.", "Countess of Lovelace"]) {
      await chat.write(ada.update({ displayName }));
      expect(await messageOf("grace", "m1")).toMatchObject({ sender: { displayName } });
      const joined = (await eventsOf("mallory")).find(({ kind }) => kind === "member.joined");
      expect(joined).toMatchObject({ membership: { user: { displayName } } });
    }
  });

  test("shows a room as it is now", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace], { type: "public" }));
    expect((await eventsOf("ada"))[0]).toMatchObject({ room: { memberCount: 2, headSeq: 3 } });
    await chat.write(mallory.join("lab"));
    expect((await eventsOf("grace"))[0]).toMatchObject({ room: { memberCount: 3, headSeq: 4 } });
  });

  test("shows what another connection to the database has changed", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]), ada.send("lab", "one", { id: "m1" }));
    await eventsOf("ada");
    const db = new Database(temp.file);
    db.exec(`
      begin;
      update messages set body = 'won', updated_seq = 5;
      insert into events (position, kind, room_id, seq, at, actor_id, message_id)
        values (5, 'message.edited', 'lab', 5, 0, 'ada', 'm1');
      update rooms set head_seq = 5, head_position = 5;
      commit;
    `);
    db.close();
    expect((await eventsOf("grace", 3)).map((event) => "message" in event && event.message.body)).toEqual([
      "won",
      "won",
    ]);
  });

  test("goes to nobody who may not see it, however often it has been read", async () => {
    const { ada, grace, mallory } = chat;
    await chat.write(ada.create("lab", [grace], { type: "public" }), ada.send("lab", "secret"));
    await eventsOf("ada");
    expect(await eventsOf("mallory")).toEqual([]);
    await chat.write(ada.member("room.removeMember", "lab", grace), mallory.join("lab"));
    await eventsOf("ada");
    expect((await eventsOf("grace")).map(({ kind }) => kind)).toEqual(["member.removed"]);
    expect((await eventsOf("mallory")).map(({ kind }) => kind)).toEqual(["member.joined"]);
  });

  test("is what a server that has just started would tell, whatever has been done and read before", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(6), fc.nat(7), fc.nat(2)), { maxLength: 30 }), async (steps) => {
        await using own = await open();
        const { ada, grace, mallory, ...rest } = await startedChat(own);
        const people = [ada, grace, mallory];
        for (const [what, which, who] of steps) {
          const person = people[who] ?? ada;
          const id = `m${which}`;
          const commands = [
            person.send("lab", "said", which === 0 ? { id: `s${rest.chat.nextNumber()}` } : { id, replyToId: "m0" }),
            person.edit(id, `edited by ${person.id}`),
            person.delete(id),
            person.react(id, "👍"),
            person.unreact(id, "👍"),
            person.update({ displayName: `${person.id} ${which}` }),
            null,
          ];
          const command = commands[what] ?? null;
          if (command === null) await rest.chat.store.log.read({ userId: person.id }, which, 10, never);
          else await rest.chat.store.write([command], decide).catch(() => undefined);
        }
        const read = () => Promise.all(people.map(({ id }) => rest.chat.store.log.read({ userId: id }, 0, 200, never)));
        const warm = await read();
        await own.reopen();
        expect(warm).toEqual(await read());
      }),
      { numRuns: 12 },
    );
  });

  test("comes in smaller pages where messages are long, and all of it comes", async () => {
    const { ada, grace } = chat;
    await chat.write(ada.create("lab", [grace]));
    const bodies = Array.from({ length: 60 }, (_, number) => `${number} ${"🦀".repeat(3_990)}`);
    await chat.write(...bodies.map((body) => ada.send("lab", body)));
    const pages: LogPage[] = [];
    for (let after = 3; ;) {
      const page = await chat.store.log.read({ userId: "grace" }, after, 200, never);
      pages.push(page);
      if (page.through >= page.head) break;
      after = page.through;
    }
    for (const { events } of pages) expect(Buffer.byteLength(JSON.stringify(events))).toBeLessThan(300 * 1024);
    expect(pages.length).toBeLessThan(6);
    const seen = pages.flatMap(({ events }) =>
      events.map(({ event }) => (event.kind === "message.sent" ? event.message.body : "")),
    );
    expect(seen).toEqual(bodies);
  });

  test("state comes in pages, and all of it comes", async () => {
    const { ada, grace } = chat;
    const crowd = Array.from({ length: 450 }, (_, number) => chat.person(`person-${number}`));
    await chat.write(...crowd.map((person) => person.register()));
    const rooms = Array.from({ length: 25 }, (_, number) => `room-${number}`);
    await chat.write(...rooms.map((roomId) => ada.create(roomId, [grace, ...crowd.slice(0, 20)])));
    await chat.write(...rooms.map((roomId) => ada.send(roomId, "read this")));
    const from = await chat.store.log.head();
    for (const person of crowd.slice(0, 20)) {
      await chat.write(...rooms.map((roomId) => person.markRead(roomId, 99)));
    }
    await chat.write(...crowd.map((person) => person.update({ statusText: "about" })), ada.send("room-0", "hello"));
    const states: StateItem[] = [];
    let page: LogPage;
    let place: StatesPlace | null = null;
    do {
      page = await chat.store.log.read({ userId: "grace" }, from, 200, from, place);
      states.push(...page.states);
      place = page.moreStates;
      expect(page.states.length).toBeLessThan(500);
      if (place !== null) expect(page).toMatchObject({ events: [], through: from });
    } while (place !== null);
    expect(page.events).toHaveLength(1);
    // Each of the twenty in each room, and ada's own: her first words in the last room were the log's head just then.
    expect(states.filter(({ kind }) => kind === "read.moved")).toHaveLength(25 * 20 + 2);
    const changed = states.flatMap((item) => (item.kind === "user.updated" ? item.user.id : []));
    expect(new Set(changed)).toEqual(new Set(crowd.map(({ id }) => id)));
    expect(changed).toHaveLength(450);
  });

  async function startedChat(own: TempStore) {
    const started = await startChat(own);
    const { ada, grace, mallory } = started;
    await started.write(ada.create("lab", [grace, mallory]), ada.send("lab", "first", { id: "m0" }));
    return { chat: started, ada, grace, mallory };
  }
});
