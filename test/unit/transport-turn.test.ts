import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Turn } from "../../server/transport/turn.ts";

function holdLoop(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test("many who wait are written to a slice at a time, each once, in their order", async () => {
  const turn = new Turn();
  const written: number[] = [];
  const expected = Array.from({ length: 64 }, (_, number) => number);
  for (const number of expected) {
    turn.begin({
      flush: () => {
        holdLoop(1);
        written.push(number);
      },
    });
  }
  await nextTurn();
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThan(64);
  for (let turns = 0; written.length < 64 && turns < 64; turns++) await nextTurn();
  expect(written).toEqual(expected);
});

test("who comes while others are still being written to has a turn too", async () => {
  const turn = new Turn();
  const written: string[] = [];
  const slow = (name: string) => ({
    flush: () => {
      holdLoop(1);
      written.push(name);
    },
  });
  for (let number = 0; number < 40; number++) turn.begin(slow("first"));
  await nextTurn();
  turn.begin(slow("later"));
  for (let turns = 0; written.length < 41 && turns < 64; turns++) await nextTurn();
  expect(written).toContain("later");
  expect(written).toHaveLength(41);
});
