import { describe, expect, test } from "vitest";
import { createBot, type Bot, type BotOptions, type BotStore } from "../../client-sdk/bot/index.ts";
import type { HistoryEvent, Room } from "../../server/contract/index.ts";
import { httpClient, Listener, say } from "../support/people.ts";
import { roomOf, scene } from "../support/scene.ts";
import { uniqueName } from "../support/under-test.ts";

const { server, ada, grace } = await scene("ada", "grace");
const { url } = server;

interface Staged extends AsyncDisposable {
  bot: Bot;
  room: Room;
  userId: string;
  token: string;
  /** What the bot has said. */
  said(): string[];
  hears: Listener;
}

/** A bot of ada's in a room with ada and grace. Give it its handlers and start it. */
async function stage(options: Partial<BotOptions> = {}): Promise<Staged> {
  const { user, token } = await ada.api.bot.create.mutate({ username: uniqueName("bot") });
  const room = await roomOf(ada, grace);
  await ada.api.room.addMember.mutate({ roomId: room.id, userId: user.id });
  const hears = await new Listener(ada.api, { roomId: room.id }).ready();
  const bot = createBot({ url, token, ...options });
  const said = () =>
    hears.ofKind("message.sent").flatMap(({ message }) => (message.sender.id === user.id ? [message.body] : []));
  const dispose = async () => {
    hears.stop();
    await bot.stop();
    // A person has 20 at most.
    await ada.api.bot.delete.mutate({ userId: user.id });
  };
  return { bot, room, userId: user.id, token, said, hears, [Symbol.asyncDispose]: dispose };
}

function placeIn(saved: string[]): BotStore {
  return { load: async () => saved.at(-1) ?? null, save: async (id) => void saved.push(id) };
}

describe("a bot", () => {
  test("rolls dice when it is told to, whatever the case, and leaves all else alone", async () => {
    await using staged = await stage();
    const { bot, room, said, hears } = staged;
    bot.command("roll", async ({ args, text, message }, { reply }) => {
      await reply(`${args.length} of <${text}> for ${message.sender.username}`, { replyToId: message.id });
    });
    await bot.start();
    for (const body of ["/roll 2d6  for luck ", "roll", "/rolling", "please /roll", "/ROLL", "/roll"]) {
      await say(grace, room.id, body);
    }
    const { username } = grace.me;
    const rolled = [`3 of <2d6  for luck> for ${username}`, `0 of <> for ${username}`, `0 of <> for ${username}`];
    await hears.until(() => said().length === 3);
    expect(said()).toEqual(rolled);
  });

  test("is told neither of what it did itself nor, as a message, of what other bots and edits say", async () => {
    await using other = await stage();
    await using staged = await stage();
    const { bot, room, userId, hears, said } = staged;
    await ada.api.room.addMember.mutate({ roomId: room.id, userId: other.userId });
    const events: HistoryEvent["kind"][] = [];
    bot.on("message.sent", ({ kind, actorId }) => {
      expect(actorId).not.toBe(userId);
      events.push(kind);
    });
    bot.onMessage(({ body }, { reply }) => void reply(`heard ${body}`));
    await bot.start();
    const one = await say(grace, room.id, "one");
    await say({ api: httpClient(url, other.token) }, room.id, "from a bot");
    await grace.api.message.edit.mutate({ messageId: one.id, body: "once" });
    await say(grace, room.id, "two");
    await hears.until(() => said().length === 2);
    expect(said()).toEqual(["heard one", "heard two"]);
    expect(events).toHaveLength(3);
  });

  test("hears of a room as soon as it is added to it", async () => {
    await using staged = await stage();
    const { bot, userId } = staged;
    bot.on("member.joined", async ({ membership }, { me, reply }) => {
      if (membership.user.id === me.id) await reply("thank you");
    });
    bot.onMessage(async (_, { reply }) => void (await reply("here")));
    await bot.start();
    const room = await roomOf(grace);
    using hears = await new Listener(grace.api, { roomId: room.id }).ready();
    await grace.api.room.addMember.mutate({ roomId: room.id, userId });
    await say(grace, room.id, "anyone?");
    const said = () => hears.ofKind("message.sent").map(({ message }) => message.body);
    await hears.until(() => said().length === 3);
    expect(said().toSorted()).toEqual(["anyone?", "here", "thank you"]);
  });

  test("deals with one event after the other, and saves its place after each", async () => {
    const order: string[] = [];
    const store: BotStore = { load: async () => null, save: async () => void order.push("saved") };
    await using staged = await stage({ store });
    const { bot, room, said, hears } = staged;
    const slowly = async ({ body }: { body: string }) => {
      order.push(`begins ${body}`);
      await httpClient(url).system.info.query();
      order.push(`ends ${body}`);
    };
    bot.onMessage(slowly);
    bot.onMessage(slowly);
    bot.command("last", async (_, { reply }) => void (await reply("done")));
    await bot.start();
    order.length = 0;
    await Promise.all([say(grace, room.id, "one"), say(grace, room.id, "/last")]);
    await hears.until(() => said().length === 1);
    const dealtWith = (body: string) => [`begins ${body}`, `ends ${body}`, `begins ${body}`, `ends ${body}`];
    expect(order.slice(0, 9)).toEqual([...dealtWith("one"), "saved", ...dealtWith("/last")]);
  });

  test("goes on where it stopped, and answers what was said meanwhile, once", async () => {
    const saved: string[] = [];
    await using staged = await stage({ store: placeIn(saved) });
    const { bot, token, room, hears, said } = staged;
    const answer = (another: Bot) => another.onMessage(({ body }, { reply }) => void reply(`${body}!`));
    answer(bot);
    await bot.start();
    await say(grace, room.id, "one");
    await hears.until(() => said().length === 1);
    await bot.stop();
    await expect(bot.ended).resolves.toBeUndefined();
    const early = saved.slice();
    await say(grace, room.id, "two");
    // The second one starts where the first one did: it was killed before it could save.
    for (const [store, body] of [
      [placeIn(saved), "three"],
      [placeIn(early), "four"],
    ] as const) {
      await using again = createBot({ url, token, store });
      answer(again);
      await again.start();
      await say(grace, room.id, body);
      await hears.until(() => said().includes(`${body}!`));
    }
    expect(said()).toEqual(["one!", "two!", "three!", "four!"]);
  });

  test("what it says otherwise the second time is what it said the first time", async () => {
    await using staged = await stage();
    const { bot, room, said, hears } = staged;
    const stored: string[] = [];
    let attempt = 0;
    bot.onMessage(async (_, { reply }) => {
      attempt += 1;
      for (const part of ["a", "b"]) stored.push((await reply(`${part}${attempt}`)).body);
      if (attempt === 1) throw new Error("now of all times");
    });
    await bot.start();
    await say(grace, room.id, "hello");
    await expect.poll(() => stored.length, { timeout: 10_000 }).toBe(4);
    expect(stored).toEqual(["a1", "b1", "a1", "b1"]);
    await hears.until(() => said().length === 2);
    expect(said()).toEqual(["a1", "b1"]);
  });

  test("tells of a handler that the server refuses, and goes on; or stops, and meets the event again", async () => {
    const saved: string[] = [];
    const told: unknown[] = [];
    let verdict: "skip" | "stop" = "skip";
    const onError = (error: unknown) => {
      told.push(error);
      return verdict;
    };
    await using staged = await stage({ store: placeIn(saved), onError });
    const { bot, token, room, hears, said } = staged;
    const refused = (another: Bot) =>
      another.onMessage(async ({ body }, { reply, send }) => {
        if (body === "bad") await send({ roomId: "nowhere", body });
        await reply(`${body}!`);
      });
    refused(bot);
    await bot.start();
    await say(grace, room.id, "bad");
    await say(grace, room.id, "good");
    await hears.until(() => said().length === 1);
    expect(said()).toEqual(["good!"]);
    expect(told).toMatchObject([{ reason: "not_found" }]);

    verdict = "stop";
    await say(grace, room.id, "bad");
    await expect(bot.ended).rejects.toMatchObject({ reason: "not_found" });
    await using again = createBot({ url, token, store: placeIn(saved), onError });
    refused(again);
    await again.start().catch(() => {});
    await expect(again.ended).rejects.toMatchObject({ reason: "not_found" });
    expect(told).toHaveLength(3);
  });

  test("ends when its token does, and does not begin with one that is no good", async () => {
    await using staged = await stage();
    const { bot, userId, token } = staged;
    await bot.start();
    await ada.api.bot.rotateToken.mutate({ userId });
    await expect(bot.ended).rejects.toMatchObject({ reason: "session_ended" });
    await using late = createBot({ url, token });
    await expect(late.start()).rejects.toMatchObject({ reason: "session_ended" });
  });

  test("a store that cannot save ends it before it does any more", async () => {
    let full = false;
    const save = async () => {
      if (full) throw new Error("no space");
    };
    await using staged = await stage({ store: { load: async () => null, save } });
    const { bot, room, said, hears } = staged;
    bot.onMessage(({ body }, { reply }) => void reply(`${body}!`));
    await bot.start();
    full = true;
    await say(grace, room.id, "one");
    await say(grace, room.id, "two");
    await expect(bot.ended).rejects.toThrow("no space");
    await hears.until(() => said().length === 1);
    expect(said()).toEqual(["one!"]);
  });

  test("is stopped while it waits for a server that is not there", async () => {
    const bot = createBot({ url: "http://127.0.0.1:1", token: "ntr_none" });
    const started = bot.start();
    await bot.stop();
    await expect(started).rejects.toMatchObject({ reason: "aborted" });
    await expect(bot.ended).resolves.toBeUndefined();
    expect(() => bot.onMessage(() => {})).toThrow("before it is started");
  });
});
