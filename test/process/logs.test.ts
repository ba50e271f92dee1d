import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { httpClient, password, refusalOf, say, signUp, type Person } from "../support/people.ts";
import { bearer, post } from "../support/raw-http.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { mayStartServers } from "../support/under-test.ts";

type Line = Record<string, unknown>;

let server: TestServer;
let ada: Person;
let grace: Person;
let mallory: Person;
let roomId: string;

function linesOf(log: string): Line[] {
  const lines = server.log.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => line["log"] === log);
}

/** What the audit log says since `task` began, without what every line has. */
async function auditOf(task: () => Promise<unknown>): Promise<Line[]> {
  const before = linesOf("audit").length;
  await task();
  // Whatever is written after this line has been written before it, too.
  const { user } = await httpClient(server.url).auth.register.mutate({ username: `end${before}`, password });
  const ended = (line: Line) => line["act"] === "account.registered" && line["userId"] === user.id;
  await expect.poll(() => linesOf("audit").some(ended)).toBe(true);
  const lines = linesOf("audit").slice(before);
  return lines
    .slice(0, lines.findIndex(ended))
    .map(({ level: _level, time: _time, pid: _pid, version: _version, log: _log, msg: _msg, ...act }) => act);
}

describe.runIf(mayStartServers)("the audit log says", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    // Also where only warnings are wanted.
    server = await startServer({ env: { NATTER_LOG_LEVEL: "warn" } });
    ada = await signUp(server.url, "ada");
    grace = await signUp(server.url, "grace");
    mallory = await signUp(server.url, "mallory");
    ({ id: roomId } = await ada.api.room.create.mutate({ type: "public", name: "Engines" }));
  });
  afterAll(async () => {
    for (const person of [ada, grace, mallory]) await person[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  test("who registered, signed in, and left, from where, in which session", async () => {
    const client = httpClient(server.url);
    const acts = await auditOf(async () => {
      const { user, session } = await client.auth.register.mutate({ username: "hedy", password });
      const again = await client.auth.login.mutate({ login: "hedy", password });
      const hedy = httpClient(server.url, session.accessToken);
      await hedy.auth.revokeSession.mutate({ sessionId: again.session.id });
      await hedy.auth.revokeSession.mutate({ sessionId: again.session.id });
      await hedy.auth.logout.mutate();
      const last = await client.auth.login.mutate({ login: "hedy", password });
      await httpClient(server.url, last.session.accessToken).auth.logoutEverywhere.mutate();
      expect(user.username).toBe("hedy");
    });
    const hedy = acts[0]?.["userId"];
    const said = { actor: hedy, userId: hedy, address: "127.0.0.1" };
    const session = expect.stringMatching(/^[0-9a-f]{12}$/) as string;
    expect(acts).toEqual([
      { act: "account.registered", ...said, session },
      { act: "session.opened", ...said, session },
      { act: "session.revoked", ...said, session: acts[1]?.["session"] },
      { act: "session.closed", ...said, session: acts[0]?.["session"] },
      { act: "session.opened", ...said, session },
      { act: "session.allRevoked", ...said },
    ]);
  });

  test("who did not prove who they are: the account, if there is one, and never what was typed", async () => {
    const client = httpClient(server.url);
    const wrong = { login: "hunter2 typed into the wrong field", password: "not the password" };
    const acts = await auditOf(async () => {
      await refusalOf(client.auth.login.mutate(wrong));
      await refusalOf(client.auth.login.mutate({ ...wrong, login: "Ada" }));
      const passwords = { currentPassword: wrong.password, newPassword: "another horse battery staple" };
      await refusalOf(httpClient(server.url, ada.session.accessToken).auth.changePassword.mutate(passwords));
    });
    const address = "127.0.0.1";
    expect(acts).toEqual([
      { act: "session.refused", actor: null, userId: null, address },
      { act: "session.refused", actor: null, userId: ada.me.id, address },
      { act: "password.refused", actor: ada.me.id, userId: ada.me.id, address },
    ]);
    expect(server.log).not.toMatch(/hunter2|not the password/);
  });

  test("a changed password, and a refresh token that was used a second time", async () => {
    const client = httpClient(server.url);
    const { user, session } = await client.auth.register.mutate({ username: "joan", password });
    const acts = await auditOf(async () => {
      const changed = { currentPassword: password, newPassword: "another horse battery staple" };
      await httpClient(server.url, session.accessToken).auth.changePassword.mutate(changed);
      const refreshToken = session.refreshToken ?? "";
      const second = await client.auth.refresh.mutate({ refreshToken });
      await client.auth.refresh.mutate({ refreshToken: second.refreshToken ?? "" });
      await refusalOf(client.auth.refresh.mutate({ refreshToken }));
      await refusalOf(client.auth.refresh.mutate({ refreshToken }));
    });
    expect(acts).toEqual([
      { act: "password.changed", actor: user.id, userId: user.id, address: "127.0.0.1" },
      { act: "session.reused", actor: null, userId: user.id, session: session.id.slice(-12), address: "127.0.0.1" },
    ]);
  });

  test("who moderated whom, and nothing twice for what was so already", async () => {
    const { room, message } = ada.api;
    const userId = grace.me.id;
    let messageId = "";
    const acts = await auditOf(async () => {
      await room.addMember.mutate({ roomId, userId });
      await room.addMember.mutate({ roomId, userId });
      await room.setRole.mutate({ roomId, userId, role: "moderator" });
      messageId = (await say(grace, roomId, "hello")).id;
      await message.delete.mutate({ messageId: (await say(ada, roomId, "hello")).id });
      await message.delete.mutate({ messageId });
      await room.removeMember.mutate({ roomId, userId });
      await room.ban.mutate({ roomId, userId });
      await refusalOf(mallory.api.room.ban.mutate({ roomId, userId: ada.me.id }));
      await room.unban.mutate({ roomId, userId });
      await room.update.mutate({ roomId, name: "Difference engines" });
      await room.archive.mutate({ roomId });
      await room.archive.mutate({ roomId });
    });
    const said = { actor: ada.me.id, address: "127.0.0.1" };
    expect(acts).toEqual([
      { act: "member.added", ...said, roomId, userId },
      { act: "member.roleChanged", ...said, roomId, userId, role: "moderator" },
      { act: "message.removed", ...said, messageId, roomId, userId },
      { act: "member.removed", ...said, roomId, userId },
      { act: "member.banned", ...said, roomId, userId },
      { act: "member.unbanned", ...said, roomId, userId },
      { act: "room.updated", ...said, roomId, fields: ["name"] },
      { act: "room.archived", ...said, roomId },
    ]);
  });

  test("who made a room, once, and nothing of talk, direct rooms and what people decide for themselves", async () => {
    let made = "";
    const acts = await auditOf(async () => {
      const room = { type: "private" as const, name: "Looms", memberIds: [grace.me.id], clientId: "once" };
      made = (await ada.api.room.create.mutate(room)).id;
      await ada.api.room.create.mutate(room);
      await ada.api.room.direct.mutate({ userIds: [grace.me.id] });
      await say(grace, made, "hello");
      await grace.api.room.leave.mutate({ roomId: made });
      await ada.api.user.block.mutate({ userId: mallory.me.id });
      await ada.api.user.update.mutate({ statusText: "away" });
    });
    const members = { roomId: made, roomType: "private", memberIds: [grace.me.id] };
    expect(acts).toEqual([{ act: "room.created", actor: ada.me.id, ...members, address: "127.0.0.1" }]);
  });

  test("whose bots were made, given new tokens and deleted, and what whoever runs the server did", async () => {
    let botId = "";
    const acts = await auditOf(async () => {
      botId = (await ada.api.bot.create.mutate({ username: "dice" })).user.id;
      await ada.api.bot.rotateToken.mutate({ userId: botId });
      await ada.api.bot.delete.mutate({ userId: botId });
      await natter("bot", "create", "clock", "--owner", "grace");
    });
    const said = { actor: ada.me.id, userId: botId, address: "127.0.0.1" };
    expect(acts).toEqual([
      { act: "bot.created", ...said, ownerId: ada.me.id },
      { act: "bot.tokenRotated", ...said },
      { act: "bot.deleted", ...said },
      { act: "bot.created", actor: "operator", userId: expect.any(String) as string, ownerId: grace.me.id },
    ]);
  });
});

/** A command, on the data folder of the server that runs. */
async function natter(...args: string[]): Promise<void> {
  const entry = path.resolve(import.meta.dirname, "../../server/main.ts");
  const env = { PATH: process.env["PATH"], NATTER_DATA: server.data };
  await promisify(execFile)(process.execPath, [entry, ...args], { env });
}

describe.runIf(mayStartServers)("the access log has a line", { timeout: 60_000 }, () => {
  beforeAll(async () => void (server = await startServer()));
  afterAll(() => server[Symbol.asyncDispose]());

  test("for a connection when it has ended, and for each request of the API, but not for health and files", async () => {
    const { me, session, socket } = await signUp(server.url, "ada");
    await httpClient(server.url, session.accessToken).user.me.query();
    for (const known of ["healthz", "readyz", "metrics", ""]) await fetch(`${server.url}/${known}`);
    await post(server.url, "nowhere.atAll", {}, bearer(session.accessToken));
    await socket.close();
    const isClosing = ({ msg }: Line) => msg === "connection closed";
    await expect.poll(() => linesOf("access").filter(isClosing).length).toBe(1);
    const requests = linesOf("access").filter((line) => !isClosing(line));
    const from = { log: "access", route: "trpc", address: "127.0.0.1", aborted: false, msg: "request" };
    expect(requests).toMatchObject([
      { ...from, method: "POST", calls: ["auth.register"], status: 200, userId: null },
      { ...from, method: "GET", calls: ["user.me"], status: 200, userId: me.id },
      { ...from, method: "POST", status: 404, userId: me.id },
    ]);
    expect(linesOf("access").find(isClosing)).toMatchObject({
      ...{ transport: "websocket", userId: me.id, address: "127.0.0.1", code: 1005 },
      ...{ durationMs: expect.any(Number), bytesReceived: expect.any(Number), bytesSent: expect.any(Number) },
    });
    expect(server.log).not.toContain("healthz");
  });
});
