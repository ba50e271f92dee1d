import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { readInput, transformer } from "../../server/transformer.ts";

const refused = expect.objectContaining({ reason: "invalid_input" });

describe("input", () => {
  test.each([
    [{ roomId: "r", topic: undefined }],
    [undefined],
    [null],
    [{ list: [1, "two", { three: undefined }], "dotted.key": undefined, "back\\slash": undefined, nothing: null }],
    [[undefined, 1]],
  ])("arrives as a stock client wrote it: %j", (value) => {
    const onTheWire: unknown = JSON.parse(JSON.stringify(superjson.serialize(value)));
    expect(readInput(onTheWire)).toEqual(value);
  });

  test.each([
    ["a date", new Date()],
    ["a big number", { n: 1n }],
    ["a map", new Map([["a", 1]])],
    ["a set", { s: new Set([1]) }],
    ["a pattern", /x/],
    ["NaN", { n: Number.NaN }],
  ])("%s is refused", (_name, value) => {
    const onTheWire: unknown = JSON.parse(JSON.stringify(superjson.serialize(value)));
    expect(() => readInput(onTheWire)).toThrow(refused);
  });

  test.each([
    ["no envelope", "text"],
    ["a list for an envelope", []],
    ["a type that allocates", { json: "4294967295", meta: { values: [["typed-array", "Float64Array"]] } }],
    ["meta that is no object", { json: {}, meta: 1 }],
    ["a path that leads nowhere", { json: {}, meta: { values: { "a.b": ["undefined"] } } }],
    ["a list's length", { json: { a: [1] }, meta: { values: { "a.length": ["undefined"] } } }],
    ["a path into the prototype", { json: { a: {} }, meta: { values: { "a.__proto__.x": ["undefined"] } } }],
    ["a forbidden key", { json: JSON.parse('{"a":{"__proto__":{"x":1}}}') as unknown }],
    ["a constructor", { json: { constructor: { prototype: {} } } }],
  ])("%s is refused", (_name, raw) => {
    expect(() => readInput(raw)).toThrow(refused);
  });

  test("nothing nested a hundred thousand levels deep is walked into", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(() => readInput({ json: deep })).toThrow(refused);
  });

  test("nothing with too many values is walked through", () => {
    expect(() => readInput({ json: Array.from({ length: 100_000 }, () => 0) })).toThrow(refused);
  });

  test("a hundred thousand paths cost no more than they are long", () => {
    const json = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, null]));
    const values = Object.fromEntries(Object.keys(json).map((key) => [key, ["undefined"]]));
    expect(Object.values(readInput({ json, meta: { values } }) as object)).toEqual(Array(1000).fill(undefined));
  });
});

test("output keeps its dates", () => {
  const value = { at: new Date(0), none: undefined };
  expect(transformer.output.deserialize(transformer.output.serialize(value))).toEqual(value);
});

test("one forbidden key in what is stored takes no answer and no stream with it", () => {
  const data = JSON.parse('{"a":[{"constructor":1,"b":2}],"prototype":{},"__proto__":{"c":3}}') as unknown;
  const message = { body: "hi", createdAt: new Date(0), data };
  expect(transformer.output.deserialize(transformer.output.serialize({ items: [message] }))).toEqual({
    items: [{ body: "hi", createdAt: new Date(0), data: { a: [{ b: 2 }] } }],
  });
});
