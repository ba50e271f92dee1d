import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readMigrations } from "../../db/sqlite/migrate.ts";
import { openForReading, type Upgrade } from "../../db/sqlite/open.ts";
import { openSqliteStore } from "../../db/sqlite/store.ts";
import { decide } from "../../server/domain/decide.ts";
import { unsoundness } from "../support/recount.ts";
import { mountSmallDisk } from "../support/small-disk.ts";

const schemas = join(import.meta.dirname, "../support/schemas");
const present = readMigrations(join(import.meta.dirname, "../../db/sqlite/migrations")).length;
const versions = Array.from({ length: present }, (_, index) => index + 1);

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "natter-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A database of that schema, with what livelyChat has left in it. */
function putDatabase(version: number, where = folder): string {
  const file = join(where, "natter.db");
  const database = new Database(file);
  database.pragma("foreign_keys = OFF");
  database.transaction(() => database.exec(readFileSync(join(schemas, `schema-${version}.sql`), "utf8")))();
  database.close();
  return file;
}

async function open(file: string) {
  const upgrades: Upgrade[] = [];
  const store = await openSqliteStore({ file, decide, onUpgrade: (upgrade) => upgrades.push(upgrade) });
  return { store, upgrades };
}

const backups = () => readdirSync(folder).filter((name) => name.includes("before-upgrade"));

function versionOf(file: string): unknown {
  const { $client } = openForReading(file);
  try {
    return $client.prepare("select count(*) from migrations").pluck().get();
  } finally {
    $client.close();
  }
}

test("every schema so far has its database here: `npm run schema-fixture` writes the newest", () => {
  expect(
    readdirSync(schemas)
      .filter((name) => name.endsWith(".sql"))
      .toSorted(),
  ).toEqual(versions.map((version) => `schema-${version}.sql`));
});

describe.each(versions)("a database of schema %i", (version) => {
  test("is opened with all that it holds, and is sound", async () => {
    const { store, upgrades } = await open(putDatabase(version));
    const { items } = await store.messages.list("lab", "grace", { limit: 50 });
    expect(items.map(({ body }) => body)).toEqual(["hello @grace", "good morning, all", "", "not indexed yet"]);
    expect(items[0]?.reactions).toEqual([{ emoji: "👍", count: 2, userIds: ["grace", "ada"] }]);
    expect(await store.messages.search("grace", { query: "good morning", limit: 5 })).toMatchObject({
      items: [{ id: "morning" }],
    });
    expect(await store.rooms.list("ada")).toMatchObject({
      items: [{ id: "lab" }, { name: "Great hall" }, { id: "desk" }],
    });
    expect(await store.users.get("ada")).toMatchObject({ displayName: "Ada Lovelace", statusText: "counting" });
    await store.close();
    expect(unsoundness(folder)).toEqual([]);

    const backup = upgrades[0]?.backup ?? "";
    expect(upgrades).toEqual(version === present ? [] : [{ from: version, to: present, backup }]);
    expect(backups()).toHaveLength(upgrades.length);
    if (backup === "") return;
    expect(versionOf(backup)).toBe(version);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });
});

describe("the backup before an upgrade", () => {
  test("is kept with the two before it", async () => {
    const file = putDatabase(1);
    for (const year of [2021, 2022, 2023]) writeFileSync(`${file}.before-upgrade-${year}0101T000000Z-schema-1`, "");
    const { store, upgrades } = await open(file);
    await store.close();
    const kept = [2022, 2023].map((year) => `natter.db.before-upgrade-${year}0101T000000Z-schema-1`);
    expect(backups().map((name) => join(folder, name))).toEqual([
      ...kept.map((name) => join(folder, name)),
      upgrades[0]?.backup,
    ]);
  });

  test("where there is no room for it, nothing is upgraded", async ({ skip }) => {
    using disk = mountSmallDisk(16) ?? skip("a small disk of its own cannot be mounted here: it takes root, on Linux");
    const file = putDatabase(1, disk.folder);
    await expect(open(file)).rejects.toThrow(/65 MB of free space are needed, there are 1\d MB\. Make room/);
    expect(versionOf(file)).toBe(1);
    expect(readdirSync(disk.folder).filter((name) => name.includes("before"))).toEqual([]);
  });
});
