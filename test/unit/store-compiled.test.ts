import Database from "better-sqlite3";
import { eq, sql, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { alias, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { afterEach, expect, test } from "vitest";
import { connect } from "../../db/sqlite/compiled-session.ts";

const people = sqliteTable("people", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  born: integer("born", { mode: "timestamp_ms" }).notNull(),
  died: integer("died", { mode: "timestamp_ms" }),
  likes: text("likes", { mode: "json" }).$type<string[]>().notNull(),
  friendId: integer("friend_id"),
});
const friends = alias(people, "friends");
const { placeholder } = sql;

const client = new Database(":memory:");
client.exec(
  "create table people (id integer primary key, name text not null, born integer not null, died integer, likes text not null, friend_id integer)",
);
afterEach(() => void client.exec("delete from people"));

const databases = { compiled: connect(client), "Drizzle's own": drizzle({ client }) };
type Db = (typeof databases)["compiled"];

/** What a statement gives, by both. */
function both<T>(ask: (db: Db) => T): { compiled: T; own: T } {
  return { compiled: ask(databases.compiled), own: ask(databases["Drizzle's own"]) };
}

function insertAll(db: Db): void {
  const insert = db
    .insert(people)
    .values({
      id: placeholder("id"),
      name: placeholder("name"),
      born: placeholder("born"),
      likes: placeholder("likes"),
      friendId: placeholder("friendId"),
    })
    .prepare();
  insert.run({ id: 1, name: "ada", born: new Date(1), likes: ["engines"], friendId: 2 });
  insert.run({ id: 2, name: "grace", born: new Date(2), likes: [], friendId: null });
}

function select(db: Db, where?: SQL) {
  return db
    .select({
      id: people.id,
      friend: { id: friends.id, name: friends.name, born: friends.born },
      likes: people.likes,
      person: { name: people.name, born: people.born, died: people.died },
      twice: sql<number>`${people.id} * 2`,
      loud: sql<string>`upper(${people.name})`.as("loud"),
    })
    .from(people)
    .leftJoin(friends, eq(friends.id, people.friendId))
    .where(where)
    .orderBy(people.id);
}

test.each(Object.keys(databases))("rows written by %s are read alike by both", (name) => {
  insertAll(databases[name as keyof typeof databases]);
  const { compiled, own } = both((db) => select(db).prepare().all());
  expect(compiled).toStrictEqual(own);
  expect(compiled[1]).toMatchObject({ friend: null, person: { name: "grace", born: new Date(2), died: null } });
  // Also in the order of their keys, which is the order on the wire.
  expect(JSON.stringify(compiled)).toBe(JSON.stringify(own));
});

test("one row, no row, values and whole tables are the same", () => {
  insertAll(databases.compiled);
  for (const id of [1, 3]) {
    const one = both((db) =>
      select(db, eq(people.id, placeholder("id")))
        .prepare()
        .get({ id }),
    );
    expect(one.compiled).toStrictEqual(one.own);
    const values = both((db) =>
      select(db, eq(people.id, placeholder("id")))
        .prepare()
        .values({ id }),
    );
    expect(values.compiled).toStrictEqual(values.own);
  }
  const whole = both((db) => db.select().from(people).prepare().all());
  expect(whole.compiled).toStrictEqual(whole.own);
});

test("what a change gives back is the same", () => {
  insertAll(databases.compiled);
  const { compiled, own } = both((db) =>
    db
      .update(people)
      .set({ name: sql`${placeholder("name")}` })
      .where(eq(people.id, placeholder("id")))
      .returning({ id: people.id, born: people.born })
      .prepare()
      .get({ id: 1, name: "Ada" }),
  );
  expect(compiled).toStrictEqual(own);
  const changes = both((db) => db.delete(people).where(eq(people.id, 99)).prepare().run());
  expect(changes.compiled).toStrictEqual(changes.own);
});

test("a value that was forgotten is not taken for null", () => {
  const prepared = select(databases.compiled, eq(people.id, placeholder("id"))).prepare();
  expect(() => prepared.get({ name: "ada" })).toThrow('No value for placeholder "id" was provided');
});
