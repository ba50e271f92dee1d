import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk, type Json } from "../support/portable.ts";

let desk: Desk;
beforeEach(() => void (desk = new Desk()));
afterEach(() => desk[Symbol.dispose]());

const at = "2026-01-05T10:00:00Z";
const ada = { type: "user", id: "U1", username: "ada" };
const grace = { type: "user", id: "U2", username: "grace" };
const lab = { type: "room", id: "R1", roomType: "private", name: "Lab", creatorId: "U1" };
const owner = { type: "membership", roomId: "R1", userId: "U1", role: "owner" };
const hello = { type: "message", id: "M1", roomId: "R1", senderId: "U1", body: "hello", createdAt: at };

/** What is said of a file in which the line after those is the given one, if the import is refused. */
async function objection(before: Json[], line: Json): Promise<string> {
  const file = desk.file([...before, line]);
  const refused = await refusal(file);
  const [first = ""] = refused.split("\n");
  return first.replace(`line ${before.length + 2}: `, "");
}

async function refusal(file: string): Promise<string> {
  const data = desk.path("data");
  const refused = await desk.import(data, file).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
  expect(refused === "", "a folder that was not there").toBe(existsSync(data));
  return refused.replace(/\nNothing has been imported\.$/, "");
}

test("the least that a file needs is imported", async () => {
  const file = desk.file([ada, lab, owner, hello]);
  expect(await desk.import(desk.path("data"), file)).toMatchObject({ added: { user: 1, room: 1, message: 1 } });
});

test("the file in the documentation is imported", async () => {
  const documentation = readFileSync(path.resolve(import.meta.dirname, "../../docs/export-format.md"), "utf8");
  const [, example = ""] = /## A whole file\n\n```\n(.+?)```/s.exec(documentation) ?? [];
  const { added } = await desk.import(desk.path("data"), desk.text(example));
  expect(added).toEqual({ user: 2, block: 0, room: 1, ban: 0, membership: 2, message: 2, reaction: 1, read: 1 });
});

const people = [ada, grace];
const room = [...people, lab, owner];
const long = "a".repeat(5000);

test.each<[words: string, before: Json[], line: Json]>([
  ["body: longer than 4000 characters", room, { ...hello, body: long }],
  ["body: empty", room, { ...hello, body: " \n" }],
  ["body: a deleted message has none", room, { ...hello, deletedAt: at }],
  ["data: contains a key that is not allowed", room, { ...hello, data: { constructor: 1 } }],
  ["senderId: no earlier line has an account U9", room, { ...hello, senderId: "U9" }],
  ["roomId: no earlier line has a room R9", room, { ...hello, roomId: "R9" }],
  ["replyToId: no earlier line has a message M0 of the room", room, { ...hello, replyToId: "M0" }],
  ["mentions: no earlier line has an account U9", room, { ...hello, mentions: ["U9"] }],
  ["createdAt: not a date and time such as 2026-01-31T12:00:00Z", room, { ...hello, createdAt: "yesterday" }],
  ["id: M1 is a message of an earlier line", [...room, hello], hello],
  [
    "clientId: that of another message of the same sender in the room",
    [...room, { ...hello, clientId: "1" }],
    { ...hello, id: "M2", clientId: "1" },
  ],
  ['Unrecognized key: "edited"', room, { ...hello, edited: true }],
  ["id: not 1 to 64 visible ASCII characters", [], { ...ada, id: "U 1" }],
  ["username: reserved", [], { ...ada, username: "support" }],
  ["username: not 3 to 32 characters long", [], { ...ada, username: "a" }],
  ["username: ADA is an account of an earlier line", people, { ...ada, id: "U3", username: "ADA" }],
  ["id: U1 is an account of an earlier line", people, { ...ada, username: "ada2" }],
  ["email: not an email address", [], { ...ada, email: "ada" }],
  ["passwordHash: not an argon2id hash", [], { ...ada, passwordHash: "correct horse" }],
  ["ownerId: missing: a bot is somebody's", [], { ...ada, kind: "bot" }],
  ["ownerId: no earlier line has a person U9", [], { ...ada, kind: "bot", ownerId: "U9" }],
  ["accounts come before rooms", room, { ...ada, id: "U3", username: "alan" }],
  ["blockedId: nobody can block themselves", people, { type: "block", blockerId: "U1", blockedId: "U1" }],
  ["name: missing", people, { ...lab, name: null }],
  ["name: longer than 80 characters", people, { ...lab, name: "x".repeat(81) }],
  ["userIds: missing", people, { ...lab, roomType: "direct", name: null }],
  ["userIds: whoever made a direct room is in it", people, { ...lab, roomType: "direct", name: null, userIds: ["U2"] }],
  ["creatorId: no earlier line has an account U9", people, { ...lab, creatorId: "U9" }],
  ["userId: U1 has a membership of the room in an earlier line", room, owner],
  ["roomId: bans come right after their room", room, { type: "ban", roomId: "R1", userId: "U2", byId: "U1" }],
  [
    "userId: U2 is banned from the room, so endedAt is missing",
    [...people, lab, { type: "ban", roomId: "R1", userId: "U2", byId: "U1" }, owner],
    { ...owner, userId: "U2", role: "member" },
  ],
  ["emoji: not one emoji", [...room, hello], { type: "reaction", messageId: "M1", userId: "U1", emoji: "+1" }],
  [
    "messageId: reactions come right after their message",
    room,
    { type: "reaction", messageId: "M1", userId: "U1", emoji: "👍" },
  ],
  [
    "userId: U1 has reacted so already",
    [...room, hello, { type: "reaction", messageId: "M1", userId: "U1", emoji: "👍" }],
    { type: "reaction", messageId: "M1", userId: "U1", emoji: "👍" },
  ],
  ["userId: U2 is not in the room", [...room, hello], { type: "read", roomId: "R1", userId: "U2", messageId: "M1" }],
  [
    "messageId: no earlier line has a message M9 of the room",
    [...room, hello],
    { type: "read", roomId: "R1", userId: "U1", messageId: "M9" },
  ],
  ["type: not one of the types of records", [], { type: "session", id: "S1" }],
])("a broken line is refused: %s", async (words, before, line) => {
  expect(await objection(before, line)).toBe(words);
});

test("each broken line is told of, up to twenty, and none of their text is repeated", async () => {
  const wrong = Array.from({ length: 30 }, (_, index) => ({
    ...hello,
    id: `M${index}`,
    body: long,
    data: { secret: 1 },
  }));
  const said = await refusal(desk.file([...room, ...wrong]));
  expect(said.split("\n")).toHaveLength(21);
  expect(said).toMatch(/^line 6: body: longer.*\nline 7: body: longer/);
  expect(said).toMatch(/There may be more: these are the first\.$/);
  expect(said).not.toContain("aaa");
});

test("a room that nobody owns is refused, unless it is archived", async () => {
  expect(await refusal(desk.file([...people, lab, { ...owner, role: "member" }]))).toMatch(
    /^line 4: the room has no owner: give someone in it the role/,
  );
  expect(await refusal(desk.file([...people, { ...lab, archivedAt: at }, { ...owner, role: "member" }]))).toBe("");
  const direct = { ...lab, roomType: "direct", name: undefined, userIds: ["U1", "U2"] };
  expect(await refusal(desk.file([...people, direct, { ...owner, role: "member" }]))).toBe(
    "line 4: the membership of U2 in the direct room is missing",
  );
});

test("a file that is cut off anywhere is told from a whole one", async () => {
  const whole = readFileSync(desk.file([...room, hello]), "utf8");
  const lines = whole.trimEnd().split("\n");
  for (let count = 1; count < lines.length; count++) {
    const kept = `${lines.slice(0, count).join("\n")}\n`;
    for (const text of [kept, kept + (lines[count] ?? "").slice(0, 20)]) {
      expect(await refusal(desk.text(text))).toMatch(/breaks off before its end record: it is not complete/);
    }
  }
});

test("nothing comes after the end", async () => {
  const file = desk.file(room);
  writeFileSync(file, `${readFileSync(file, "utf8")}${JSON.stringify(hello)}\n`);
  expect(await refusal(file)).toBe("line 7: the file goes on after its end");
});

test("counts and checksum must be right", async () => {
  expect(await refusal(desk.file(room, { end: { counts: { user: 2, room: 1 } } }))).toBe(
    "line 6: counts: says 0 of type membership, but there are 1",
  );
  const checksum = `sha256:${"0".repeat(64)}`;
  expect(await refusal(desk.file(room, { end: { checksum } }))).toMatch(
    /^line 6: checksum: not that of the lines before/,
  );
});

test("another kind of file is told from an export", async () => {
  const notOurs = /^line 1: not the header of a Natter export/;
  for (const text of ["", "hello\n", "{}\n", '{"type":"header","format":"slack"}\n', Buffer.alloc(3_000_000, 0xff)]) {
    if (text === "") expect(await refusal(desk.text(text))).toMatch(/breaks off/);
    else expect(await refusal(desk.text(text))).toMatch(notOurs);
  }
  expect(await refusal(desk.file([], { header: { formatVersion: 2 } }))).toMatch(/^line 1: written by a newer version/);
  const [header = ""] = readFileSync(desk.file([]), "utf8").split("\n");
  const latin1 = Buffer.from(`${header}\n{"\xff":1}\n`, "latin1");
  expect(await refusal(desk.text(latin1))).toMatch(/^line 2: not UTF-8 text/);
  expect(await refusal(desk.path())).toMatch(/cannot be read: check the path/);
  expect(await refusal(desk.folder)).toMatch(/is not a file/);
});
