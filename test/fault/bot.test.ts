import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import type { Message } from "../../server/contract/index.ts";
import { signUp, type Person } from "../support/people.ts";
import { startServer } from "../support/server.ts";

const program = path.resolve(import.meta.dirname, "../support/dice-bot.ts");
/** A long run: `NATTER_KILLS=1000 npm run test:fault -- bot`. */
const kills = Number(process.env["NATTER_KILLS"] ?? 5);

test(
  `a bot that is killed ${kills} times, and its server once, answers each message exactly once`,
  { timeout: 90_000 + kills * 5_000 },
  async () => {
    await using server = await startServer();
    await using ada = await signUp(server.url, "ada");
    const { user, token } = await ada.api.bot.create.mutate({ username: "dice" });
    const rooms = await Promise.all(
      ["Engines", "Looms"].map((name) => ada.api.room.create.mutate({ type: "private", name, memberIds: [user.id] })),
    );
    const folder = await mkdtemp(path.join(tmpdir(), "natter-bot-"));
    const args = [program, server.url, token, path.join(folder, "place")];

    let bot = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await readyLine(bot);
    const asked: string[] = [];
    const ask = async () => {
      const body = `question ${asked.length}`;
      const roomId = rooms[asked.length % rooms.length]?.id ?? "";
      asked.push(body);
      await retried(() => ada.api.message.send.mutate({ roomId, clientId: body, body }));
    };
    for (let kill = 0; kill < kills; kill++) {
      const count = Math.ceil(Math.random() * 15);
      for (let number = 0; number < count; number++) await ask();
      if (kill === 2) await server.restart();
      await die(bot);
      // Some are asked while nobody is there to hear it.
      for (let number = 0; number < 3; number++) await ask();
      bot = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      // Now and then it does not even get as far as being ready.
      if (kill % 2 === 0) await readyLine(bot);
    }
    await expect
      .poll(async () => (await answers(ada, rooms, user.id)).length, { timeout: 60_000, interval: 200 })
      .toBeGreaterThanOrEqual(2 * asked.length);
    await die(bot);
    await rm(folder, { recursive: true });

    const said = (await answers(ada, rooms, user.id)).map(({ body }) => body.replace(/: [\d.e-]+$/, ""));
    const wanted = asked.flatMap((question) => [`first to ${question}`, `second to ${question}`]);
    expect(said.toSorted()).toEqual(wanted.toSorted());
  },
);

async function readyLine(bot: ChildProcess): Promise<void> {
  if (bot.stdout !== null) await once(bot.stdout, "data");
}

async function die(bot: ChildProcess): Promise<void> {
  const exited = once(bot, "exit");
  bot.kill("SIGKILL");
  await exited;
}

/** While the server is away a send fails. */
async function retried(send: () => Promise<unknown>): Promise<void> {
  await expect
    .poll(
      () =>
        send().then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
}

async function answers({ api }: Person, rooms: readonly { id: string }[], botId: string): Promise<Message[]> {
  const found: Message[] = [];
  for (const { id: roomId } of rooms) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof api.message.list.query>> = await api.message.list.query({
        roomId,
        limit: 200,
        cursor,
      });
      found.push(...page.items.filter(({ sender }) => sender.id === botId));
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return found;
}
