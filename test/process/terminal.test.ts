import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signUp } from "../support/people.ts";
import { TerminalChat } from "../support/terminal-chat.ts";
import { mayStartServers, serverUnderTest, uniqueName, type ServerUnderTest } from "../support/under-test.ts";

let server: ServerUnderTest;
let configFolder: string;
let [ada, grace, room] = ["", "", ""];

beforeAll(async () => void (server = await serverUnderTest()));
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  configFolder = mkdtempSync(join(tmpdir(), "natter-"));
  [ada, grace, room] = [uniqueName("ada"), uniqueName("grace"), uniqueName("room")];
});
afterEach(() => rmSync(configFolder, { recursive: true }));

const newcomer = (username: string) => new TerminalChat({ url: server.url, username, register: true });

/** Ada and Grace look at the same room. */
async function together(): Promise<[TerminalChat, TerminalChat]> {
  const atAdas = newcomer(ada).type(`/create ${room}`);
  await atAdas.shows(`== #${room}`);
  const atGraces = newcomer(grace).type(`/join ${room}`);
  await atGraces.shows(`== #${room}`);
  await atAdas.shows(`${grace} joined`);
  return [atAdas, atGraces];
}

function count(chat: TerminalChat, text: string): number {
  return chat.output.split(text).length - 1;
}

describe("a chat in the terminal", () => {
  test("ada and grace talk, reply, react, edit and delete, and both see all of it", async () => {
    const [a, g] = await together();
    await using _a = a;
    await using _g = g;
    a.type("hello grace");
    await g.shows("  hello grace");
    g.type("/reply hello yourself");
    await a.shows(`in reply to ${ada}: hello grace`);
    a.type("/react 🎉");
    await g.shows(`${ada} reacted with 🎉 to #5 "hello yourself"`);
    a.type("/unreact #5 🎉");
    await g.shows(`${ada} took back 🎉`);
    g.type("/edit hello to you");
    await a.shows(`${grace} edited #5: hello to you`);
    a.type("/delete");
    await g.shows(`${ada} deleted #4 "hello grace"`);
    a.type("/search to you", "//not a command");
    await a.shows("1 found");
    await g.shows("  /not a command");
    expect([await a.end(), await g.end()]).toEqual([0, 0]);
  });

  test.skipIf(!mayStartServers)(
    "whatever is written while the server is dead arrives once, in the same order for both",
    { timeout: 60_000 },
    async () => {
      const [a, g] = await together();
      await using _a = a;
      await using _g = g;
      a.type("before");
      await g.shows("  before");
      await server.own?.kill();
      await a.shows("the connection is lost");
      const bodies = [1, 2, 3, 4, 5].map((n) => `ada's ${n}`);
      a.type(...bodies);
      g.type("grace's own");
      await server.own?.start();
      for (const chat of [a, g]) {
        await chat.shows("connected again", 30_000);
        for (const body of [...bodies, "grace's own"]) await chat.shows(`  ${body}\n`, 30_000);
      }
      a.type("after");
      for (const chat of [a, g]) await chat.shows("  after");
      const seen = ({ lines }: TerminalChat) => lines.filter((line) => /#\d+ .*(before|'s|after)/.test(line));
      expect(seen(a)).toEqual(seen(g));
      expect(seen(a)).toHaveLength(8);
      expect(
        seen(a)
          .filter((line) => line.includes("ada's"))
          .map((line) => line.slice(-7)),
      ).toEqual(bodies);
    },
  );

  test("grace hears of a direct message while she looks at another room, and finds it unread", async () => {
    const [a, g] = await together();
    await using _a = a;
    await using _g = g;
    a.type(`/dm @${grace}`, "psst");
    await g.shows(new RegExp(`-- @${ada} .*${ada}: psst`));
    g.type("/rooms");
    await g.shows(new RegExp(`@${ada} 1 unread  ${ada}: psst`));
    g.type(`/open @${ada}`);
    await g.shows(/== @.*\n.*\n.*psst/);
    g.type("/rooms");
    await g.shows(new RegExp(`\\* +1  @${ada}  ${ada}: psst`));
  });

  test("what others write can move no cursor and rename no window", async () => {
    await using a = newcomer(ada).type(`/create ${room}`);
    await a.shows(`== #${room}`);
    await using mallory = await signUp(server.url, uniqueName("mallory"));
    const { items } = await mallory.api.room.browse.query({ query: room });
    const roomId = items[0]?.id ?? "";
    await mallory.api.room.join.mutate({ roomId });
    const body = "\u001b]0;owned\u0007\u001b[2Jred\u009b31m \u202eesrever\r\u001b[1A";
    await mallory.api.message.send.mutate({ roomId, clientId: "1", body: `${body} end` });
    await a.shows(" end");
    expect(a.output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(a.output).not.toContain("owned");
  });

  test("removed from a room, ada is told and sees no more of it", async () => {
    const [a, g] = await together();
    await using _a = a;
    await using _g = g;
    a.type(`/remove @${grace}`);
    await g.shows(`You are no longer in #${room}.`);
    a.type("among ourselves");
    await a.shows("  among ourselves");
    g.type("anyone?");
    await g.shows("You are looking at no room");
    expect(count(g, "among ourselves")).toBe(0);
  });
});

describe("a remembered session", () => {
  const remembered = (more: { register?: boolean; password?: string | null } = {}) =>
    new TerminalChat({ url: server.url, username: ada, configFolder, ...more });
  const files = () =>
    readdirSync(configFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  test("lets ada in again without her password, from a file of hers alone", async () => {
    await using first = remembered({ register: true });
    expect(await first.end()).toBe(0);
    expect(files().map(({ name }) => name)).toEqual([`${ada}.json`]);
    for (const { parentPath, name } of files()) expect(statSync(join(parentPath, name)).mode & 0o777).toBe(0o600);
    await using again = remembered({ password: null }).type("/people ada");
    await again.shows(`@${ada}  online`);
  });

  test("is forgotten, here and on the server, at /logout", async () => {
    await using chat = remembered({ register: true }).type("/logout");
    expect(await chat.ended()).toBe(0);
    expect(files()).toEqual([]);
    await using again = remembered({ password: null });
    expect(await again.ended()).toBe(3);
    await again.shows("natter: Nobody is here to be asked");
  });
});

describe("a chat that cannot begin says why in one line", () => {
  test.each([
    ["the password is wrong", { password: "not the password at all" }, "The name or the password is wrong."],
    ["the name is not one", { username: "a b", register: true }, "username: "],
    ["there is no server", { url: "http://127.0.0.1:9" }, "http://127.0.0.1:9: The server cannot be reached."],
  ])("%s", async (_, given, words) => {
    await using chat = new TerminalChat({ url: server.url, username: ada, ...given });
    expect(await chat.ended()).toBe(3);
    expect(chat.output).toContain(words);
    expect(chat.output.trim().split("\n")).toHaveLength(1);
  });
});
