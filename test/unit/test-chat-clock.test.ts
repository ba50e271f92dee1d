import { expect, test } from "vitest";
import { clockAt } from "../../server/testing/clock.ts";

const start = new Date("2026-01-05T09:00:00Z");

function watched() {
  const clock = clockAt(start);
  const rang: [string, number][] = [];
  const ring = (name: string) => () => void rang.push([name, clock.now().getTime() - start.getTime()]);
  return { clock, rang, ring };
}

test("a clock that is moved on rings each alarm at its time, the earlier first", () => {
  const { clock, rang, ring } = watched();
  clock.after(300, ring("late"));
  clock.after(100, ring("early"));
  clock.after(301, ring("not yet"));
  clock.advance(99);
  expect(rang).toEqual([]);
  clock.advance(201);
  expect(rang).toEqual([
    ["early", 100],
    ["late", 300],
  ]);
  expect(clock.now()).toEqual(new Date("2026-01-05T09:00:00.300Z"));
});

test("an alarm may set the next, which rings in the same stretch, and may be called off", () => {
  const { clock, rang, ring } = watched();
  const callOff = clock.after(150, ring("called off"));
  clock.after(100, () => {
    callOff();
    clock.after(50, ring("second"));
    clock.after(500, ring("far"));
  });
  clock.advance(200);
  expect(rang).toEqual([["second", 150]]);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
});
