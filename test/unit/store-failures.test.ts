import { readFileSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { storageError } from "../../db/sqlite/errors.ts";
import { openConnection } from "../../db/sqlite/open.ts";
import { createWriter } from "../../db/sqlite/writer.ts";
import { StorageError, type Decide } from "../../db/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { openTempSqliteStore, startChat } from "../support/store.ts";
import { stores } from "../support/stores.ts";

describe.each(stores())("%s that cannot store", (_name, open) => {
  test("a write that cannot get through is refused as such, and nothing of it is stored", async () => {
    await using temp = await open();
    const chat = await startChat(temp);
    await chat.write(chat.ada.create("lab"));
    const intruder = new Database(temp.file);
    intruder.exec("begin immediate");
    const refused = temp.store.write([chat.ada.send("lab", "lost", { id: "m1" })]);
    const error: unknown = await refused.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ reason: "storage_down", cause: { code: "SQLITE_BUSY" } });
    expect(await temp.store.ping()).toBe(false);
    intruder.exec("rollback");
    intruder.close();
    expect(await temp.store.ping()).toBe(true);
    expect(await temp.store.messages.get("m1", "ada")).toBeNull();
    await chat.write(chat.ada.send("lab", "kept", { id: "m2" }));
    expect(await temp.store.messages.get("m2", "ada")).toMatchObject({ body: "kept", seq: 3 });
  });
});

describe("a database that fails", () => {
  test("what cannot be read is said to be the storage's fault", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    await chat.write(chat.ada.create("lab"));
    for (let batch = 0; batch < 20; batch++) {
      await chat.write(...Array.from({ length: 50 }, () => chat.ada.send("lab", "x".repeat(1000))));
    }
    const store = await temp.reopen();
    const whole = readFileSync(temp.file);
    writeFileSync(temp.file, whole.fill(0xff, whole.length / 2));
    const page = store.messages.list("lab", "ada", { limit: 200 });
    await expect(page).rejects.toMatchObject({ name: "StorageError", reason: "storage_down" });
  });

  test.each([
    ["SQLITE_FULL", "storage_full"],
    ["SQLITE_READONLY", "storage_full"],
    ["SQLITE_READONLY_DBMOVED", "storage_full"],
    ["SQLITE_IOERR_FSYNC", "storage_down"],
    ["SQLITE_CORRUPT", "storage_down"],
    ["SQLITE_BUSY_SNAPSHOT", "storage_down"],
  ])("%s is %s", (code, reason) => {
    const error = new Error("A query failed.", { cause: Object.assign(new Error("It did."), { code }) });
    expect(storageError(error)).toBeInstanceOf(StorageError);
    expect(storageError(error)).toMatchObject({ reason });
  });

  test("what has been committed is told to be, although the database fails right after it", async () => {
    await using temp = await openTempSqliteStore();
    const chat = await startChat(temp);
    const { ada } = chat;
    await chat.write(ada.create("lab"));
    const connection = openConnection(temp.file);
    let tries = 0;
    const failing: Decide = (facts, command) => {
      if (command.kind === "message.send" && command.body === "bad") {
        // At first the batch is rolled back; then, one by one, this comes after what has been committed.
        if (++tries === 2) connection.$client.close();
        throw new Error("bad");
      }
      return decide(facts, command);
    };
    const writer = createWriter(connection, { file: temp.file, epoch: temp.store.epoch }, failing);
    const { outcomes, items, head } = await writer.write([ada.send("lab", "good"), ada.send("lab", "bad")]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "failed"]);
    expect(items.map(({ position }) => position)).toEqual([head]);
  });

  test("an error of another sort is not the storage's", () => {
    expect(storageError(Object.assign(new Error("It is there."), { code: "SQLITE_CONSTRAINT_UNIQUE" }))).toBeNull();
    expect(storageError("nonsense")).toBeNull();
  });
});
