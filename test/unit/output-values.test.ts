import fc from "fast-check";
import superjson from "superjson";
import { describe, expect, test } from "vitest";
import { encodeOutput } from "../../server/output-values.ts";
import { transformer } from "../../server/transformer.ts";

const forbidden = new Set(["__proto__", "constructor", "prototype"]);
const key = fc.string().filter((text) => !forbidden.has(text));
const finite = fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => number + 0);
const leaf = fc.oneof(
  fc.string(),
  finite,
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date({ noInvalidDate: true }),
);
const plain = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("any")), fc.dictionary(key, tie("any"), { noNullPrototype: true })),
})).any;

/** What stands on the wire, but which objects were the same one: that we do not tell. */
function onTheWire(encoded: object | null): unknown {
  return JSON.parse(JSON.stringify(encoded), (name, value: unknown) =>
    name === "referentialEqualities" ? undefined : value,
  );
}

function bySuperjson(value: unknown): unknown {
  // What it says of objects that occur twice is left out above, and with it what `meta` is there for.
  const wire = onTheWire(superjson.serialize(value)) as { json: unknown; meta?: { values?: unknown } };
  return wire.meta?.values === undefined ? { json: wire.json } : wire;
}

describe("what the server gives out stands on the wire as superjson writes it", () => {
  test("whatever is in it", () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(onTheWire(encodeOutput(value))).toStrictEqual(bySuperjson(value));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(["a.b", "a\\", "\\.", ".", "", "\\", "0", "json"])("under a key like %j", (odd) => {
    const value = { [odd]: new Date(0), deep: [{ [odd]: { [odd]: undefined, plain: 1 } }] };
    expect(onTheWire(encodeOutput(value))).toStrictEqual(bySuperjson(value));
  });

  test("in the same order, to the letter", () => {
    const at = new Date(1);
    const message = { id: "m", createdAt: at, editedAt: null, data: { n: 1, list: [new Date(2)] }, gone: undefined };
    const value = { kind: "message.sent", at: new Date(3), message };
    expect(JSON.stringify(encodeOutput(value))).toBe(JSON.stringify(superjson.serialize(value)));
  });
});

test.each<[string, unknown]>([
  ["a map", { a: new Map() }],
  ["an invalid date", { at: new Date(Number.NaN) }],
  ["NaN", [Number.NaN]],
  ["minus zero", { n: -0 }],
  ["a big number", { n: 1n }],
  ["an error", new Error("x")],
  ["a function", { toJSON: () => 1 }],
  ["a forbidden key", { data: JSON.parse('{"__proto__":1}') as unknown }],
])("%s is left to superjson", (_name, value) => {
  expect(encodeOutput(value)).toBeNull();
});

test("a value that contains itself does not hold the server", () => {
  const value: Record<string, unknown> = { name: "round" };
  value["self"] = value;
  expect(encodeOutput(value)).toBeNull();
  expect(transformer.output.serialize(value)).toMatchObject({ json: { name: "round", self: null } });
});
