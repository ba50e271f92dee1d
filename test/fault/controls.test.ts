import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { createNatterClient } from "../../client-sdk/client.ts";
import { breakServer, type Edit } from "../support/broken-server.ts";
import { asRefusal, password, say, signUp } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { inject } from "../support/strace.ts";
import { Talk, withSdk, withStockClient, type Speaker } from "../support/talk.ts";

// A suite that finds nothing proves something only if it finds what is there. So these servers are broken on purpose,
// each in one place, and what the others are put through must find each.

/** What ada and grace go through while they talk. */
type Trouble = (scene: Scene) => Promise<void>;

interface Scene {
  talk: Talk;
  server: TestServer;
  ada: Speaker;
  mallory: Speaker;
}

const kill: Trouble = async ({ talk, server }) => {
  for (let kills = 0; kills < 2; kills++) {
    await talk.untilAcked(10);
    // Long enough for the accounts and rooms to have been committed, however late that is.
    await wait(250 + Math.random() * 50);
    await server.restart();
  }
};

const talkOn: Trouble = ({ talk }) => talk.untilAcked(100);

/** Streams that begin far behind, while people go on talking. */
const comeLate: Trouble = async ({ talk, ada }) => {
  for (let late = 0; late < 3; late++) {
    await talk.untilAcked(150);
    await talk.listen(ada);
  }
};

/** Mallory is let in and put out again. */
const remove: Trouble = async ({ talk, ada, mallory }) => {
  const [roomId = ""] = talk.roomIds;
  const guest = { roomId, userId: mallory.id };
  await talk.listen(mallory, { api: mallory.api, asGuest: true });
  await ada.api.room.addMember.mutate(guest);
  await talk.untilAcked(20);
  await ada.api.room.removeMember.mutate(guest);
  await talk.untilAcked(20);
};

/** Leaves the transaction open: it is committed a little later. Reads see it at once, for they share its connection. */
const commitLater: Edit[] = [
  {
    file: "db/sqlite/write.ts",
    find: `const head = transaction.immediate(run);`,
    replace: `
      if (!db.$client.inTransaction) {
        db.$client.exec("begin immediate");
        setTimeout(() => db.$client.exec("commit"), 100);
      }
      const head = run();`,
  },
  { file: "server/start.ts", find: `decide, ...inThreads }`, replace: `decide }` },
];

/** Not broken: a database that is far away, and calls that take more or less time on their way to it. */
const slow: Edit[] = [
  {
    file: "db/sqlite/queries/log.ts",
    find: `read: async (...request) => atOneInstant(() => read(...request)),`,
    replace: `read: async (...request) => {
      const page = atOneInstant(() => read(...request));
      await new Promise((resolve) => setTimeout(resolve, 20));
      return page;
    },`,
  },
  {
    file: "server/trpc.ts",
    find: `await this.place?.reached;`,
    replace: `await new Promise((resolve) => setTimeout(resolve, Math.random() * 5)); await this.place?.reached;`,
  },
];

interface Control {
  name: string;
  edits: Edit[];
  trouble: Trouble;
  finds: RegExp;
}

const controls: Control[] = [
  {
    name: "acknowledges before the commit",
    edits: commitLater,
    trouble: kill,
    finds: /acknowledged and is lost/,
  },
  {
    name: "delivers before the commit",
    edits: [
      ...commitLater,
      {
        file: "server/delivery/write-queue.ts",
        find: `this.#publisher.publish(written.items, written.head);`,
        replace: `this.#publisher.publish(written.items, written.head);
          await new Promise((resolve) => setTimeout(resolve, 120));`,
      },
    ],
    trouble: kill,
    finds: /saw .* (where|past)|was reset: ahead/,
  },
  {
    name: "stores a repeated send a second time",
    edits: [
      {
        file: "db/sqlite/facts/messages.ts",
        find: `stored: found?.stored ?? null,`,
        replace: `stored: null,`,
      },
      {
        file: "db/sqlite/migrations/0000_tables.sql",
        find: "CREATE UNIQUE INDEX `messages_client`",
        replace: "CREATE INDEX `messages_client`",
      },
    ],
    trouble: talkOn,
    finds: /is stored 2 times/,
  },
  {
    name: "goes live after the first page",
    edits: [
      {
        file: "server/delivery/pump.ts",
        find: `return page.through >= page.head && page.through >= published && !this.#stateChangedSince(heard);`,
        replace: `return true;`,
      },
    ],
    trouble: comeLate,
    finds: /saw .* where .* belongs/,
  },
  {
    name: "goes live without looking what was published while it read",
    edits: [
      ...slow,
      {
        file: "server/delivery/pump.ts",
        find: ` && page.through >= published && !this.#stateChangedSince(heard);`,
        replace: `;`,
      },
    ],
    trouble: comeLate,
    finds: /saw .* where .* belongs/,
  },
  {
    name: "publishes the events of a commit in another order",
    edits: [
      {
        file: "server/delivery/publisher.ts",
        find: `for (const item of items) {`,
        replace: `for (const item of items.toReversed()) {`,
      },
    ],
    trouble: talkOn,
    finds: /saw .* where .* belongs/,
  },
  {
    name: "lets the mutations of a socket overtake each other",
    edits: [
      ...slow.slice(0, 1),
      {
        file: "server/trpc.ts",
        find: `await this.place?.reached;`,
        replace: `await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));`,
      },
    ],
    trouble: talkOn,
    finds: /sent earlier on the same socket/,
  },
  {
    name: "goes on telling people who were removed",
    edits: [
      {
        file: "server/delivery/hub.ts",
        find: `removeFrom(this.#byRoom, event.roomId, subscriber);`,
        replace: ``,
      },
    ],
    trouble: remove,
    finds: /after having left it/,
  },
];

test.each(controls)("a server that $name is found", async ({ edits, trouble, finds }) => {
  const problems = await problemsOf(edits, [trouble]);
  expect(
    problems.some((problem) => finds.test(problem)),
    problems.slice(0, 20).join("\n"),
  ).toBe(true);
});

test("a server that acknowledges what the disk may still lose is found", async ({ skip }) => {
  const edits = [
    { file: "db/sqlite/open.ts", find: `client.pragma("synchronous = FULL");`, replace: `` },
    { file: "db/sqlite/open.ts", find: `|| synchronous !== 2`, replace: `` },
  ];
  expect(await outcomeWithoutFsync([], skip)).toBe("storage_down");
  expect(await outcomeWithoutFsync(edits, skip)).toBe("acknowledged");
});

test("a server that is only slow is let pass, and so is the one that is not broken at all", async () => {
  expect(await problemsOf(slow, [kill, comeLate])).toEqual([]);
  expect(await problemsOf([], [remove])).toEqual([]);
});

async function problemsOf(edits: Edit[], troubles: Trouble[]): Promise<string[]> {
  await using broken = await breakServer(edits);
  await using server = await startServer({ command: broken.command });
  await using grace = await signUp(server.url, "grace");
  await using guest = await signUp(server.url, "mallory");
  await using app = createNatterClient({ url: server.url });
  await app.signUp({ username: "ada", password });
  const ada = await withSdk(app);
  const talk = await Talk.begin(ada, withStockClient(grace));
  talk.speak(2);
  for (const trouble of troubles) await trouble({ talk, server, ada, mallory: withStockClient(guest) });
  // Awaited here: what is `using` ends with this function.
  return await talk.conclude(1_000);
}

/** What becomes of a send while the disk confirms nothing. */
async function outcomeWithoutFsync(edits: Edit[], skip: (note: string) => never): Promise<string> {
  await using broken = await breakServer(edits);
  await using server = await startServer({ command: broken.command });
  await using ada = await signUp(server.url, "ada");
  const { id } = await ada.api.room.direct.mutate({ userIds: [] });
  await using _ = (await inject(server.pid, "fsync,fdatasync:error=EIO")) ?? skip("it takes strace");
  return await say(ada, id, "is it safe?").then(
    () => "acknowledged",
    (error: unknown) => asRefusal(error).reason,
  );
}
