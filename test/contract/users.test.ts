import { describe, expect, test } from "vitest";
import { httpClient, Listener, password, refusalOf, say } from "../support/people.ts";
import { scene } from "../support/scene.ts";
import { authorOf } from "../support/shapes.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace, mallory } = await scene("ada", "grace", "mallory");

describe("Values", () => {
  test("a person is told everything about themselves, and everyone else what is public", async () => {
    const { email, role, ...user } = ada.me;
    expect(await ada.api.user.me.query()).toEqual({ ...user, email, role });
    expect(user).toEqual({ ...authorOf(ada.me), statusText: null, createdAt: expect.any(Date) });
    expect(await grace.api.user.get.query({ userId: ada.me.id })).toEqual(user);
    expect(await ada.api.user.get.query({ userId: ada.me.id })).toEqual(user);
  });

  test("everyone is listed by name, page by page, each once", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const names = ["Émile", "Zoë", "ängie", "emil", "Álvaro", "zoe"];
    const { register } = httpClient(server.url).auth;
    const people = await Promise.all(
      names.map((name, index) =>
        register.mutate({ username: `${mark}-${index}`, displayName: `${name} ${mark}`, password }),
      ),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ada.api.user.list.query>> = await ada.api.user.list.query({
        query: mark,
        limit: 2,
        cursor,
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ displayName }) => displayName.replace(` ${mark}`, "")));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(["Álvaro", "ängie", "emil", "Émile", "zoe", "Zoë"]);
    const { items } = await ada.api.user.list.query({ query: `${mark}-0` });
    const { email: _, role: __, ...user } = people[0]?.user ?? ada.me;
    expect(items).toEqual([{ ...user, online: false }]);
  });

  test("a name is found by a part of it, whatever its case, and nothing in it is a wild card", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const displayName = `100% ${mark} Über_Straße`;
    await httpClient(server.url).auth.register.mutate({ username: uniqueName("u"), displayName, password });
    for (const query of [
      `${mark} über`,
      `${mark.toUpperCase()} ÜBER_`,
      "100% ".concat(mark),
      `  ${mark} `,
      "STRASSE",
    ]) {
      expect((await ada.api.user.list.query({ query })).items.map((user) => user.displayName)).toEqual([displayName]);
    }
    for (const query of [`${mark}%`, `%${mark}_`, `${mark}"`, `${mark} OR`]) {
      expect((await ada.api.user.list.query({ query })).items).toEqual([]);
    }
  });

  test("an empty query filters nothing, and an input of optional fields may be left out", async () => {
    const [without, empty] = await Promise.all([ada.api.user.list.query(), ada.api.user.list.query({ query: "" })]);
    expect(empty).toEqual(without);
    expect(without.items.length).toBeGreaterThanOrEqual(3);
    expect(await ada.api.room.browse.query()).toEqual(await ada.api.room.browse.query({}));
  });
});

describe("Mutations", () => {
  test("a profile is changed field by field; null and empty text take away", async () => {
    const { api } = mallory;
    const me = await api.user.update.mutate({
      displayName: "  Mallory  M. ",
      statusText: " here ",
      avatarUrl: "https://example.com/m.png",
    });
    expect(me).toEqual({
      ...mallory.me,
      displayName: "Mallory  M.",
      statusText: "here",
      avatarUrl: "https://example.com/m.png",
    });
    expect(await api.user.update.mutate({ statusText: "" })).toEqual({ ...me, statusText: null });
    expect(await api.user.update.mutate({ avatarUrl: null })).toEqual({ ...me, statusText: null, avatarUrl: null });
    expect(await api.user.update.mutate({})).toEqual({ ...me, statusText: null, avatarUrl: null });
    expect(await api.user.me.query()).toEqual({ ...me, statusText: null, avatarUrl: null });
  });

  test("a new display name shows on what was written before", async () => {
    const room = await ada.api.room.create.mutate({ type: "private", name: "Names", memberIds: [grace.me.id] });
    const message = await say(grace, room.id, "hello");
    const { displayName } = await grace.api.user.update.mutate({ displayName: "Rear Admiral" });
    expect((await ada.api.message.get.query({ messageId: message.id })).sender.displayName).toBe(displayName);
    const { members } = await ada.api.room.open.query({ roomId: room.id });
    expect(members.map(({ user }) => user.displayName).toSorted()).toEqual(
      [ada.me.displayName, displayName].toSorted(),
    );
    await grace.api.user.update.mutate({ displayName: grace.me.displayName });
  });

  test.each([
    ["displayName", { displayName: "   " }],
    ["displayName", { displayName: "two\nlines" }],
    ["displayName", { displayName: "turned \u202e around" }],
    ["displayName", { displayName: "in\u200bvisible" }],
    ["avatarUrl", { avatarUrl: "javascript:alert(1)" }],
    ["avatarUrl", { avatarUrl: "https://user:secret@example.com/" }],
    ["avatarUrl", { avatarUrl: "not an address" }],
  ])("what a %s may not be: %j", async (field, given) => {
    const { reason, fields } = await refusalOf(ada.api.user.update.mutate(given));
    expect([reason, Object.keys(fields ?? {})]).toEqual(["invalid_input", [field]]);
  });

  test("ada blocks and unblocks, and sees whom", async () => {
    expect(await ada.api.user.blocked.query()).toEqual({ items: [] });
    await ada.api.user.block.mutate({ userId: mallory.me.id });
    await ada.api.user.block.mutate({ userId: grace.me.id });
    const { items } = await ada.api.user.blocked.query();
    const now = await Promise.all([mallory, grace].map(({ api }) => api.user.me.query()));
    expect(items.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      now.map(authorOf).toSorted((a, b) => a.id.localeCompare(b.id)),
    );
    expect(await mallory.api.user.blocked.query()).toEqual({ items: [] });
    for (const person of [mallory, grace]) await ada.api.user.unblock.mutate({ userId: person.me.id });
    expect(await ada.api.user.blocked.query()).toEqual({ items: [] });
    expect(await refusalOf(ada.api.user.block.mutate({ userId: "nobody" }))).toMatchObject({ reason: "not_found" });
    expect(await refusalOf(ada.api.user.block.mutate({ userId: ada.me.id }))).toMatchObject({
      reason: "invalid_input",
    });
  });

  test("a block is nobody's business in a larger room, and the blocked one hears nothing of it", async () => {
    const memberIds = [grace.me.id, mallory.me.id];
    const room = await ada.api.room.create.mutate({ type: "private", name: "Three", memberIds });
    using hears = await new Listener(mallory.api).ready();
    await ada.api.user.block.mutate({ userId: mallory.me.id });
    const [hers, his] = [await say(ada, room.id, "hello"), await say(mallory, room.id, "hello")];
    await ada.api.message.react.mutate({ messageId: his.id, emoji: "👍" });
    await hears.reaches(room.id, his.seq + 1);
    expect(hears.events.map(({ kind }) => kind)).toEqual(["ready", "message.sent", "message.sent", "reaction.added"]);
    expect((await mallory.api.message.get.query({ messageId: hers.id })).body).toBe("hello");
    await ada.api.user.unblock.mutate({ userId: mallory.me.id });
  });

  test("in a direct room of three a block between two keeps those two from sending, and not the third", async () => {
    const room = await ada.api.room.direct.mutate({ userIds: [grace.me.id, mallory.me.id] });
    const message = await say(grace, room.id, "hello");
    await ada.api.user.block.mutate({ userId: mallory.me.id });
    for (const person of [ada, mallory]) {
      expect(await refusalOf(say(person, room.id, "hello"))).toMatchObject({ reason: "not_allowed" });
      expect(await refusalOf(person.api.message.react.mutate({ messageId: message.id, emoji: "👍" }))).toMatchObject({
        reason: "not_allowed",
      });
    }
    await say(grace, room.id, "what is it with you two?");
    await ada.api.user.unblock.mutate({ userId: mallory.me.id });
    await say(mallory, room.id, "hello again");
  });
});
