import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message, RoomSummary } from "../../server/contract/index.ts";
import { natter } from "../support/command-line.ts";
import { httpClient, password, say, signIn, signUp, type Person } from "../support/people.ts";
import { contentOf, Desk, linesOf, ofType, type Json } from "../support/portable.ts";
import { unsoundness } from "../support/recount.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

const names = ["ada", "grace", "mallory"];

let desk: Desk;
let server: TestServer;
let botToken: string;
/** Of what was said and taken back. */
const regretted = "kea7nq2v, which nobody should have read";

beforeAll(async () => {
  desk = new Desk();
  server = await startServer();
  await liveIn(server.url);
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  desk[Symbol.dispose]();
});

/** Leaves something of every kind that an export knows. */
async function liveIn(url: string): Promise<void> {
  await using ada = await signUp(url, "ada");
  await using grace = await signUp(url, "grace");
  await using mallory = await signUp(url, "mallory");
  await ada.api.user.update.mutate({
    displayName: "Ada Lovelace",
    statusText: "weaving",
    avatarUrl: "https://a.example/1.png",
  });
  const bot = await ada.api.bot.create.mutate({ username: "dice" });
  botToken = bot.token;

  const looms = { type: "public", name: "Lab", topic: "looms", clientId: "lab" } as const;
  const { id: lab } = await ada.api.room.create.mutate(looms);
  for (const person of [grace, mallory]) await person.api.room.join.mutate({ roomId: lab });
  const first = await say(ada, lab, "hello @grace, how is the engine?");
  const answer = await grace.api.message.send.mutate({
    ...{ roomId: lab, clientId: "once", body: "it is well, @ada" },
    ...{ replyToId: first.id, data: { cogs: [1, 2, { three: true }] } },
  });
  const edited = await say(mallory, lab, "i was never here");
  await mallory.api.message.edit.mutate({ messageId: edited.id, body: "i was always here, @ada" });
  const deleted = await say(mallory, lab, regretted);
  await grace.api.message.react.mutate({ messageId: deleted.id, emoji: "😮" });
  await mallory.api.message.delete.mutate({ messageId: deleted.id });
  for (const person of [grace, ada]) await person.api.message.react.mutate({ messageId: first.id, emoji: "👍" });
  await mallory.api.message.react.mutate({ messageId: first.id, emoji: "🎉" });
  await ada.api.message.markRead.mutate({ roomId: lab, seq: answer.seq });
  await ada.api.room.setRole.mutate({ roomId: lab, userId: grace.me.id, role: "moderator" });
  await httpClient(url, botToken).room.join.mutate({ roomId: lab });
  await httpClient(url, botToken).message.send.mutate({ roomId: lab, clientId: "roll", body: "a six" });

  const { id: loft } = await grace.api.room.create.mutate({
    type: "private",
    name: "Loft",
    memberIds: [ada.me.id, mallory.me.id],
  });
  await say(mallory, loft, "the engine will fail");
  await grace.api.room.ban.mutate({ roomId: loft, userId: mallory.me.id });
  await say(grace, loft, "the engine runs");
  const { id: attic } = await ada.api.room.create.mutate({ type: "private", name: "Attic" });
  await say(ada, attic, "old looms");
  await ada.api.room.archive.mutate({ roomId: attic });

  const { id: between } = await ada.api.room.direct.mutate({ userIds: [grace.me.id] });
  await say(ada, between, "a secret engine");
  await ada.api.room.direct.mutate({ userIds: [] });
  await ada.api.user.block.mutate({ userId: mallory.me.id });
  for (let count = 0; count < 70; count++) await say(grace, lab, `engine log ${count}`);
}

/** Everything that a person is told, without the numbers that are given anew. */
async function viewOf({ api, me }: Person): Promise<unknown> {
  const { items: rooms } = await api.room.list.query();
  const inRooms = [];
  for (const room of rooms.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const { items: members } = await api.room.members.query({ roomId: room.id });
    const { items: messages } = await api.message.list.query({ roomId: room.id, limit: 200 });
    const readUpTo = messages.findLast(({ seq }) => seq <= room.readSeq)?.id ?? null;
    inRooms.push({
      ...withoutNumbers(room),
      readUpTo,
      members: members.map((member) => without(member, "readSeq")),
      messages: messages.map(withoutSeqs),
    });
  }
  const found = [];
  for (const query of ["engine", "i", "looms", "secret", "regret", "log 69"]) {
    const { items } = await api.message.search.query({ query, limit: 200 });
    found.push({ query, ids: items.map(({ id }) => id) });
  }
  const { items: people } = await api.user.list.query();
  const { items: blocked } = await api.user.blocked.query();
  const { items: bots } = await api.bot.list.query();
  const { items: browsed } = await api.room.browse.query();
  return {
    me,
    inRooms,
    found,
    people: people.map((user) => without(user, "online")),
    blocked,
    bots,
    browsed: browsed.map((room) => without(room, "headSeq")),
  };
}

function withoutNumbers(room: RoomSummary) {
  const { headSeq: _, readSeq: __, lastMessage, ...rest } = room;
  return { ...rest, lastMessage: lastMessage === null ? null : withoutSeqs(lastMessage) };
}

function withoutSeqs(message: Message) {
  const { seq: _, updatedSeq: __, ...rest } = message;
  return rest;
}

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value;
  return rest;
}

async function viewsOf(url: string): Promise<unknown[]> {
  const views: unknown[] = [];
  for (const name of names) {
    await using person = await signIn(url, name);
    views.push(await viewOf(person));
  }
  return views;
}

const hashOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

describe.runIf(mayStartServers)("natter export and import", { timeout: 120_000 }, () => {
  test("a server is moved: everyone finds on the new one what they had on the old one", async () => {
    const file = desk.path("moved");
    const said = await natter(server.data, ["export", file, "--with-credentials"]);
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toMatch(/^Exported 4 accounts, 5 rooms and \d+ messages to /);
    const before = await viewsOf(server.url);
    const data = desk.path("data");
    expect(await natter(data, ["import", file])).toMatchObject({ code: 0, stderr: "" });

    await using other = await startServer({ data });
    expect(await viewsOf(other.url)).toEqual(before);
    await using ada = await signIn(other.url, "ada");
    const lab = (await ada.api.room.list.query()).items.find(({ name }) => name === "Lab")!;
    // What is new goes on from there, and what is repeated is recognised.
    const sent = await say(ada, lab.id, "we have moved");
    expect(sent.seq).toBe(lab.headSeq + 1);
    const rolled = { roomId: lab.id, clientId: "roll", body: "a six" };
    expect((await httpClient(other.url, botToken).message.send.mutate(rolled)).seq).toBeLessThan(sent.seq);
    expect(
      await ada.api.room.create.mutate({ type: "public", name: "Lab", topic: "looms", clientId: "lab" }),
    ).toMatchObject({ id: lab.id });
    await other.stop();
    expect(unsoundness(data)).toEqual([]);
  });

  test("an export of what was imported is the same, to the letter from the second time on", async () => {
    const first = await desk.exportFile(server.data, { withCredentials: true });
    const [data, again] = [desk.path("data"), desk.path("data")];
    await desk.import(data, first);
    const second = await desk.exportFile(data, { withCredentials: true });
    await desk.import(again, second);
    const third = await desk.exportFile(again, { withCredentials: true });
    expect(sorted(contentOf(linesOf(second)))).toEqual(sorted(contentOf(linesOf(first))));
    expect(linesOf(third).slice(1, -1)).toEqual(linesOf(second).slice(1, -1));
    expect(unsoundness(again)).toEqual([]);
  });

  test("an import may be repeated, and a dry run changes nothing, also beside a running server", async () => {
    const file = await desk.exportFile(server.data);
    const data = desk.path("data");
    const dry = await natter(data, ["import", file, "--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(dry.stdout).toMatch(/accounts +4 +0 +0\n/);
    expect(existsSync(data)).toBe(false);

    await desk.import(data, file);
    const database = path.join(data, "natter.db");
    const hash = hashOf(database);
    const { added, there } = await desk.import(data, file);
    expect(Object.values(added).every((count) => count === 0)).toBe(true);
    expect(there).toMatchObject({ user: 4, block: 1, room: 5, ban: 1 });
    expect(hashOf(database)).toBe(hash);

    const live = hashOf(path.join(server.data, "natter.db"));
    await desk.import(server.data, file, { dryRun: true });
    expect(hashOf(path.join(server.data, "natter.db"))).toBe(live);
    const refused = await natter(server.data, ["import", file]);
    expect(refused).toMatchObject({ code: 3, stdout: "" });
    expect(refused.stderr).toMatch(/in use by another process\. Stop that one first/);
  });

  test("while people talk: the file is whole, with all that was acknowledged before, and nobody waits", async () => {
    await using mallory = await signIn(server.url, "mallory");
    const lab = (await mallory.api.room.list.query()).items.find(({ name }) => name === "Lab")!;
    const sent: string[] = [];
    let over = false;
    const talk = (async () => {
      while (!over) sent.push((await say(mallory, lab.id, `and then ${sent.length}`)).id);
    })();
    await expect.poll(() => sent.length, { timeout: 30_000 }).toBeGreaterThan(20);
    const before = [...sent];
    const file = desk.path("talking");
    const { code } = await natter(server.data, ["export", file]);
    const during = sent.length - before.length;
    over = true;
    await talk;
    expect(code).toBe(0);
    expect(during).toBeGreaterThan(20);
    const messages = ofType(linesOf(file), "message").map(({ id }) => id);
    const talked = messages.filter((id) => sent.includes(id as string));
    expect(talked).toEqual(sent.slice(0, talked.length));
    expect(talked.length).toBeGreaterThanOrEqual(before.length);
    const data = desk.path("data");
    await desk.import(data, file);
    expect(unsoundness(data)).toEqual([]);
  });

  test("without being asked, an export tells no password, token or hash, and never what was deleted", async () => {
    await using ada = await signIn(server.url, "ada");
    const { stdout: plain, code } = await natter(server.data, ["export", "-"]);
    expect(code).toBe(0);
    expect(plain).toContain("engine log 69");
    const withCredentials = readFileSync(await desk.exportFile(server.data, { withCredentials: true }), "utf8");
    const secrets = ["argon2", "refreshHash", "tokenHash", "passwordHash", "contentHash", botToken];
    secrets.push(botToken.split(".")[1]!, createHash("sha256").update(botToken).digest("hex"));
    const { accessToken, refreshToken, id } = ada.session;
    secrets.push(
      accessToken,
      refreshToken!,
      id,
      password,
      readFileSync(path.join(server.data, "secret.key"), "utf8").trim(),
    );
    expect(secrets.filter((secret) => plain.includes(secret))).toEqual([]);
    expect(plain + withCredentials).not.toContain("kea7nq2v");
    expect(secrets.filter((secret) => withCredentials.includes(secret))).toEqual([
      "argon2",
      "passwordHash",
      "contentHash",
      createHash("sha256").update(botToken).digest("hex"),
    ]);
  });

  test("a file is this user's alone, appears whole, and is not overwritten unasked", async () => {
    const folder = desk.path("folder");
    const file = path.join(folder, "export.jsonl");
    await expect(desk.exportFile(server.data, { path: file })).rejects.toThrow(
      `${file} cannot be written: its folder does not exist. Make the folder first.`,
    );
    mkdirSync(folder);
    expect((await natter(server.data, ["export", file])).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const hash = hashOf(file);
    expect(await natter(server.data, ["export", file])).toMatchObject({
      code: 2,
      stderr: `natter: ${file} exists already: choose another name, or overwrite it with --force.\n`,
    });
    expect(hashOf(file)).toBe(hash);
    await desk.exportFile(server.data, { path: file, force: true, room: "Lab" });
    expect(hashOf(file)).not.toBe(hash);
    await expect(desk.exportFile(server.data, { path: folder, force: true })).rejects.toThrow(
      `${folder} is a folder: name a file.`,
    );
    expect(readdirSync(folder)).toEqual(["export.jsonl"]);
    expect(readdirSync(desk.folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("says what is wrong", async () => {
    const nowhere = desk.path("nowhere");
    const expectRefusal = async (words: RegExp, data: string, options: Parameters<Desk["export"]>[1] = {}) => {
      await expect(desk.export(data, options)).rejects.toThrow(words);
    };
    await expectRefusal(/There is no database .*Name the server's data folder/, nowhere);
    expect(existsSync(nowhere)).toBe(false);
    await expectRefusal(/no room with the id or the name Lob\./, server.data, { room: "Lob" });
    await expectRefusal(/nobody called alan\./, server.data, { user: "alan" });
    await expectRefusal(/either --room or --user/, server.data, { room: "Lab", user: "ada" });
    await expectRefusal(/for the whole server alone/, server.data, { room: "Lab", withCredentials: true });
  });
});

/** Rooms in which nothing was written stand elsewhere afterwards. */
function sorted(lines: readonly Json[]): string[] {
  return lines.map((line) => JSON.stringify(line)).toSorted();
}
