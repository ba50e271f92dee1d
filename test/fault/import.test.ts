import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { Desk, type Json } from "../support/portable.ts";
import { unsoundness } from "../support/recount.ts";
import { mayStartServers } from "../support/under-test.ts";

const entry = path.resolve(import.meta.dirname, "../../server/main.ts");
const messages = 4000;

/** Two rooms of twenty people, who say a lot. */
function chatter(): Json[] {
  const people = Array.from({ length: 20 }, (_, index) => `U${index}`);
  const records: Json[] = people.map((id) => ({ type: "user", id, username: `person-${id}` }));
  records.push({ type: "block", blockerId: "U1", blockedId: "U2" });
  for (const roomId of ["R1", "R2"]) {
    records.push({ type: "room", id: roomId, roomType: "public", name: roomId, creatorId: "U0" });
    records.push({ type: "ban", roomId, userId: "U19", byId: "U0" });
    for (const userId of people.slice(0, 19)) {
      records.push({ type: "membership", roomId, userId, role: userId === "U0" ? "owner" : "member" });
    }
  }
  for (let number = 0; number < messages; number++) {
    const createdAt = new Date(Date.UTC(2025, 0, 1) + number * 1000).toISOString();
    const who = { roomId: `R${1 + (number % 2)}`, senderId: people[number % 19]! };
    const replyToId = number > 10 && number % 7 === 0 ? `M${number - 2}` : undefined;
    records.push({
      type: "message",
      id: `M${number}`,
      ...who,
      body: `@person-U3 said ${number}`,
      replyToId,
      createdAt,
    });
    for (const userId of people.slice(0, number % 4)) {
      records.push({ type: "reaction", messageId: `M${number}`, userId, emoji: number % 3 === 0 ? "👍" : "🎉" });
    }
  }
  for (const userId of people.slice(0, 10)) records.push({ type: "read", roomId: "R1", userId, messageId: "M500" });
  return records;
}

/** How many messages have been committed so far. */
function committed(file: string): number {
  try {
    using client = { db: new Database(file, { readonly: true }), [Symbol.dispose]: () => client.db.close() };
    return client.db.prepare<[], number>("select count(*) from messages").pluck().get() ?? 0;
  } catch {
    return 0;
  }
}

/** Starts an import, and kills it once it has committed so many messages. */
async function importAndKill(data: string, file: string, at: number): Promise<void> {
  const env = { PATH: process.env["PATH"], NATTER_DATA: data };
  const child = spawn(process.execPath, [entry, "import", file], { env, stdio: "ignore" });
  const ended = once(child, "exit");
  await expect
    .poll(() => committed(path.join(data, "natter.db")), { timeout: 60_000, interval: 5 })
    .toBeGreaterThan(at);
  child.kill("SIGKILL");
  await ended;
  expect(child.signalCode, "it was still at work").toBe("SIGKILL");
}

test.runIf(mayStartServers)("an import that is killed again and again ends as one that was not", async () => {
  using desk = new Desk();
  const file = desk.file(chatter());
  const [data, whole] = [desk.path("data"), desk.path("whole")];
  for (const at of [0, 1200]) {
    await importAndKill(data, file, at);
    expect(committed(path.join(data, "natter.db"))).toBeLessThan(messages);
    expect(unsoundness(data)).toEqual([]);
  }
  const { added, there, leftOut } = await desk.import(data, file);
  expect(there.message).toBeGreaterThan(1200);
  expect(added.message + there.message).toBe(messages);
  expect(Object.values(leftOut).every((count) => count === 0)).toBe(true);
  await desk.import(whole, file);
  // The numbers too: only the database's name differs, and when it was exported.
  expect((await desk.export(data)).slice(1, -1)).toEqual((await desk.export(whole)).slice(1, -1));
  expect(unsoundness(data)).toEqual([]);
});
