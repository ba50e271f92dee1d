import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connect } from "../../db/sqlite/compiled-session.ts";
import { createRoomLog } from "../../db/sqlite/queries/room-log.ts";

const client = new Database(":memory:");
client.exec("create table events (position integer primary key, room_id text, seq integer)");
client.exec("create unique index events_room_seq on events (room_id, seq)");
const insert = client.prepare("insert into events values (?, 'lab', ?)");
const roomLog = createRoomLog(connect(client));

/** Where a room's events are in the log: other rooms' lie between them. */
const room = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }).chain((found) => {
  const positions = found.toSorted((a, b) => a - b);
  return fc.record({ positions: fc.constant(positions), startSeq: fc.integer({ min: 1, max: positions.length + 1 }) });
});

test("a room's events are found by their seqs as a look at each of them finds them", () => {
  const place = fc.integer({ min: -1, max: 402 });
  fc.assert(
    fc.property(
      room,
      place,
      place,
      fc.integer({ min: 1, max: 20 }),
      ({ positions, startSeq }, after, before, limit) => {
        client.exec("delete from events");
        for (const [index, position] of positions.entries()) insert.run(position, index + 1);
        const seen = { roomId: "lab", startSeq, headSeq: positions.length };
        const all = positions.slice(startSeq - 1).filter((position) => position > after);
        expect(roomLog.countAfter(seen, after)).toBe(all.length);
        const wanted = all.filter((position) => position < before).slice(0, limit);
        expect(roomLog.positionsBetween(seen, after, before, limit)).toEqual(wanted);
      },
    ),
    { numRuns: 400 },
  );
});

test("near the head, and far from it, a few steps are enough", () => {
  client.exec("delete from events");
  client.exec(`insert into events
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 100000)
    select n * 3, 'lab', n from numbers`);
  const looked: number[] = [];
  const counting = new Proxy(client, {
    get: (target, name) =>
      name === "prepare" ? (sql: string) => counted(target.prepare(sql), looked) : Reflect.get(target, name),
  });
  const log = createRoomLog(connect(counting));
  const seen = { roomId: "lab", startSeq: 1, headSeq: 100_000 };
  expect(log.countAfter(seen, 299_999)).toBe(1);
  expect(looked.length).toBeLessThanOrEqual(3);
  looked.length = 0;
  expect(log.countAfter(seen, 2)).toBe(100_000);
  expect(looked.length).toBeLessThanOrEqual(2 * 17 + 2);
});

/** The same statement, which notes the seqs that it is asked for. */
function counted(statement: Database.Statement, looked: number[]) {
  return {
    pluck: () => {
      const plucked = statement.pluck();
      return {
        get: (given: { seq: number }) => {
          looked.push(given.seq);
          return plucked.get(given);
        },
        iterate: (given: object) => plucked.iterate(given),
      };
    },
  };
}
