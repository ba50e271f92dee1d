import type { Labels } from "./definition.ts";

/** Counts by one key, as readings with one label. */
export function* by<Value>(label: string, counts: Iterable<readonly [string, Value]>): Iterable<[Labels, Value]> {
  for (const [key, value] of counts) yield [{ [label]: key }, value];
}

/** The same of one number of each of several things. */
export function* valuesBy<T>(
  label: string,
  things: Iterable<readonly [string, T]>,
  value: (thing: T) => number,
): Iterable<[Labels, number]> {
  for (const [key, thing] of things) yield [{ [label]: key }, value(thing)];
}
