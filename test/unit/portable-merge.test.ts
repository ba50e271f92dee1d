import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RoomSummary } from "../../server/contract/index.ts";
import { contentOf, Desk, ofType, type Json } from "../support/portable.ts";
import { unsoundness } from "../support/recount.ts";
import { openTempSqliteStore, startChat, type Chat, type TempStore } from "../support/store.ts";

let desk: Desk;
let temp: TempStore;
/** With ada, grace and mallory. */
let chat: Chat;
let data: string;

beforeEach(async () => {
  desk = new Desk();
  temp = await openTempSqliteStore();
  chat = await startChat(temp);
  data = path.dirname(temp.file);
});
afterEach(async () => {
  await temp[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

/** Into the store, which is closed meanwhile; nothing is unsound afterwards. */
async function bring(file: string, options: Parameters<Desk["import"]>[2] = {}) {
  await temp.store.close();
  try {
    return await desk.import(data, file, options);
  } finally {
    expect(unsoundness(data)).toEqual([]);
    await temp.reopen();
  }
}

async function roomOf(userId: string, roomId: string): Promise<RoomSummary> {
  return (await chat.store.rooms.list(userId)).items.find(({ id }) => id === roomId)!;
}

async function bodiesIn(roomId: string): Promise<string[]> {
  return (await chat.store.messages.list(roomId, "ada", { limit: 200 })).items.map(({ body }) => body);
}

const at = (minute: number) => new Date(Date.UTC(2025, 0, 1, 12, minute)).toISOString();
const user = (id: string, username: string) => ({ type: "user", id, username });
const member = (roomId: string, userId: string, role = "member") => ({ type: "membership", roomId, userId, role });
const lab = { type: "room", id: "R1", roomType: "private", name: "Lab", creatorId: "U1" };
let minute = 0;
const message = (id: string, roomId: string, senderId: string, body: string): Json => ({
  ...{ type: "message", id, roomId, senderId, body, createdAt: at(minute++) },
});

test("a file made by hand: mentions are found, what was sent is read, and marks and search are right", async () => {
  const file = desk.file([
    user("U1", "alan"),
    user("U2", "betty"),
    lab,
    member("R1", "U1", "owner"),
    member("R1", "U2"),
    message("M1", "R1", "U1", "hello @betty and @carol"),
    { ...message("M2", "R1", "U2", "hello yourself"), replyToId: "M1" },
    message("M3", "R1", "U1", "@betty, again"),
    { ...message("M4", "R1", "U1", ""), deletedAt: at(30) },
    { ...message("M5", "R1", "U1", "the end"), editedAt: at(31) },
    { type: "reaction", messageId: "M5", userId: "U2", emoji: "👍" },
    { type: "read", roomId: "R1", userId: "U2", messageId: "M3" },
  ]);
  await bring(file);
  expect(await roomOf("U2", "R1")).toMatchObject({ unread: 1, mentions: 0, memberCount: 2 });
  expect(await roomOf("U1", "R1")).toMatchObject({ unread: 0, lastMessage: { editedAt: new Date(at(31)) } });
  const { items } = await chat.store.messages.list("R1", "U1", { limit: 10 });
  expect(items).toMatchObject([
    { clientId: "M1", mentions: ["U2"] },
    { replyTo: { id: "M1" } },
    { mentions: ["U2"] },
    { body: "", deletedAt: new Date(at(30)) },
    { reactions: [{ emoji: "👍", userIds: ["U2"] }] },
  ]);
  expect((await chat.store.messages.search("U2", { query: "yourself", limit: 5 })).items).toHaveLength(1);
});

test("what is imported comes to a reader of the log like anything that happened here", async () => {
  const before = await chat.store.log.head();
  await bring(desk.file([user("U1", "alan"), lab, member("R1", "U1", "owner"), message("M1", "R1", "U1", "hello")]));
  const { events } = await chat.store.log.read({ userId: "U1" }, before, 10, Infinity);
  expect(events.map(({ event }) => [event.kind, event.seq])).toEqual([
    ["member.joined", 2],
    ["message.sent", 3],
  ]);
});

test("accounts of the same name are in conflict, unless they are taken for the same person's", async () => {
  const file = desk.file([user("U1", "Ada"), lab, member("R1", "U1", "owner"), message("M1", "R1", "U1", "hello")]);
  const hash = createHash("sha256").update(readFileSync(temp.file)).digest("hex");
  const conflicts: string[] = [];
  await expect(bring(file, { onCompared: (found) => conflicts.push(...found.conflicts) })).rejects.toThrow(
    /^line 2: username: Ada has another id here\nNothing has been imported.*\nWhere.*--map-users-by-name\.$/,
  );
  expect(conflicts).toEqual(["line 2: username: Ada has another id here"]);
  expect(await chat.store.rooms.get("R1")).toBeNull();
  expect(hash).toHaveLength(64);

  const result = await bring(file, { mapUsersByName: true });
  expect(result).toMatchObject({ added: { user: 0, room: 1, membership: 1, message: 1 }, there: { user: 1 } });
  expect(await chat.store.messages.get("M1", "ada")).toMatchObject({ sender: { id: "ada" } });
  expect(await bring(file, { mapUsersByName: true })).toMatchObject({ added: { message: 0 }, there: { message: 1 } });
});

test("an email address, a message's id or a clientId that is something else here is in conflict", async () => {
  await chat.write(chat.person("edith").register({ email: "edith@example.org" }), chat.ada.create("lab"));
  await chat.write(chat.ada.send("lab", "hello", { id: "M1", clientId: "1" }));
  const here = [user("ada", "ada"), { ...lab, id: "lab", creatorId: "ada" }, member("lab", "ada", "owner")];
  const elsewhere = [user("ada", "ada"), { ...lab, creatorId: "ada" }, member("R1", "ada", "owner")];
  await expect(bring(desk.file([{ ...user("U1", "alan"), email: "Edith@example.org" }]))).rejects.toThrow(
    "line 2: email: the address of alan is another account's here",
  );
  await expect(bring(desk.file([...elsewhere, message("M1", "R1", "ada", "hello")]))).rejects.toThrow(
    "line 5: id: M1 is in another room here",
  );
  await expect(bring(desk.file([...here, { ...message("M2", "lab", "ada", "hi"), clientId: "1" }]))).rejects.toThrow(
    "line 5: clientId: that of another message of the same sender in the room here",
  );
  await expect(bring(desk.file([here[0]!, { ...here[1]!, roomType: "public" }, here[2]!]))).rejects.toThrow(
    "line 3: id: lab is a private room here",
  );
});

test("into a room that is there messages come at the end, and everybody hears of them", async () => {
  await chat.write(chat.ada.create("lab", [chat.grace]), chat.ada.send("lab", "here before"));
  await chat.write(chat.grace.markRead("lab", 99));
  const file = desk.file([
    user("ada", "ada"),
    user("U2", "alan"),
    { ...lab, id: "lab", creatorId: "ada" },
    member("lab", "ada", "owner"),
    member("lab", "U2"),
    message("M1", "lab", "U2", "from elsewhere"),
  ]);
  expect(await bring(file)).toMatchObject({ added: { user: 1, room: 0, membership: 1, message: 1 } });
  expect(await bodiesIn("lab")).toEqual(["here before", "from elsewhere"]);
  expect(await roomOf("grace", "lab")).toMatchObject({ unread: 1, memberCount: 3 });
  expect(await roomOf("U2", "lab")).toMatchObject({ unread: 0 });
});

test("the direct room of the same people is the same room, whatever its id", async () => {
  await chat.write(chat.ada.direct("between", [chat.grace]), chat.ada.send("between", "here before"));
  const direct = { type: "room", id: "D1", roomType: "direct", creatorId: "U2", userIds: ["U2", "U1"] };
  const people = [user("U1", "ada"), user("U2", "grace")];
  const records = [...people, direct, member("D1", "U1"), member("D1", "U2"), message("M1", "D1", "U2", "elsewhere")];
  const result = await bring(desk.file(records), { mapUsersByName: true });
  expect(result).toMatchObject({ added: { room: 0, membership: 0, message: 1 }, there: { room: 1, membership: 2 } });
  expect(await bodiesIn("between")).toEqual(["here before", "elsewhere"]);
});

test("what has changed here since stays so when the same file is imported again", async () => {
  await chat.write(chat.ada.create("lab", [chat.grace]), chat.ada.send("lab", "regretted", { id: "M1" }));
  await chat.write(chat.ada.send("lab", "kept", { id: "M2" }), chat.grace.react("M2", "👍"));
  await chat.write(chat.ada.block(chat.mallory), chat.ada.member("room.ban", "lab", chat.mallory));
  await chat.write(chat.grace.markRead("lab", 99));
  const file = await desk.exportFile(data);
  const ended = { ...chat.ada.block(chat.mallory), kind: "user.unblock" } as const;
  await chat.write(chat.ada.delete("M1"), chat.grace.unreact("M2", "👍"), chat.grace.leave("lab"), ended as never);
  await chat.write(chat.ada.member("room.unban", "lab", chat.mallory), chat.ada.edit("M2", "kept better"));
  const before = contentOf(await desk.export(data));

  expect(await bring(file)).toMatchObject({ leftOut: { block: 1, ban: 1, reaction: 1, read: 1 } });
  expect(contentOf(await desk.export(data))).toEqual(before);
});

test("someone who is banned here is not brought in by a file", async () => {
  await chat.write(chat.ada.create("lab"), chat.ada.member("room.ban", "lab", chat.mallory));
  const records = [user("ada", "ada"), user("mallory", "mallory"), { ...lab, id: "lab", creatorId: "ada" }];
  const said = message("M1", "lab", "ada", "hello");
  const read = { type: "read", roomId: "lab", userId: "mallory", messageId: "M1" };
  const file = desk.file([...records, member("lab", "ada", "owner"), member("lab", "mallory"), said, read]);
  expect(await bring(file)).toMatchObject({ leftOut: { membership: 1, read: 1 }, added: { message: 1 } });
  expect(await roomOf("mallory", "lab")).toBeUndefined();
});

test("one room: its people by what is seen of them, and it can be imported elsewhere", async () => {
  await chat.write(chat.person("edith").register({ email: "edith@example.org" }), chat.ada.create("loft"));
  const edith = chat.person("edith");
  await chat.write(chat.ada.create("lab", [chat.grace, edith], { name: "Lab" }), chat.ada.send("loft", "elsewhere"));
  await chat.write(edith.send("lab", "hello", { id: "M1" }), chat.grace.react("M1", "👍"), edith.leave("lab"));
  const lines = await desk.export(data, { room: "Lab" });
  expect(lines[0]).toMatchObject({ scope: { kind: "room", roomId: "lab" }, counts: { user: 3, room: 1, message: 1 } });
  expect(ofType(lines, "user").map(({ id }) => id)).toEqual(["ada", "grace", "edith"]);
  expect(JSON.stringify(lines)).not.toMatch(/example\.org|elsewhere|role":"user/);

  const other = desk.path("other");
  const file = await desk.exportFile(data, { room: "lab" });
  expect(await desk.import(other, file)).toMatchObject({ added: { user: 3, membership: 3, message: 1, reaction: 1 } });
  expect(contentOf(await desk.export(other, { room: "lab" }))).toEqual(contentOf(lines));
  expect(unsoundness(other)).toEqual([]);
});

test("two rooms of one name are told apart by their ids", async () => {
  await chat.write(chat.ada.create("lab1", [], { name: "Lab" }), chat.ada.create("lab2", [], { name: "Lab" }));
  await expect(desk.export(data, { room: "Lab" })).rejects.toThrow(
    "There are 2 rooms called Lab. Give the id of one: lab1 lab2",
  );
  expect(ofType(await desk.export(data, { room: "lab2" }), "room")).toMatchObject([{ id: "lab2" }]);
});

test("one person: what is stored about them, and of others no more than who they are", async () => {
  await chat.write(chat.person("edith").register({ email: "edith@example.org" }));
  const edith = chat.person("edith");
  await chat.write(chat.ada.create("lab", [edith, chat.grace]), chat.ada.direct("between", [edith]));
  await chat.write(
    chat.ada.send("lab", "ada's own words", { id: "M1" }),
    edith.send("lab", "edith's words", { id: "M2" }),
  );
  await chat.write(
    edith.react("M1", "👍"),
    chat.ada.react("M2", "🎉"),
    edith.block(chat.mallory),
    chat.grace.block(edith),
  );
  await chat.write(edith.markRead("lab", 99), edith.leave("lab"), chat.ada.create("loft"));
  const lines = await desk.export(data, { user: "Edith" });
  const named = contentOf(lines).map(({ type, roomId, id = roomId, messageId = id, blockedId = messageId }) => [
    type,
    blockedId,
  ]);
  expect(named.toSorted()).toEqual([
    ["block", "mallory"],
    ["membership", "between"],
    ["membership", "lab"],
    ["message", "M2"],
    ["reaction", "M1"],
    ["room", "between"],
    ["room", "lab"],
    ["user", "ada"],
    ["user", "edith"],
  ]);
  expect(ofType(lines, "user")).toMatchObject([
    { id: "ada" },
    { id: "edith", email: "edith@example.org", role: "user" },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/ada's own words|🎉|"grace"|loft/);
  await expect(desk.import(desk.path("other"), await desk.exportFile(data, { user: "edith" }))).rejects.toThrow(
    "line 1: what is stored about one person: it is for reading, and cannot be imported",
  );
});
