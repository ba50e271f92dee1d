import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFind } from "../../db/sqlite/search/find.ts";
import { openTempSqliteStore, type TempStore } from "../support/store.ts";

/** What the statements that a store prepares look at, as SQLite says itself: `sql` takes this step, among others. */
let temp: TempStore;
let steps: { sql: string; step: string }[];

beforeEach(async () => {
  const prepare = vi.spyOn(Database.prototype, "prepare");
  temp = await openTempSqliteStore();
  const statements = new Set(prepare.mock.calls.map(([sql]) => sql));
  prepare.mockRestore();
  using client = { db: new Database(temp.file, { readonly: true }), [Symbol.dispose]: () => client.db.close() };
  createFind(client.db);
  steps = [...statements]
    .filter((sql) => /^\s*(select|update|delete)/i.test(sql))
    .flatMap((sql) => plan(client.db, sql));
});
afterEach(() => temp[Symbol.asyncDispose]());

function plan(db: Database.Database, sql: string) {
  const names = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, null]));
  const positional = [...sql.matchAll(/\?/g)].map(() => null);
  const explain = db.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`);
  const given = Object.keys(names).length > 0 ? [names] : positional;
  return explain.all(...given).map(({ detail }) => ({ sql, step: detail }));
}

/** What is looked at where the pattern fits, and by which statements: their text without white space. */
function looks(pattern: RegExp): Map<string, string[]> {
  const byStep = new Map<string, string[]>();
  for (const { sql, step } of steps) {
    if (pattern.test(step)) byStep.set(step, [...(byStep.get(step) ?? []), sql.replaceAll(/\s+/g, " ").trim()]);
  }
  return byStep;
}

test("no statement goes through a table", () => {
  expect(steps.length).toBeGreaterThan(100);
  const scans = looks(/^SCAN (?!.*VIRTUAL TABLE|\(|CONSTANT|sqlite_schema)/);
  // The newest event, from the end of the table.
  expect([...scans.keys()]).toEqual(["SCAN events"]);
  expect(scans.get("SCAN events")).toEqual([expect.stringMatching(/order by "events"."position" desc limit \+\?$/)]);
});

test("no statement lets the planner look at a value that is bound, for which SQLite would prepare it anew each time", () => {
  const statements = new Set(steps.map(({ sql }) => sql));
  expect([...statements].filter((sql) => /(<|>|=|\blimit) *[?:]/i.test(sql))).toEqual([]);
});

test("no statement looks at a whole room or at all reactions to a message, but where that is what is asked for", () => {
  const groups = looks(
    /^SEARCH (events|messages|memberships|mentions|reactions) .*\((room_id|user_id|message_id)=\?\)/,
  );
  const inRoom = "SEARCH memberships USING INDEX sqlite_autoindex_memberships_1 (room_id=?)";
  const known = {
    // The newest message, in the list of one's rooms.
    "SEARCH messages USING INDEX messages_in_room (room_id=?)": [/order by seq desc limit 1 \)/],
    // What is cleared with a message.
    "SEARCH reactions USING COVERING INDEX reactions_in_order (message_id=?)": [/^delete from "reactions"/],
    // The founders of a room that was just made, and the people of direct rooms.
    [inRoom]: [/^select "user_id" from "memberships"/, /json_each.* order by "users"."sort_key"/],
    "SEARCH memberships USING COVERING INDEX sqlite_autoindex_memberships_1 (room_id=?)": [/^select 1 from blocks/],
  };
  for (const [step, statements] of groups) {
    // One's own rooms.
    if (/memberships_of_user|memberships_owners/.test(step)) continue;
    const reasons: RegExp[] = known[step as keyof typeof known] ?? [];
    expect(
      statements.filter((sql) => !reasons.some((reason) => reason.test(sql))),
      step,
    ).toEqual([]);
  }
  expect([...groups.keys()]).toEqual(expect.arrayContaining(Object.keys(known)));
});
test("a page comes sorted from its index, and the first reactions of each emoji do", () => {
  const sorts = [...looks(/TEMP B-TREE/).values()].flat();
  expect(sorts.filter((sql) => /limit (\?|\d+)( offset \d+)?$/.test(sql))).toEqual([]);
  expect(sorts.filter((sql) => sql.includes("reaction_tallies"))).toHaveLength(1);
});
