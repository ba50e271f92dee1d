import fc from "fast-check";
import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../client-sdk/values.ts";
import { readInput } from "../../server/transformer.ts";

const forbidden = new Set(["__proto__", "constructor", "prototype"]);
// Keys that have to be escaped have examples of their own: superjson itself gets one in tens of thousands wrong.
const key = fc.string().filter((text) => !forbidden.has(text) && !/[.\\]/.test(text));
const finite = fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => number + 0);
const plain = fc.oneof(fc.string(), finite, fc.boolean(), fc.constant(null));
const outward = fc.oneof(plain, fc.constant(undefined), fc.date({ noInvalidDate: true }));

function tree(leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie("any")),
      fc.dictionary(key, tie("any"), { noNullPrototype: true }),
    ),
  })).any;
}

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("what the server says", () => {
  test("is read as superjson reads it", () => {
    fc.assert(
      fc.property(tree(outward), (value) => {
        const sent = overTheWire(superjson.serialize(value));
        expect(decode(overTheWire(sent))).toStrictEqual(superjson.deserialize(sent as never));
      }),
      { numRuns: 500 },
    );
  });

  test.each(["a.b", "a\\", "\\.", ".", "", "\\", "a\\.b.", "0", "json"])(
    "may have a key like %j at any depth",
    (odd) => {
      const value = { [odd]: new Date(0), deep: [{ [odd]: { [odd]: undefined, plain: 1 } }] };
      expect(decode(overTheWire(superjson.serialize(value)))).toStrictEqual(value);
    },
  );

  test("is read also where one object stands in many places", () => {
    const sender = { id: "ada", at: new Date(0) };
    const sent = overTheWire(superjson.serialize({ items: [{ sender }, { sender }], first: sender }));
    expect(decode(sent)).toStrictEqual({ items: [{ sender }, { sender }], first: sender });
  });

  test.each([
    [null],
    [[]],
    ["text"],
    [{}],
    [{ json: 1, meta: { values: ["Map"] } }],
    [{ json: 1, meta: { values: ["Date"] } }],
    [{ json: {}, meta: { values: { a: ["undefined"] } } }],
    [{ json: {}, meta: { values: { "__proto__.polluted": ["undefined"] } } }],
    [{ json: [], meta: { values: { "constructor.name": ["undefined"] } } }],
    [{ json: { a: "x" }, meta: { values: { a: [["custom", "x"]] } } }],
  ])("%j makes no sense", (value) => {
    expect(() => decode(value)).toThrow(TypeError);
  });
});

describe("what is sent", () => {
  test("the server reads as it was", () => {
    fc.assert(
      fc.property(tree(plain), (value) => {
        expect(readInput(overTheWire(encode(value)))).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test("may leave fields undefined: they are not there", () => {
    expect(readInput(overTheWire(encode({ a: 1, b: undefined })))).toEqual({ a: 1 });
    expect(readInput(overTheWire(encode(undefined)))).toBeUndefined();
  });

  test.each([[new Date()], [new Map()], [new Set()], [Number.NaN], [Infinity], [1n], [Symbol("s")], [() => 1], [/a/]])(
    "is never %s",
    (value) => {
      expect(() => encode({ deep: [value] })).toThrow(TypeError);
    },
  );
});
