import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DatabaseError } from "../../db/sqlite/errors.ts";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { openTempSqliteStore, startChat, type Chat } from "../support/store.ts";

const writeThread = new URL("../support/write-thread.ts", import.meta.url);
const moduleUrl = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "natter-thread-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function moduleOf(name: string, source: string): URL {
  const file = join(folder, name);
  writeFileSync(file, source);
  return pathToFileURL(file);
}

test("what was asked for before the store is closed is finished, and nothing is left open", async () => {
  await using temp = await openTempSqliteStore({ writeThread });
  const chat = await startChat(temp);
  const lastWrite = temp.store.write([chat.ada.create("lab")]);
  const closing = temp.store.close();
  expect((await lastWrite).outcomes).toMatchObject([{ kind: "done" }]);
  await closing;
  expect([`${temp.file}-wal`, `${temp.file}-shm`].filter((file) => existsSync(file))).toEqual([]);
  const store = await temp.reopen();
  expect(await store.rooms.get("lab")).toMatchObject({ id: "lab" });
});

test("a thread that cannot begin is an error in one line, and lets go of the database", async () => {
  const file = join(folder, "natter.db");
  const broken = openSqliteStore({
    file,
    decide,
    writeThread: moduleOf("thread.mjs", "throw new Error('not\\ntoday')"),
  });
  const error: unknown = await broken.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DatabaseError);
  expect(error).toMatchObject({ message: `The database ${file} cannot be opened: not today.` });
  const store = await openSqliteStore({ file, decide });
  await store.close();
});

test(
  "the write-ahead log does not grow without bound while someone reads all the time",
  { timeout: 60_000 },
  async () => {
    await using temp = await openTempSqliteStore({ writeThread });
    const chat = await startChat(temp);
    await chat.write(chat.ada.create("lab", [chat.grace]));
    let done = false;
    const reading = readOn(chat, () => done);
    for (let batch = 0; batch < 250; batch++) {
      await chat.write(...Array.from({ length: 40 }, () => chat.ada.send("lab", "x".repeat(4000))));
    }
    done = true;
    expect(await reading).toBeGreaterThan(60);
    const pages = new Database(temp.file, { readonly: true }).pragma("page_count", { simple: true });
    expect(pages).toBeGreaterThan(10_000);
    // A checkpoint is due at 4,000 pages of 4 KiB, and made by the commit that comes to them.
    expect(statSync(`${temp.file}-wal`).size).toBeLessThan(3 * 4000 * 4096);
  },
);

async function readOn(chat: Chat, isDone: () => boolean): Promise<number> {
  let reads = 0;
  for (; !isDone(); reads++) {
    await chat.store.log.read({ userId: "grace" }, 0, 200, Infinity);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return reads;
}

test("a thread that dies takes the process with it: what it had committed is neither denied nor acknowledged", async () => {
  const file = join(folder, "natter.db");
  // Dies after its second commit, before it can tell.
  const dying = moduleOf(
    "thread.mjs",
    `
    import { parentPort } from "node:worker_threads";
    import { serveWrites } from ${moduleUrl("db/sqlite/serve-writes.ts")};
    import { decide } from ${moduleUrl("server/domain/decide.ts")};
    const { postMessage } = parentPort;
    let written = 0;
    parentPort.postMessage = function (message) {
      if (message.kind === "written" && ++written === 2) throw new Error("it dies");
      postMessage.call(this, message);
    };
    serveWrites(decide);
  `,
  );
  const program = moduleOf(
    "program.mjs",
    `
    const { openSqliteStore } = await import(${moduleUrl("db/sqlite/store.ts")});
    const { decide } = await import(${moduleUrl("server/domain/decide.ts")});
    const { Chat } = await import(${moduleUrl("test/support/store.ts")});
    const store = await openSqliteStore({ file: ${JSON.stringify(file)}, decide, writeThread: new URL(${JSON.stringify(dying.href)}) });
    const chat = new Chat({ store });
    await chat.write(chat.ada.register());
    console.log("registered");
    await store.write([chat.ada.create("lab")]).then(() => console.log("written"), () => console.log("refused"));
  `,
  );
  const child = spawn(process.execPath, [fileURLToPath(program)], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const [code] = await once(child, "close");
  expect(errors).toMatch(/it dies|The thread that writes has ended/);
  expect([code, output]).toEqual([1, "registered\n"]);
  const store = await openSqliteStore({ file, decide });
  expect(await store.rooms.get("lab")).toMatchObject({ id: "lab" });
  await store.close();
});
